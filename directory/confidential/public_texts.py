"""Find what is protected in texts that are public already.

The danger is a place that counts as protected while another entry, a note or a translation still names its street. No
search index is used: it leaves out most fields, and numbers are written in many ways. So every public text is read,
which takes about a second for a hundred thousand of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from directory.confidential.entries import ProtectedEntry
from directory.confidential.guard import ProtectedTerms
from directory.hsds.schema import STANDARD
from directory.models import Record
from directory.moderation.changes import Change
from directory.moderation.edits import EDITABLE_TABLES, Action, primary_key
from directory.moderation.owners import affected_services, find_owners

_BATCH_SIZE: Final = 1000
_TABLES: Final = tuple(dict.fromkeys((*EDITABLE_TABLES, *(table for table in STANDARD if table != "metadata"))))
"""The change log is not among them: what becomes protected is deleted there."""


@dataclass(frozen=True, slots=True)
class PublicText:
    """A field of a public row that holds protected data, and whose it is: services and organizations (ids)."""

    table: str
    key: tuple[str, ...]
    field: str
    services: tuple[str, ...]
    organizations: tuple[str, ...]


def find_public_texts(connection: Connection, entries: Iterable[ProtectedEntry]) -> list[PublicText]:
    """Return the public texts that hold protected data of these entries."""
    terms = ProtectedTerms()
    for entry in entries:
        terms.add_entry(entry)
    hits = [hit for table in _TABLES for hit in _find_in(connection, table, terms)]
    return [_with_owners(connection, *hit) for hit in hits]


def _find_in(connection: Connection, name: str, terms: ProtectedTerms) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield (table, key, field) of the texts and numbers of a table that hold one of the terms."""
    table = Record.metadata.tables[name]
    texts = [column for column in table.columns if column.name != "id" and not column.name.endswith("_id")]
    keys = primary_key(name)
    query = select(*(table.c[key].label(f"key_{key}") for key in keys), *texts)
    for row in connection.execution_options(yield_per=_BATCH_SIZE).execute(query):
        for column, value in zip(texts, row[len(keys) :], strict=True):
            if isinstance(value, str | float) and terms.occur_in(str(value)):
                yield name, tuple(row[: len(keys)]), column.name


def _with_owners(connection: Connection, table: str, key: tuple[str, ...], field: str) -> PublicText:
    owners = find_owners(connection, [Change(Action.UPDATE, table, key, {}, {})])
    services = affected_services(connection, owners)
    return PublicText(table, key, field, tuple(services), tuple(owners.organizations))
