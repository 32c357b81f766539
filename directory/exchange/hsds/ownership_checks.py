"""Reject rows that a file would take from an owner that it does not contain.

The danger is a file that moves the only number of another service to its own.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from directory.exchange.hsds.diff import TableDiff
from directory.exchange.hsds.package import POSITIONS, Package, table_label
from directory.hsds.schema import STANDARD
from directory.models import CHILDREN

_ANY: Final = frozenset({"link_id", "resource_id"})
"""Links to a row of any table."""
_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(sorted({part.link for parts in CHILDREN.values() for part in parts if part.table == table}))
    for table in STANDARD
} | {"service_at_location": ("location_id", "service_id"), "coverage": ("service_id",)}

_EXTENSION_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    "phone_reach": ("phone",),
    "schedule_zone": ("schedule",),
    "translation": tuple(STANDARD),
}
"""The tables that an extension may describe, for tables whose first column names the row."""


def reject_foreign_extensions(package: Package, diffs: Mapping[str, TableDiff]) -> None:
    """Add an error if the extension of a service changes a row that is not in the file.

    Tables of a CSV package may come alone.
    """
    for table, owners in _EXTENSION_OWNERS.items():
        changed = (row for row, _ in diffs[table].changed.values())
        for row in (*diffs[table].new.values(), *changed):
            if isinstance(row[-1], str) and not _contains(package, owners, row[0]):
                reason = f"This {table_label(table)} is of a row that is not in the file."
                package.add_error(table, row, None, reason, "Send that row too, or take this out.")


def check_owners(package: Package, diffs: Mapping[str, TableDiff]) -> None:
    """Add an error for each changed row that would leave its owner; a row that names no owner keeps its own."""
    for table, diff in diffs.items():
        for link in _OWNERS.get(table, ()):
            _check_owner(package, table, link, diff)


def _check_owner(package: Package, table: str, link: str, diff: TableDiff) -> None:
    place = POSITIONS[table][link]
    owners = STANDARD if link in _ANY else (link.removesuffix("_id"),)
    for key, (row, old) in list(diff.changed.items()):
        owner = old[place]
        if owner is None or row[place] == owner or _contains(package, owners, owner):
            continue
        if row[place] is None:
            row[place] = owner
            if tuple(row[:-1]) == old:
                del diff.changed[key]
        else:
            reason = f"This {table_label(table)} belongs to another object ({owner}), of which the file does not speak."
            package.add_error(table, row, link, reason, "Send that one too, or give this one an id of its own.")


def _contains(package: Package, owners: Iterable[str], key: str) -> bool:
    return any(key in package.rows[table] for table in owners)
