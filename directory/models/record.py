"""The base class of all tables."""

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import MetaData
from sqlmodel import SQLModel

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:waylight:directory")


class Record(SQLModel):
    """The base class of the tables, with constraint names that a migration can rely on.

    SQLite does not name constraints, and a constraint without a name cannot be changed in a batch migration.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


def stable_id(kind: str, *parts: str) -> str:
    """Return a UUID that is the same for the same kind and parts, on every machine.

    Links, translations and verifications refer to ids, so a reload must never change one.
    """
    return str(uuid5(_NAMESPACE, "/".join((kind, *parts))))


def use_partial_link_indexes(metadata: MetaData) -> None:
    """Leave empty links out of the indexes on links.

    Most links are empty in most rows; with them an index is large, and SQLite considers it useless.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            if column.nullable and column.index and column.name.endswith("_id"):
                partial = next(index for index in table.indexes if list(index.columns) == [column])
                partial.dialect_options["sqlite"]["where"] = column.is_not(None)
                partial.dialect_options["postgresql"]["where"] = column.is_not(None)
