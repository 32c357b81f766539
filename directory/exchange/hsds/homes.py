"""In which country a phone's owner is, as far as the file says it of exactly one."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from directory.exchange.hsds.named_places import country_code
from directory.exchange.hsds.package import POSITIONS, Package, Row
from directory.exchange.hsds.stored import select

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
