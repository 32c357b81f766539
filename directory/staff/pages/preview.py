"""Preview an entry's text on Telegram and SMS in each language, optionally with a waiting proposal applied."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import ModerationError, UnknownProposalError
from directory.search import InvalidPlaceError, Place, ServiceResult
from directory.staff import labels
from directory.staff.auth.roles import Permission
from directory.staff.context import EntryText, current_user, get_context, transaction
from directory.staff.error_messages import message_for
from directory.staff.i18n import country_name, current_language
from directory.staff.proposals.detail import open_proposal, parse_number
from directory.staff.proposals.held import HeldProposal, authorize_held_read, personal_guard
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.coverage_form import coverage_choice, region_name
from directory.staff.service_entry.dry_run import describe_with_proposal
from directory.staff.service_entry.loader import Entry, load_entry
from locales.registry import LANGUAGES

ALL_LANGUAGES: Final = "all"
UNKNOWN_PLACE: Final = "-"
"""The query value for a place that the bot does not know."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The texts of an entry in one language."""

    language: str
    texts: tuple[EntryText, ...]


def show_preview(request: Request) -> Response:
    """Show the preview."""
    key, change = request.path_params["service_id"], _proposal_number(request)
    with transaction(request) as connection:
        entry = load_entry(connection, key)
        held = None if change is None else _readable_held(request, connection, change)
    if held:
        authorize_held_read(request, held)
    if entry is None and change is None:
        raise HTTPException(404)
    language, place = _chosen_language(request), _chosen_place(request, entry)
    languages, error = list(LANGUAGES) if language == ALL_LANGUAGES else [language], ""
    services: dict[str, ServiceResult] = {}
    try:
        engine, stale_after = get_context(request).engine, get_context(request).stale_after
        services = describe_with_proposal(engine, key, change, place, languages, stale_after=stale_after)
    except ModerationError as exc:
        error = message_for(exc)
    if not services and not error:
        raise HTTPException(404)
    return render(
        request,
        "entry/preview.html",
        status=409 if error else 200,
        key=key,
        name=entry.service["name"] if entry else next((service.name for service in services.values()), ""),
        is_there=entry is not None,
        change=change,
        error=error,
        language=language,
        place=(place.region or place.country) if place else UNKNOWN_PLACE,
        places=_place_choices(entry, place),
        readings=[
            _Reading(code, get_context(request).render_entry_text(service, place, code))
            for code, service in services.items()
        ],
        labels=labels,
    )


def _proposal_number(request: Request) -> int | None:
    value = request.query_params.get("change")
    if value is None:
        return None
    number = parse_number(value)
    if number is None:
        raise HTTPException(404)
    return number


def _readable_held(request: Request, connection: Connection, change: int) -> HeldProposal | None:
    """Return what a proposal would make public, None if it is not held.

    Raise HTTPException 404 if there is no such proposal, 403 if the user may not read it.
    """
    try:
        guard = personal_guard(request, connection)
        detail = open_proposal(connection, change, current_user(request), guard)
    except UnknownProposalError:
        raise HTTPException(404) from None
    if not detail.may_read:
        raise HTTPException(403)
    return detail.held


def _chosen_language(request: Request) -> str:
    value = request.query_params.get("language", "")
    return value if value in {ALL_LANGUAGES, *LANGUAGES} else current_language()


def _chosen_place(request: Request, entry: Entry | None) -> Place | None:
    """Return the place to preview for: that of the query, else one where the entry works."""
    value = request.query_params.get("country") or (_default_place(entry) if entry else None) or UNKNOWN_PLACE
    country, _, region = value.partition("-")
    try:
        return Place(country, value if region else None) if country else None
    except InvalidPlaceError:
        raise HTTPException(404) from None


def _default_place(entry: Entry) -> str | None:
    """Return the entry's first country, or a region of it if the entry does not serve the whole country."""
    places, country = coverage_choice(entry.of["coverage"]), entry.country
    regions = sorted(code for code in places.regions if code.startswith(f"{country}-"))
    return regions[0] if regions and country not in places.whole else country


def _place_choices(entry: Entry | None, place: Place | None) -> dict[str, str]:
    """Return the names of the places to choose from, by code."""
    places = coverage_choice(entry.of["coverage"] if entry else ())
    countries = {*(entry.countries if entry else ()), *([place.country] if place else ())}
    regions = {*places.regions, *([place.region] if place and place.region else ())}
    names = {code: country_name(code) for code in countries}
    names |= {
        code: f"{region_name(code, current_language())} ({country_name(code.partition('-')[0])})" for code in regions
    }
    return dict(sorted(names.items(), key=lambda item: item[1]))


PAGES: Final = (Page("/services/{service_id}/preview", show_preview, Permission.READ),)
