"""What is left of a check after an import: nobody has checked what changed since.

The danger is the mark of a checked entry on a number that nobody ever rang. So a change of a service, of its
phones or of what they can do takes the mark away, and a file brings one only where its maker is trusted.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.affected_entries import Touched
from directory.exchange.hsds.diff import Difference, difference
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.removals import Gone
from directory.exchange.hsds.stored_rows import change

_AT: Final = POSITIONS["assurance"]["verified_at"]
_SILENT: Final = {POSITIONS["service"][name] for name in ("last_modified", "assured_date", "assurer_email")}
"""Columns of a service that promise nothing to who looks for help."""
_PLACE: Final = "derived"


def settle_assurance(
    connection: Connection, package: Package, found: Mapping[str, Difference], gone: Gone, *, trusted: bool
) -> Difference:
    """Return how the marks of checked entries change; tell how many of the file were left out."""
    brought = dict(package.rows["assurance"])
    changed = _changed(connection, package, found, gone)
    for service in changed - brought.keys():
        package.rows["assurance"][service] = _unchecked(service)
    if not trusted:
        _leave_out(connection, package, brought, changed | found["service"].new.keys())
    return difference(connection, package, "assurance")


def forget_who(connection: Connection, found: Difference) -> None:
    """Forget who made a check that is no longer the one that is noted."""
    other = [key for key, (row, old) in found.changed.items() if row[_AT] != old[_AT]]
    if other:
        change(connection, "UPDATE assurance SET verified_by = NULL WHERE service_id {ids}", other)


def _leave_out(connection: Connection, package: Package, brought: Mapping[str, Row], changed: set[str]) -> None:
    differing = difference(connection, package, "assurance")
    count = 0
    for service, row in brought.items():
        if row[_AT] is None:
            continue
        if service in changed or service in differing.new:
            row[:] = _unchecked(service)
        elif service in differing.changed:
            row[:-1] = differing.changed[service][1]
        else:
            continue
        count += 1
    if count:
        what = f"When they were checked is not taken over for {count} services."
        package.warning("assurance", "waylight.assurance", "verified_at", what, "Use --trust-checks if you trust them.")


def _unchecked(service: str) -> Row:
    return [service, *([None] * (len(COLUMNS["assurance"]) - 1)), _PLACE]


def _changed(connection: Connection, package: Package, found: Mapping[str, Difference], gone: Gone) -> set[str]:
    """Return the services of the directory that say something else than before, or whose phones do."""
    touched = Touched(package)
    fresh = {key for table in ("service", "organization", "location") for key in found[table].new}
    for table in ("phone", "phone_reach"):
        for row in found[table].new.values():
            if fresh.isdisjoint(row):
                touched.row(table, row)
    for table, rows in _other(found):
        touched.row(table, rows)
    for links in gone.rows["phone"].values():
        touched.links("phone", links)
    for table, _, link, owner in gone.links:
        if table == "phone":
            touched.links(table, {link: owner})
    return touched.services(connection) - found["service"].new.keys()


def _other(found: Mapping[str, Difference]) -> Iterable[tuple[str, Any]]:
    """Yield the rows that changed, as they are and as they were."""
    for table in ("service", "phone", "phone_reach", "conduct"):
        for row, old in found[table].changed.values():
            if table == "service" and all(row[at] == old[at] for at in range(len(old)) if at not in _SILENT):
                continue
            yield table, row
            yield table, old
