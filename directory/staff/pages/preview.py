"""How an entry reads on Telegram and by SMS, in each language; also after a change that waits for review."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import ReviewError, UnknownProposalError
from directory.search import BadPlaceError, FoundService, Place
from directory.staff.context import desk, signed_in
from directory.staff.entry_text import Said
from directory.staff.error_messages import sentence_of
from directory.staff.i18n import country_name, spoken
from directory.staff.permissions import May
from directory.staff.proposals.detail import number_in, opened
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry import labels
from directory.staff.service_entry.coverage_form import region_name, stored_places
from directory.staff.service_entry.dry_run import describe_after
from directory.staff.service_entry.loader import Entry, read_entry
from locales.registry import LANGUAGES

ALL: Final = "all"
NOWHERE: Final = "-"
"""What the address says where the bot does not know the place of who asks."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How an entry reads in one language."""

    language: str
    said: tuple[Said, ...]


def preview(request: Request) -> Response:
    """Show how the entry reads."""
    key, change = request.path_params["service_id"], _change(request)
    with desk(request).engine.connect() as connection, connection.begin():
        entry = read_entry(connection, key)
        if change is not None:
            _refuse_others(request, connection, change)
    if entry is None and change is None:
        raise HTTPException(404)
    language, where = _language(request), _where(request, entry)
    languages, wrong = list(LANGUAGES) if language == ALL else [language], ""
    found: dict[str, FoundService] = {}
    try:
        engine, stale_after = desk(request).engine, desk(request).stale_after
        found = describe_after(engine, key, change, where, languages, stale_after=stale_after)
    except ReviewError as refused:
        wrong = sentence_of(refused)
    if not found and not wrong:
        raise HTTPException(404)
    return render(
        request,
        "entry/preview.html",
        status=409 if wrong else 200,
        key=key,
        name=entry.service["name"] if entry else next((one.name for one in found.values()), ""),
        is_there=entry is not None,
        change=change,
        wrong=wrong,
        language=language,
        where=(where.region or where.country) if where else NOWHERE,
        places=_places(entry, where),
        readings=[_Reading(code, desk(request).reads(one, where, code)) for code, one in found.items()],
        naming=labels,
    )


def _change(request: Request) -> int | None:
    asked = request.query_params.get("change")
    if asked is None:
        return None
    number = number_in(asked)
    if number is None:
        raise HTTPException(404)
    return number


def _refuse_others(request: Request, connection: Connection, change: int) -> None:
    """Show a change to who may read it; raises HTTPException 404 and 403."""
    try:
        reads = opened(connection, change, signed_in(request)).reads
    except UnknownProposalError:
        raise HTTPException(404) from None
    if not reads:
        raise HTTPException(403)


def _language(request: Request) -> str:
    asked = request.query_params.get("language", "")
    return asked if asked in {ALL, *LANGUAGES} else spoken()


def _where(request: Request, entry: Entry | None) -> Place | None:
    """Return the place of who would ask: a country or region of the address, else one where the entry works."""
    asked = request.query_params.get("country") or (_home(entry) if entry else None) or NOWHERE
    country, _, region = asked.partition("-")
    try:
        return Place(country, asked if region else None) if country else None
    except BadPlaceError:
        raise HTTPException(404) from None


def _home(entry: Entry) -> str | None:
    """Return the entry's first country, or a region of it where it does not work everywhere."""
    places, country = stored_places(entry.of["coverage"]), entry.country
    regions = sorted(code for code in places.regions if code.startswith(f"{country}-"))
    return regions[0] if regions and country not in places.whole else country


def _places(entry: Entry | None, where: Place | None) -> dict[str, str]:
    """Return the places to choose from, by code."""
    places = stored_places(entry.of["coverage"] if entry else ())
    countries = {*(entry.countries if entry else ()), *([where.country] if where else ())}
    regions = {*places.regions, *([where.region] if where and where.region else ())}
    found = {code: country_name(code) for code in countries}
    found |= {code: f"{region_name(code, spoken())} ({country_name(code.partition('-')[0])})" for code in regions}
    return dict(sorted(found.items(), key=lambda one: one[1]))


PAGES: Final = (Page("/services/{service_id}/preview", preview, May.READ),)
