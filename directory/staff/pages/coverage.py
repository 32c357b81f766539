"""Edit where an entry works: checkboxes for countries and provinces, without a map or a script."""

from dataclasses import replace
from typing import Final

import pycountry
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.roles import Permission
from directory.staff.context import form_field
from directory.staff.i18n import N_, country_name, current_language, gettext
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import form_values, get_editable_entry, propose_edits
from directory.staff.service_entry.coverage_form import CoverageChoice, coverage_choice, coverage_edits, region_names
from directory.staff.service_entry.loader import Entry

_PLACE_REQUIRED: Final = N_("Choose at least one place, or the whole world.")
_EXTENT_REQUIRED: Final = N_("Choose the whole country, or provinces of it.")
_OPEN_PROVINCES: Final = "provinces-of-"
"""Prefix of the buttons that open the provinces of a country."""


def show_coverage(request: Request) -> Response:
    """Show the form with the stored coverage."""
    entry = get_editable_entry(request)
    places = coverage_choice(entry.of["coverage"])
    return _form(request, entry, places, _countries_with_regions(places), {})


def save_coverage(request: Request) -> Response:
    """Propose the chosen coverage; or add a country or open its provinces, and show the form again."""
    entry, places = get_editable_entry(request), _parse_form(request)
    opened = _countries_with_regions(places) | set(form_values(request, "opened"))
    pressed = form_field(request, "do")
    if pressed.startswith(_OPEN_PROVINCES):
        return _form(request, entry, places, opened | {pressed.removeprefix(_OPEN_PROVINCES)}, {})
    if pressed == "add":
        return _form(request, entry, places, opened | set(form_values(request, "another")), {})
    errors = dict.fromkeys(places.undecided, gettext(_EXTENT_REQUIRED))
    if not (places.world or places.countries or places.circles):
        errors[""] = gettext(_PLACE_REQUIRED)
    if errors:
        return _form(request, entry, places, opened, errors, 422)
    result = propose_edits(request, entry, coverage_edits(entry.id, entry.of["coverage"], places))
    return _form(request, entry, places, opened, {"": result}, 422) if isinstance(result, str) else result


def _form(  # noqa: PLR0913, PLR0917 - what the form shows
    request: Request, entry: Entry, places: CoverageChoice, opened: set[str], errors: dict[str, str], status: int = 200
) -> Response:
    others = sorted((country_name(code), code) for code in _all_countries() - places.countries)
    return render(
        request,
        "entry/coverage.html",
        status=status,
        entry=entry,
        places=places,
        countries=sorted(places.countries, key=country_name),
        provinces={code: region_names(code, current_language()) for code in sorted(places.countries & opened)},
        can_open={code for code in places.countries if region_names(code, current_language())},
        others=others,
        circles=[row for row in entry.of["coverage"] if row["radius_metres"] is not None],
        errors=errors,
    )


def _parse_form(request: Request) -> CoverageChoice:
    """Return the posted choices, without unknown countries and provinces."""
    countries = frozenset(form_values(request, "country") + form_values(request, "another")) & _all_countries()
    known = {code for country in countries for code in region_names(country, current_language())}
    chosen = CoverageChoice(
        world=form_field(request, "world") == "yes",
        countries=countries,
        whole=frozenset(form_values(request, "whole")) & countries,
        part=frozenset(form_values(request, "part")) & countries,
        regions=frozenset(form_values(request, "region")) & known,
        circles=frozenset(form_values(request, "circle")),
    )
    # A country served as a whole has no separate part.
    return replace(chosen, part=chosen.part - chosen.whole)


def _countries_with_regions(places: CoverageChoice) -> set[str]:
    return {code.partition("-")[0] for code in places.regions}


def _all_countries() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)


PAGES: Final = (
    Page("/services/{service_id}/coverage", show_coverage, Permission.PROPOSE),
    Page("/services/{service_id}/coverage", save_coverage, Permission.PROPOSE, method="POST"),
)
