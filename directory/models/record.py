"""What every table of the directory shares."""

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import MetaData
from sqlmodel import SQLModel

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:waylight:directory")


class Record(SQLModel):
    """The base of the directory's tables, with constraint names that a migration can rely on.

    SQLite gives constraints no names of its own, and a constraint without a name
    cannot be changed in a batch migration.
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
    """Return the UUID text of a record: the same for the same kind and parts, on every machine.

    Links, translations and verifications hang on ids, so a reload must never change one.
    """
    return str(uuid5(_NAMESPACE, "/".join((kind, *parts))))


def index_only_links(metadata: MetaData) -> None:
    """Leave empty links out of the indexes on links.

    Most links are empty in most rows; with them an index is large, and looks useless to SQLite.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            if column.nullable and column.index and column.name.endswith("_id"):
                found = next(index for index in table.indexes if list(index.columns) == [column])
                found.dialect_options["sqlite"]["where"] = column.is_not(None)
                found.dialect_options["postgresql"]["where"] = column.is_not(None)
