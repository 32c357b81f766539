"""Where an entry works: the world, countries, provinces of them; and the edits from what stands to what was chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from typing import Any, Final

import pycountry

from directory.moderation.edits import Action, Edit, new_id
from directory.staff.i18n import N_
from locales.catalogue import staff_gettext

Row = Mapping[str, Any]
Served = tuple[str | None, str | None]
"""A country and a region of it; (None, None) is the whole world."""
WORLD: Served = (None, None)
PART: Final = N_("A part that is no province")
KINDS: Final = (
    N_("Administrative region"),
    N_("Autonomous community"),
    N_("Autonomous republic"),
    N_("City"),
    N_("City with county rights"),
    N_("County"),
    N_("District"),
    N_("Division"),
    N_("Geographical unit"),
    N_("Municipality"),
    N_("Prefecture"),
    N_("Province"),
    N_("Rayon"),
    N_("Region"),
    N_("Rural municipality"),
    N_("Urban municipality"),
)
"""The kinds of regions (ISO 3166-2) that share their name with another of their country."""


@dataclass(frozen=True, slots=True)
class Places:
    """What is chosen. `whole` are countries that are served everywhere, `part` those where an area without a code is.

    `circles` are the rows of areas around a point: they are kept or go, and are not changed here.
    """

    world: bool
    countries: frozenset[str]
    whole: frozenset[str]
    part: frozenset[str]
    regions: frozenset[str]
    circles: frozenset[str]

    @property
    def unsaid(self) -> list[str]:
        """The countries of which nothing is chosen."""
        said = self.whole | self.part | {region.partition("-")[0] for region in self.regions}
        return sorted(self.countries - said)


def stored_places(coverage: Sequence[Row]) -> Places:
    """Return what rows of the table say."""
    areas = [row for row in coverage if row["radius_metres"] is None]
    bare = [row for row in areas if row["country"] and not row["region"]]
    return Places(
        world=any(row["country"] is None for row in areas),
        countries=frozenset(row["country"] for row in areas if row["country"]),
        whole=frozenset(row["country"] for row in bare if row["whole"]),
        part=frozenset(row["country"] for row in bare if not row["whole"]),
        regions=frozenset(row["region"] for row in areas if row["region"]),
        circles=frozenset(row["id"] for row in coverage if row["radius_metres"] is not None),
    )


def edits_of_places(service_id: str, coverage: Sequence[Row], wanted: Places) -> list[Edit]:
    """Return what makes the rows say what is wanted."""
    missing = dict(_wanted(wanted))
    edits = []
    for row in coverage:
        if row["radius_metres"] is not None:
            gone = row["id"] not in wanted.circles
        else:
            whole = missing.pop((row["country"], row["region"]), None)
            gone = whole is None
            # A region that is served in part stays so: nobody can say that here.
            if whole is not None and whole != row["whole"] and row["region"] is None:
                edits.append(Edit(Action.UPDATE, "coverage", (row["id"],), {"whole": whole}))
        if gone:
            edits.append(Edit(Action.DELETE, "coverage", (row["id"],)))
    for (country, region), whole in missing.items():
        values = {"service_id": service_id, "country": country, "region": region, "whole": whole}
        edits.append(Edit(Action.CREATE, "coverage", (new_id(),), values))
    return edits


def _wanted(wanted: Places) -> Iterator[tuple[Served, bool]]:
    if wanted.world:
        yield WORLD, True
    for country in sorted(wanted.countries):
        if country in wanted.whole | wanted.part:
            yield (country, None), country in wanted.whole
    for region in sorted(wanted.regions):
        country = region.partition("-")[0]
        if country in wanted.countries:
            yield (country, region), True


@cache
def regions_of(country: str, language: str) -> dict[str, str]:
    """Return the regions of a country (ISO 3166-2) and their names in a language (BCP 47), by name."""
    known = pycountry.subdivisions.get(country_code=country) or ()
    return dict(sorted(((one.code, region_name(one.code, language)) for one in known), key=lambda one: one[1]))


def region_name(code: str, language: str) -> str:
    """Return the name of a region in a language where the standard's translators have one; a code of none as it is.

    Where another of the country has the same name, its kind stands behind it.
    """
    found = pycountry.subdivisions.get(code=code)
    if not found:
        return code
    name = _words(language).gettext(found.name)
    return (
        f"{name} ({staff_gettext(language, found.type)})" if name in _repeated(found.country_code, language) else name
    )


@cache
def _repeated(country: str, language: str) -> frozenset[str]:
    """Return the names that several regions of a country have."""
    names = Counter(_words(language).gettext(one.name) for one in pycountry.subdivisions.get(country_code=country))
    return frozenset(name for name, times in names.items() if times > 1)


@cache
def _words(language: str) -> NullTranslations:
    locale = "zh_CN" if language == "zh" else language.replace("-", "_")
    return translation("iso3166-2", pycountry.LOCALES_DIR, [locale], fallback=True)
