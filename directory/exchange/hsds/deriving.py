"""What every service must have and few files say: conduct, assurance, provenance, places, what phones can do.

The danger is a promise that nobody made: nothing that is derived here says that an entry was checked, that
a service is not of the police, or that a number can be dialled from abroad unless it is certain.
"""

from collections.abc import Container, Iterable
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.coverage import derive_coverage
from directory.exchange.hsds.homes import Homes
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package
from directory.exchange.hsds.stored import select
from directory.exchange.reach import reach_of

_CONDUCT: Final = {"police_linked": False, "consular": False, "trafficking_specific": False}
_MEDIUM: Final = "medium"
DERIVED: Final = "derived"
_AS_COLUMNS: Final = attrgetter(*COLUMNS["phone_reach"][1:-1])
"""Gives what stands between the phone and its position."""

_Number = tuple[str, str | None, str | None]
"""As printed, the country of its owner, what it is for."""


def derive(connection: Connection, package: Package, source: str, new: Container[str], phones: Iterable[str]) -> None:
    """Add to the package what its services and phones lack here and in the directory.

    `new` are services that the directory does not have yet; `phones` are those that are new or have another
    number than before. `source` says where the file is from.
    """
    said: dict[str, dict[str, Any]] = {
        "conduct": _CONDUCT,
        "assurance": {},
        "provenance": {"source_url": source, "confidence": _MEDIUM, "source_kind": "import"},
    }
    for table, values in said.items():
        rest = [*(values.get(name) for name in COLUMNS[table][1:]), DERIVED]
        package.rows[table] |= {service: [service, *rest] for service in _lacking(connection, package, table, new)}
    derive_coverage(package, _lacking(connection, package, "coverage", new))
    _derive_reach(connection, package, phones)


def _lacking(connection: Connection, package: Package, table: str, new: Container[str]) -> list[str]:
    """Return the services of the package that have no row of a table, neither here nor in the directory."""
    link = "entity_id" if table == "provenance" else "service_id"
    place = POSITIONS[table][link]
    here = {row[place] for row in package.rows[table].values()}
    lacking = [one for one in package.rows["service"] if one not in here]
    # Provenance may be of anything, so the database does not see to it that it goes with its service.
    sought = lacking if table == "provenance" else [one for one in lacking if one not in new]
    if not sought:
        return lacking
    asked = f"SELECT {link} FROM {table} WHERE {link} {{ids}}"  # noqa: S608 - our names
    there = {row[0] for row in select(connection, asked, sought)}
    return [one for one in lacking if one not in there]


def _derive_reach(connection: Connection, package: Package, phones: Iterable[str]) -> None:
    """Say of each phone what it can do, and which of its service's phones comes first, second, third."""
    places, homes = POSITIONS["phone"], Homes(connection, package)
    rows = {key: package.rows["phone"][key] for key in phones if key not in package.rows["phone_reach"]}
    asked = {key: (row[places["number"]], homes.of_phone(row), row[places["type"]]) for key, row in rows.items()}
    said = _said_of(set(asked.values()))
    positions: dict[str | None, int] = {}
    for key, question in asked.items():
        found = said[question]
        if found is not None:
            owner = rows[key][places["service_id"]]
            positions[owner] = positions.get(owner, -1) + 1
            package.rows["phone_reach"][key] = [key, *found, positions[owner], DERIVED]


def _said_of(numbers: Iterable[_Number]) -> dict[_Number, tuple[Any, ...] | None]:
    """Return what each number can do, in the order of the columns; None for one that answers nobody.

    Country by country: `phonenumbers` has more patterns than Python remembers, and would compile them again and again.
    """
    found: dict[_Number, tuple[Any, ...] | None] = {}
    for one in sorted(numbers, key=lambda number: number[1] or ""):
        reach = reach_of(*one)
        found[one] = _AS_COLUMNS(reach) if reach else None
    return found
