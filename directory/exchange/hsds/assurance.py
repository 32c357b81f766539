"""Reset the verification of services that an import changes.

The danger is a number that counts as verified and was never called. So a change of a service, of its phones or of their
reach removes the verification, and a file may set one only if its source is trusted.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.affected_entries import AffectedEntries
from directory.exchange.hsds.diff import TableDiff, diff_table
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.removals import Removals
from directory.exchange.hsds.sql import execute

_VERIFIED_AT: Final = POSITIONS["assurance"]["verified_at"]
_IRRELEVANT: Final = {POSITIONS["service"][name] for name in ("last_modified", "assured_date", "assurer_email")}
"""Columns of a service that users never see."""
_PLACE: Final = "derived"


def diff_assurance(
    connection: Connection, package: Package, diffs: Mapping[str, TableDiff], removals: Removals, *, trusted: bool
) -> TableDiff:
    """Return the changes of verifications; warn if verifications of the file are ignored."""
    imported = dict(package.rows["assurance"])
    changed = _changed_services(connection, package, diffs, removals)
    for service in changed - imported.keys():
        package.rows["assurance"][service] = _unverified_row(service)
    if not trusted:
        _drop_untrusted(connection, package, imported, changed | diffs["service"].new.keys())
    return diff_table(connection, package, "assurance")


def clear_verifiers(connection: Connection, diff: TableDiff) -> None:
    """Clear the verifier of a verification whose date changes."""
    services = [key for key, (row, old) in diff.changed.items() if row[_VERIFIED_AT] != old[_VERIFIED_AT]]
    if services:
        execute(connection, "UPDATE assurance SET verified_by = NULL WHERE service_id {ids}", services)


def _drop_untrusted(connection: Connection, package: Package, imported: Mapping[str, Row], changed: set[str]) -> None:
    diff = diff_table(connection, package, "assurance")
    count = 0
    for service, row in imported.items():
        if row[_VERIFIED_AT] is None:
            continue
        if service in changed or service in diff.new:
            row[:] = _unverified_row(service)
        elif service in diff.changed:
            row[:-1] = diff.changed[service][1]
        else:
            continue
        count += 1
    if count:
        reason = f"When they were checked is not taken over for {count} services."
        package.add_warning(
            "assurance", "waylight.assurance", "verified_at", reason, "Use --trust-checks if you trust them."
        )


def _unverified_row(service: str) -> Row:
    return [service, *([None] * (len(COLUMNS["assurance"]) - 1)), _PLACE]


def _changed_services(
    connection: Connection, package: Package, diffs: Mapping[str, TableDiff], removals: Removals
) -> set[str]:
    """Return the stored services that change, or whose phones change."""
    affected = AffectedEntries(package)
    new_ids = {key for table in ("service", "organization", "location") for key in diffs[table].new}
    for table in ("phone", "phone_reach"):
        for row in diffs[table].new.values():
            if new_ids.isdisjoint(row):
                affected.add_row(table, row)
    for table, rows in _changed_rows(diffs):
        affected.add_row(table, rows)
    for links in removals.rows["phone"].values():
        affected.add_links("phone", links)
    for table, _, link, owner in removals.links:
        if table == "phone":
            affected.add_links(table, {link: owner})
    return affected.service_ids(connection) - diffs["service"].new.keys()


def _changed_rows(diffs: Mapping[str, TableDiff]) -> Iterable[tuple[str, Any]]:
    """Yield the changed rows, before and after."""
    for table in ("service", "phone", "phone_reach", "conduct"):
        for row, old in diffs[table].changed.values():
            if table == "service" and all(row[at] == old[at] for at in range(len(old)) if at not in _IRRELEVANT):
                continue
            yield table, row
            yield table, old
