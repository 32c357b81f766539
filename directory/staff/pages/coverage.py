"""Where an entry works: countries and their provinces to tick, without a map and without a script."""

from dataclasses import replace
from typing import Final

import pycountry
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.context import field_of
from directory.staff.i18n import N_, country_name, gettext, spoken
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import entry_to_change, put_forward, texts_of
from directory.staff.service_entry.coverage_form import Places, edits_of_places, regions_of, stored_places
from directory.staff.service_entry.loader import Entry

_NOTHING: Final = N_("Choose at least one place, or the whole world.")
_UNSAID: Final = N_("Choose the whole country, or provinces of it.")
_PROVINCES: Final = "provinces-of-"
"""How the buttons are called that open the provinces of one country."""


def show(request: Request) -> Response:
    """Show where the entry works."""
    entry = entry_to_change(request)
    places = stored_places(entry.of["coverage"])
    return _form(request, entry, places, _with_regions(places), {})


def save(request: Request) -> Response:
    """Propose what was ticked; or add a country, or open its provinces, and show the form again."""
    entry, places = entry_to_change(request), _posted(request)
    opened = _with_regions(places) | set(texts_of(request, "opened"))
    pressed = field_of(request, "do")
    if pressed.startswith(_PROVINCES):
        return _form(request, entry, places, opened | {pressed.removeprefix(_PROVINCES)}, {})
    if pressed == "add":
        return _form(request, entry, places, opened | set(texts_of(request, "another")), {})
    wrong = dict.fromkeys(places.unsaid, gettext(_UNSAID))
    if not (places.world or places.countries or places.circles):
        wrong[""] = gettext(_NOTHING)
    if wrong:
        return _form(request, entry, places, opened, wrong, 422)
    done = put_forward(request, entry, edits_of_places(entry.id, entry.of["coverage"], places))
    return _form(request, entry, places, opened, {"": done}, 422) if isinstance(done, str) else done


def _form(  # noqa: PLR0913, PLR0917 - what the form shows
    request: Request, entry: Entry, places: Places, opened: set[str], wrong: dict[str, str], status: int = 200
) -> Response:
    others = sorted((country_name(code), code) for code in _countries() - places.countries)
    return render(
        request,
        "entry/coverage.html",
        status=status,
        entry=entry,
        places=places,
        countries=sorted(places.countries, key=country_name),
        provinces={code: regions_of(code, spoken()) for code in sorted(places.countries & opened)},
        can_open={code for code in places.countries if regions_of(code, spoken())},
        others=others,
        circles=[row for row in entry.of["coverage"] if row["radius_metres"] is not None],
        wrong=wrong,
    )


def _posted(request: Request) -> Places:
    """Return what was ticked, as far as there are such countries and provinces; the others are nobody's choice."""
    countries = frozenset(texts_of(request, "country") + texts_of(request, "another")) & _countries()
    known = {code for country in countries for code in regions_of(country, spoken())}
    chosen = Places(
        world=field_of(request, "world") == "yes",
        countries=countries,
        whole=frozenset(texts_of(request, "whole")) & countries,
        part=frozenset(texts_of(request, "part")) & countries,
        regions=frozenset(texts_of(request, "region")) & known,
        circles=frozenset(texts_of(request, "circle")),
    )
    # A country that is served as a whole is not served in a part that has no code.
    return replace(chosen, part=chosen.part - chosen.whole)


def _with_regions(places: Places) -> set[str]:
    return {code.partition("-")[0] for code in places.regions}


def _countries() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.countries)


PAGES: Final = (
    Page("/services/{service_id}/coverage", show, May.PROPOSE),
    Page("/services/{service_id}/coverage", save, May.PROPOSE, method="POST"),
)
