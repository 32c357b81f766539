"""What a restore would undo: protections, and exclusions of accounts, that were made after the backup.

The danger is a shelter whose address was public when the backup was made: restored, the bot and the API give it to
everybody at once. The same holds for an account that was disabled, reset, or given fewer rights since. Tables are
compared by name, since only `directory.confidential` may import those with protected data; no value is returned.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, select

from directory.backup.archive import BackupArchive
from directory.db.schema_revisions import tables_at

_PROTECTED: Final = {"address": ("staff_address", "partner_address"), "contact": ("staff_contact", "partner_contact")}
"""The tables of each kind of protected entry, that with the fewest readers first."""
_WITHHELD: Final = "withheld_location"
_ACCOUNTS: Final = "staff_account"
_CREDENTIALS: Final = ("passphrase_hash", "totp_sealed")
_RIGHTS: Final = ("role", "organization_id", "countries", "circle")
_Row = Mapping[str, Any]
_Tables = Mapping[str, Mapping[str, _Row]]
"""Rows by key, by the name of their table."""


def find_undone(connection: Connection, revision: str, archive: BackupArchive) -> list[str]:
    """Return a sentence for each protection or exclusion of a database that a backup lacks."""
    names = [name for tables in _PROTECTED.values() for name in tables] + [_WITHHELD, _ACCOUNTS]
    present = {name: _present_rows(connection, name) if name in tables_at(revision) else {} for name in names}
    stored = {name: _stored_rows(archive, name) for name in names}
    return [
        *_lost_places(present, stored),
        *_lost_entries(present, stored),
        *_lost_exclusions(present[_ACCOUNTS], stored[_ACCOUNTS]),
    ]


def _lost_places(present: _Tables, stored: _Tables) -> Iterator[str]:
    backed_up = {key for table in _PROTECTED["address"] for key in stored[table]}
    addresses = [row for table in _PROTECTED["address"] for row in present[table].values()]
    for key in sorted(present[_WITHHELD].keys() - stored[_WITHHELD].keys()):
        here = {row["id"] for row in addresses if row["location_id"] == key}
        # An older version gave such a place another id: it is the same one if its addresses are protected there too.
        if not here or here - backed_up:
            yield f"Place {key} was protected since: its address and coordinates would be public again."


def _lost_entries(present: _Tables, stored: _Tables) -> Iterator[str]:
    for kind, tables in _PROTECTED.items():
        for table in tables:
            readers = table.split("_")[0]
            for key, row in sorted(present[table].items()):
                before = stored[table].get(key)
                if before is None or any(before.get(name) != row[name] for name in row if name != "location_id"):
                    yield f"Protected {kind} {key} (for {readers}) was added or changed since: it would be as before."


def _lost_exclusions(present: Mapping[str, _Row], stored: Mapping[str, _Row]) -> Iterator[str]:
    for key in sorted(present.keys() & stored.keys()):
        now, before, name = present[key], stored[key], present[key]["sign_in_name"]
        if now["disabled_at"] and not before["disabled_at"]:
            yield f"Account {name} was disabled since: it could sign in again."
        if any(now[field] != before.get(field) for field in _CREDENTIALS):
            yield f"Account {name} was reset or changed its passphrase or codes since: the old ones would be valid."
        if any(now[field] != before.get(field) for field in _RIGHTS):
            yield f"Account {name} got other rights since: it would have the old ones."


def _present_rows(connection: Connection, name: str) -> dict[str, _Row]:
    """Return the rows of a table by key."""
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    rows = connection.execute(select(table)).mappings().all()
    return {row[_key_column(name)]: dict(row) for row in rows}


def _stored_rows(archive: BackupArchive, name: str) -> dict[str, _Row]:
    """Return the rows of a table in a backup by key; none if the backup is older than the table."""
    if name not in archive.manifest.tables:
        return {}
    columns = archive.manifest.tables[name].columns
    rows = (dict(zip(columns, values, strict=True)) for values in archive.rows(name))
    return {row[_key_column(name)]: row for row in rows}


def _key_column(table: str) -> str:
    return "location_id" if table == _WITHHELD else "id"
