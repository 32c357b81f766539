"""What every service must have and few files say: conduct, assurance, provenance, places, what phones can do.

The danger is a promise that nobody made: nothing that is derived here says that an entry was checked, that
a service is not of the police, or that a number can be dialled from abroad unless it is certain.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from directory.domain.phone_reach import reach_of
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.service_areas import derive_coverage
from directory.exchange.hsds.stored_rows import select
from directory.hsds.named_places import country_code

_ASKED = "SELECT service_id, country FROM coverage WHERE service_id {ids}"
_PHONE = POSITIONS["phone"]


class Homes:
    """Countries of services, organizations and places."""

    def __init__(self, connection: Connection, package: Package) -> None:
        self._package = package
        of = {name: defaultdict[str, set[str]](set) for name in ("service", "organization", "location")}
        self._add_services(connection, of["service"])
        for service, organization in _pairs(package, "service", "id", "organization_id"):
            of["organization"][organization] |= of["service"].get(service, set())
        for location, country in _pairs(package, "address", "location_id", "country"):
            if code := country_code(country or ""):
                of["location"][location].add(code)
        self._of = {name: _only_one(countries) for name, countries in of.items()}

    def of_phone(self, row: Row) -> str | None:
        """Return the one country of a phone; None where there are several or none."""
        return self._of_links(_PHONE, row)

    def _add_services(self, connection: Connection, of: defaultdict[str, set[str]]) -> None:
        for service, country in _pairs(self._package, "coverage", "service_id", "country"):
            of[service].add(country)
        missing = {service for (service,) in _columns(self._package, "phone", "service_id")} | set(
            self._package.rows["service"]
        )
        missing -= of.keys() | {None}
        for service, country in select(connection, _ASKED, sorted(missing)) if missing else ():
            of[service].add(country)

    def _of_links(self, places: dict[str, int], row: Row) -> str | None:
        for name, of in self._of.items():
            country = of.get(row[places[f"{name}_id"]])
            if country:
                return country
        for name in ("service_at_location", "contact"):
            place = places.get(f"{name}_id")
            above = self._package.rows[name].get(row[place]) if place is not None else None
            country = self._above(name, above) if above is not None else None
            if country:
                return country
        return None

    def _above(self, table: str, row: Row) -> str | None:
        if table == "contact":
            return self._of_links(POSITIONS["contact"], row)
        return self._of["service"].get(row[POSITIONS[table]["service_id"]])


def _only_one(of: dict[str, set[str]]) -> dict[str, str]:
    """Return the country of those that have exactly one."""
    known = ((owner, countries - {None}) for owner, countries in of.items())
    return {owner: next(iter(countries)) for owner, countries in known if len(countries) == 1}


def _columns(package: Package, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
    places = [POSITIONS[table][name] for name in names]
    for row in package.rows[table].values():
        yield tuple(row[place] for place in places)


def _pairs(package: Package, table: str, *names: str) -> Iterator[tuple[Any, Any]]:
    return ((first, second) for first, second in _columns(package, table, *names))


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
