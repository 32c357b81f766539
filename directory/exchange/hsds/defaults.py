"""Add what every service needs and few files have: conduct, assurance, provenance, coverage, phone reach, needs.

The danger is to promise more than the file does: no default says that an entry was checked, that a service is
independent of the police, or that a number can be dialled from abroad unless that is certain. An address means that a
service covers its region, or some part of the country, never the whole country.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from directory.domain.phone_reach import phone_reach
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row, empty_row
from directory.exchange.hsds.sql import select_rows
from directory.hsds.place_lookup import Place, country_code, find_place, find_region
from directory.models import stable_id
from directory.taxonomy import NEEDS_TAXONOMY, need_attribute, needs_for_word

DERIVED: Final = "derived"
_CONDUCT: Final = {"police_linked": False, "consular": False, "trafficking_specific": False}
_MEDIUM: Final = "medium"
_AS_COLUMNS: Final = attrgetter(*COLUMNS["phone_reach"][1:-1])
"""Returns the columns between the phone and its position."""
_UNKNOWN_PLACE: Final = (
    "The place of this service is unknown, so search by place does not find it.",
    "Give it a waylight.coverage, or a service_area with the name of a country or an ISO 3166-2 code.",
)
_COVERAGE_POSITIONS: Final = [
    POSITIONS["coverage"][name] for name in ("id", "service_id", "country", "region", "whole")
]
_COVERAGE_QUERY = "SELECT service_id, country FROM coverage WHERE service_id {ids}"
_PHONE = POSITIONS["phone"]
_Number = tuple[str, str | None, str | None]
"""The printed number, the country of its owner, and its type."""


def add_defaults(
    connection: Connection, package: Package, source: str, new: Container[str], phones: Iterable[str]
) -> None:
    """Add the rows that services and phones of the package lack, both there and in the directory.

    `new` are services that the directory does not have yet; `phones` are those that are new or have another number than
    before. `source` names the origin of the file.
    """
    defaults: dict[str, dict[str, Any]] = {
        "conduct": _CONDUCT,
        "assurance": {},
        "provenance": {"source_url": source, "confidence": _MEDIUM, "source_kind": "import"},
    }
    for table, values in defaults.items():
        rest = [*(values.get(name) for name in COLUMNS[table][1:]), DERIVED]
        package.rows[table] |= {
            service: [service, *rest] for service in _services_without(connection, package, table, new)
        }
    _add_coverage(package, _services_without(connection, package, "coverage", new))
    _add_reach(connection, package, phones)


def infer_needs(connection: Connection, package: Package) -> None:
    """Add the needs that foreign taxonomy terms of services name.

    Search only knows the terms of our taxonomy. If a foreign term is one of our synonyms, the need of that synonym is
    added beside it; any other term is stored and not searched by.
    """
    term, link = POSITIONS["attribute"]["taxonomy_term_id"], POSITIONS["attribute"]["link_id"]
    needs = _needs_of_terms(connection, package, {row[term] for row in package.rows["attribute"].values()} - {None})
    package.has_own_terms = any(not named for named in needs.values())
    for row in list(package.rows["attribute"].values()):
        if row[term] not in needs or row[link] not in package.rows["service"]:
            continue
        for need in needs[row[term]]:
            attribute = need_attribute(row[link], need)
            row_values: Row = [attribute.get(name) for name in COLUMNS["attribute"]]
            package.rows["attribute"].setdefault(attribute["id"], [*row_values, row[-1]])
            package.derived_attributes.add(str(attribute["id"]))


def _services_without(connection: Connection, package: Package, table: str, new: Container[str]) -> list[str]:
    """Return the services of the package without a row in a table, neither in the package nor in the directory."""
    link = "entity_id" if table == "provenance" else "service_id"
    place = POSITIONS[table][link]
    given = {row[place] for row in package.rows[table].values()}
    lacking = [service for service in package.rows["service"] if service not in given]
    # Provenance may belong to any row, so the database does not delete it with its service.
    candidates = lacking if table == "provenance" else [service for service in lacking if service not in new]
    if not candidates:
        return lacking
    query = f"SELECT {link} FROM {table} WHERE {link} {{ids}}"  # noqa: S608 - our names
    stored = {row[0] for row in select_rows(connection, query, candidates)}
    return [service for service in lacking if service not in stored]


def _needs_of_terms(connection: Connection, package: Package, terms: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the needs of each term that names any; none for a term of our own taxonomy."""
    needs_by_term: dict[str, tuple[str, ...]] = {}
    for key, taxonomy, words in _terms(connection, package, terms):
        if taxonomy == NEEDS_TAXONOMY:
            needs_by_term[key] = ()
            continue
        needs = next(filter(None, (needs_for_word(word) for word in words if word)), ())
        if needs:
            needs_by_term[key] = needs
    return needs_by_term


def _terms(
    connection: Connection, package: Package, terms: set[str]
) -> Iterator[tuple[str, str | None, tuple[str | None, ...]]]:
    places = [POSITIONS["taxonomy_term"][name] for name in ("taxonomy_id", "name", "code")]
    for key in terms & package.rows["taxonomy_term"].keys():
        taxonomy, *words = (package.rows["taxonomy_term"][key][place] for place in places)
        yield key, taxonomy, tuple(words)
    missing = sorted(terms - package.rows["taxonomy_term"].keys())
    query = "SELECT id, taxonomy_id, name, code FROM taxonomy_term WHERE id {ids}"
    for key, taxonomy, name, code in select_rows(connection, query, missing) if missing else ():
        yield key, taxonomy, (name, code)


def _add_coverage(package: Package, services: Iterable[str]) -> None:
    """Add the places that the areas, or else the addresses, of each service name; warn if there are none."""
    areas, addresses = _areas(package), _addresses(package)
    for service in services:
        located = addresses.get(service, [])
        countries = {country for country, _ in located}
        named = [place for text, kind in areas.get(service, ()) if (place := _place(text, kind, countries))]
        places = [(*place, True) for place in named] or [(*place, place[1] is not None) for place in located]
        for country, region, whole in dict.fromkeys(places):
            package.add("coverage", _coverage_row(service, country, region, whole=whole))
        if not places:
            package.add_warning("service", package.rows["service"][service], None, *_UNKNOWN_PLACE)


def _place(text: str, kind: str | None, countries: set[str]) -> Place | None:
    """Return the place that an area names: by itself, or as a region of the only country of the addresses."""
    if len(countries) == 1:
        (country,) = countries
        region = find_region(country, text)
        if region:
            return country, region
    return find_place(text, kind)


def _coverage_row(service: str, country: str, region: str | None, *, whole: bool) -> Row:
    row = empty_row("coverage", DERIVED)
    key = stable_id("coverage", service, country, region or "", str(whole))
    for place, value in zip(_COVERAGE_POSITIONS, (key, service, country, region, whole), strict=True):
        row[place] = value
    return row


def _areas(package: Package) -> dict[str, list[tuple[str, str | None]]]:
    """Return the areas of each service: name and extent, with the type of the extent."""
    areas: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for service, kind, *texts in _values(package, "service_area", "service_id", "extent_type", "name", "extent"):
        if service is not None:
            areas[service] += [(text, kind) for text in texts if text]
    return areas


def _addresses(package: Package) -> dict[str, list[Place]]:
    """Return the countries, with regions if they are clear, of each service's addresses."""
    places_of: defaultdict[str, list[Place]] = defaultdict(list)
    for location, country, state in _values(package, "address", "location_id", "country", "state_province"):
        code = country_code(country or "")
        if location and code:
            places_of[location].append((code, find_region(code, state or "")))
    addresses: defaultdict[str, list[Place]] = defaultdict(list)
    for service, location in _values(package, "service_at_location", "service_id", "location_id"):
        addresses[service] += places_of.get(location, ())
    return addresses


def _add_reach(connection: Connection, package: Package, phones: Iterable[str]) -> None:
    """Add the reach of each phone, and the order of the phones of a service."""
    places, countries = POSITIONS["phone"], PhoneCountries(connection, package)
    rows = {key: package.rows["phone"][key] for key in phones if key not in package.rows["phone_reach"]}
    numbers = {
        key: (row[places["number"]], countries.country_of(row), row[places["type"]]) for key, row in rows.items()
    }
    reach_of = _reach_of_numbers(set(numbers.values()))
    positions: dict[str | None, int] = {}
    for key, number in numbers.items():
        reach = reach_of[number]
        if reach is not None:
            owner = rows[key][places["service_id"]]
            positions[owner] = positions.get(owner, -1) + 1
            package.rows["phone_reach"][key] = [key, *reach, positions[owner], DERIVED]


def _reach_of_numbers(numbers: Iterable[_Number]) -> dict[_Number, tuple[Any, ...] | None]:
    """Return the reach of each number as the columns of `phone_reach`; None for a number that never answers.

    Sorted by country: `phonenumbers` has more patterns than Python caches, and would compile them again and again.
    """
    reaches: dict[_Number, tuple[Any, ...] | None] = {}
    for number in sorted(numbers, key=lambda item: item[1] or ""):
        reach = phone_reach(*number)
        reaches[number] = _AS_COLUMNS(reach) if reach else None
    return reaches


class PhoneCountries:
    """The countries of services, organizations and locations, to find the country of a phone."""

    def __init__(self, connection: Connection, package: Package) -> None:
        self._package = package
        of = {name: defaultdict[str, set[str]](set) for name in ("service", "organization", "location")}
        self._add_services(connection, of["service"])
        for service, organization in _values(package, "service", "id", "organization_id"):
            of["organization"][organization] |= of["service"].get(service, set())
        for location, country in _values(package, "address", "location_id", "country"):
            if code := country_code(country or ""):
                of["location"][location].add(code)
        self._of = {name: _only_one(countries) for name, countries in of.items()}

    def country_of(self, row: Row) -> str | None:
        """Return the country of a phone; None if it has none or several."""
        return self._of_links(_PHONE, row)

    def _add_services(self, connection: Connection, countries_of: defaultdict[str, set[str]]) -> None:
        for service, country in _values(self._package, "coverage", "service_id", "country"):
            countries_of[service].add(country)
        missing = {service for (service,) in _values(self._package, "phone", "service_id")} | set(
            self._package.rows["service"]
        )
        missing -= countries_of.keys() | {None}
        for service, country in select_rows(connection, _COVERAGE_QUERY, sorted(missing)) if missing else ():
            countries_of[service].add(country)

    def _of_links(self, places: dict[str, int], row: Row) -> str | None:
        for name, countries in self._of.items():
            country = countries.get(row[places[f"{name}_id"]])
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


def _only_one(countries_of: dict[str, set[str]]) -> dict[str, str]:
    """Return the country of each owner that has exactly one."""
    known = ((owner, countries - {None}) for owner, countries in countries_of.items())
    return {owner: next(iter(countries)) for owner, countries in known if len(countries) == 1}


def _values(package: Package, table: str, *names: str) -> Iterator[list[Any]]:
    places = [POSITIONS[table][name] for name in names]
    for row in package.rows[table].values():
        yield [row[place] for place in places]
