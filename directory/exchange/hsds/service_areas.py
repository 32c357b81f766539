"""Where a service helps, from its areas and addresses, for files that do not say it by code.

The danger is to promise more than was said: an address makes a service one of "some part of the country",
or of its region, never of the whole country.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from directory.exchange.hsds.package import POSITIONS, Package, Row, blank
from directory.hsds.named_places import Place, country_code, place_named, region_named
from directory.models import stable_id

_UNKNOWN: Final = (
    "It can't be told where this service helps, so it is not found by place.",
    "Give it a waylight.coverage, or a service_area with the name of a country or an ISO 3166-2 code.",
)
_PLACES: Final = [POSITIONS["coverage"][name] for name in ("id", "service_id", "country", "region", "whole")]


def derive_coverage(package: Package, services: Iterable[str]) -> None:
    """Give each of these services the places that its areas, else its addresses, name; warn where none does."""
    areas, addresses = _areas(package), _addresses(package)
    for service in services:
        located = addresses.get(service, [])
        countries = {country for country, _ in located}
        named = [place for text, kind in areas.get(service, ()) if (place := _place(text, kind, countries))]
        found = [(*place, True) for place in named] or [(*place, place[1] is not None) for place in located]
        for country, region, whole in dict.fromkeys(found):
            package.add("coverage", _row(service, country, region, whole=whole))
        if not found:
            package.warning("service", package.rows["service"][service], None, *_UNKNOWN)


def _place(text: str, kind: str | None, countries: set[str]) -> Place | None:
    """Return the place that an area names: by itself, or as a region of the country of the addresses."""
    if len(countries) == 1:
        (country,) = countries
        region = region_named(country, text)
        if region:
            return country, region
    return place_named(text, kind)


def _row(service: str, country: str, region: str | None, *, whole: bool) -> Row:
    row = blank("coverage", "derived")
    key = stable_id("coverage", service, country, region or "", str(whole))
    for place, value in zip(_PLACES, (key, service, country, region, whole), strict=True):
        row[place] = value
    return row


def _areas(package: Package) -> dict[str, list[tuple[str, str | None]]]:
    """Return what the areas of each service say: name and extent, with the type of the extent."""
    found: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for service, kind, *texts in _values(package, "service_area", "service_id", "extent_type", "name", "extent"):
        if service is not None:
            found[service] += [(text, kind) for text in texts if text]
    return found


def _addresses(package: Package) -> dict[str, list[Place]]:
    """Return the countries, with regions where they are plain, in which each service stands."""
    at: defaultdict[str, list[Place]] = defaultdict(list)
    for location, country, state in _values(package, "address", "location_id", "country", "state_province"):
        code = country_code(country or "")
        if location and code:
            at[location].append((code, region_named(code, state or "")))
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for service, location in _values(package, "service_at_location", "service_id", "location_id"):
        found[service] += at.get(location, ())
    return found


def _values(package: Package, table: str, *names: str) -> Iterator[list[Any]]:
    places = [POSITIONS[table][name] for name in names]
    for row in package.rows[table].values():
        yield [row[place] for place in places]
