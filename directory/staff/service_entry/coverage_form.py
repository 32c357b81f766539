"""Coverage of an entry: the world, countries and their regions; and the edits from the stored to the chosen one."""

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
Area = tuple[str | None, str | None]
"""A country and a region of it; (None, None) is the world."""
WORLD: Area = (None, None)
PARTIAL: Final = N_("A part that is no province")
REGION_TYPES: Final = (
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
"""The types of regions (ISO 3166-2) that share their name with another of the country."""


@dataclass(frozen=True, slots=True)
class CoverageChoice:
    """A choice of areas. `whole` are countries served everywhere, `part` those with an area that has no code.

    `circles` are ids of areas around a point, which can be removed here but not changed.
    """

    world: bool
    countries: frozenset[str]
    whole: frozenset[str]
    part: frozenset[str]
    regions: frozenset[str]
    circles: frozenset[str]

    @property
    def undecided(self) -> list[str]:
        """The countries without a chosen area."""
        decided = self.whole | self.part | {region.partition("-")[0] for region in self.regions}
        return sorted(self.countries - decided)


def coverage_choice(coverage: Sequence[Row]) -> CoverageChoice:
    """Return the choice that stored rows express."""
    areas = [row for row in coverage if row["radius_metres"] is None]
    whole_or_part = [row for row in areas if row["country"] and not row["region"]]
    return CoverageChoice(
        world=any(row["country"] is None for row in areas),
        countries=frozenset(row["country"] for row in areas if row["country"]),
        whole=frozenset(row["country"] for row in whole_or_part if row["whole"]),
        part=frozenset(row["country"] for row in whole_or_part if not row["whole"]),
        regions=frozenset(row["region"] for row in areas if row["region"]),
        circles=frozenset(row["id"] for row in coverage if row["radius_metres"] is not None),
    )


def coverage_edits(service_id: str, coverage: Sequence[Row], choice: CoverageChoice) -> list[Edit]:
    """Return the edits from the stored rows to a choice."""
    missing = dict(_areas(choice))
    edits = []
    for row in coverage:
        if row["radius_metres"] is not None:
            is_removed = row["id"] not in choice.circles
        else:
            whole = missing.pop((row["country"], row["region"]), None)
            is_removed = whole is None
            # A region that is served in part stays so: the form can't express it.
            if whole is not None and whole != row["whole"] and row["region"] is None:
                edits.append(Edit(Action.UPDATE, "coverage", (row["id"],), {"whole": whole}))
        if is_removed:
            edits.append(Edit(Action.DELETE, "coverage", (row["id"],)))
    for (country, region), whole in missing.items():
        values = {"service_id": service_id, "country": country, "region": region, "whole": whole}
        edits.append(Edit(Action.CREATE, "coverage", (new_id(),), values))
    return edits


def _areas(choice: CoverageChoice) -> Iterator[tuple[Area, bool]]:
    if choice.world:
        yield WORLD, True
    for country in sorted(choice.countries):
        if country in choice.whole | choice.part:
            yield (country, None), country in choice.whole
    for region in sorted(choice.regions):
        country = region.partition("-")[0]
        if country in choice.countries:
            yield (country, region), True


@cache
def region_names(country: str, language: str) -> dict[str, str]:
    """Return the names of a country's regions (ISO 3166-2) in a language (BCP 47) by code, sorted by name."""
    regions = pycountry.subdivisions.get(country_code=country) or ()
    names = ((region.code, region_name(region.code, language)) for region in regions)
    return dict(sorted(names, key=lambda item: item[1]))


def region_name(code: str, language: str) -> str:
    """Return the name of a region, translated if ISO 3166-2 has a translation; an unknown code as it is.

    If another region of the country has the same name, the type is appended.
    """
    region = pycountry.subdivisions.get(code=code)
    if not region:
        return code
    name = _translations(language).gettext(region.name)
    return (
        f"{name} ({staff_gettext(language, region.type)})"
        if name in _ambiguous_names(region.country_code, language)
        else name
    )


@cache
def _ambiguous_names(country: str, language: str) -> frozenset[str]:
    """Return the names that several regions of a country share."""
    names = Counter(
        _translations(language).gettext(region.name) for region in pycountry.subdivisions.get(country_code=country)
    )
    return frozenset(name for name, times in names.items() if times > 1)


@cache
def _translations(language: str) -> NullTranslations:
    locale = "zh_CN" if language == "zh" else language.replace("-", "_")
    return translation("iso3166-2", pycountry.LOCALES_DIR, [locale], fallback=True)
