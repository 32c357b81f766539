"""The bot's words in each language: a translator takes a catalogue away and hands one over, engineers take it in."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.db.engine import locked
from directory.staff.auth.roles import Role
from directory.staff.context import desk, field_of, signed_in
from directory.staff.i18n import N_, gettext
from directory.staff.pages.files import file_of
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to
from directory.staff.uploads import catalogues, store
from directory.staff.uploads.errors import NoFileError
from directory.staff.uploads.file_types import Kind
from directory.staff.uploads.store import Kept, State
from locales.po import UnknownLanguageError
from locales.registry import LANGUAGES
from locales.submission import download, judge

_ROWS: Final = 25
_CHOOSE: Final = N_("Choose a language and a file first.")


def catalogue(request: Request) -> Response:
    """Show what there is of each language, and the form for a catalogue."""
    return _shown(request)


def take(request: Request) -> Response:
    """Hand over a language's catalogue as it is."""
    try:
        return _po(request.path_params["code"], download(request.path_params["code"]))
    except UnknownLanguageError:
        raise HTTPException(404) from None


def offer(request: Request) -> Response:
    """Judge a catalogue, and keep it until its translator has looked at what was found."""
    code = field_of(request, "code")
    try:
        _, content = file_of(request)
        judged = judge(code, content)
    except (NoFileError, UnknownLanguageError):
        return _shown(request, gettext(_CHOOSE), code=code, status=422)
    if judged.unreadable:
        return _shown(request, unreadable=judged.unreadable, code=code, status=422)
    with desk(request).engine.connect() as connection, locked(connection):
        upload_id = catalogues.keep(connection, signed_in(request).account_id, code, judged, _now())
    return goes_to(f"/catalogue/offered/{upload_id}")


def offered(request: Request) -> Response:
    """Show what is wrong with a catalogue, and what it changes."""
    with desk(request).engine.connect() as connection:
        kept = _found(connection, request)
    found = catalogues.offered(kept)
    begin = offset_of(request, _ROWS)
    changes, has_later = fitting(found.changes[begin : begin + _ROWS + 1], _ROWS)
    around = leaf(request, has_later=has_later)
    waits = kept.state is State.WAITING
    return render(request, "catalogue_offered.html", kept=kept, found=found, changes=changes, leaf=around, waits=waits)


def hand_over(request: Request) -> Response:
    """Let a catalogue wait for the engineers."""
    with desk(request).engine.connect() as connection, locked(connection):
        kept = _found(connection, request)
        if kept.account_id != signed_in(request).account_id:
            raise HTTPException(403)
        if not catalogues.hand_over(connection, kept, _now()):
            raise HTTPException(409)
    return goes_to("/catalogue?told=handed_over")


def waiting(request: Request) -> Response:
    """Show the catalogues that wait for the engineers."""
    with desk(request).engine.connect() as connection:
        found = store.listed(connection, (Kind.CATALOGUE,), _now(), State.WAITING)
    return render(request, "catalogue_waiting.html", waiting=[(catalogues.code_of(kept), kept) for kept in found])


def take_waiting(request: Request) -> Response:
    """Hand over a catalogue that waits."""
    with desk(request).engine.connect() as connection:
        kept = _found(connection, request)
        content = store.content_of(connection, kept.id, _now())
    if kept.state is not State.WAITING or content is None:
        raise HTTPException(404)
    return _po(catalogues.code_of(kept), content)


def discard(request: Request) -> Response:
    """Remove a catalogue that was taken in, or is not wanted."""
    with desk(request).engine.connect() as connection, locked(connection):
        store.discard(connection, _found(connection, request).id)
    return goes_to("/catalogue/waiting?told=removed")


def _found(connection: Connection, request: Request) -> Kept:
    """Return a catalogue that whoever asks has uploaded; an administrator sees those of all."""
    kept, person = store.find(connection, request.path_params["id"], _now()), signed_in(request)
    if kept is None or kept.kind is not Kind.CATALOGUE:
        raise HTTPException(404)
    if kept.account_id != person.account_id and person.role is not Role.ADMINISTRATOR:
        raise HTTPException(403)
    return kept


def _shown(
    request: Request, wrong: str | None = None, *, unreadable: str | None = None, code: str = "", status: int = 200
) -> Response:
    said = {"wrong": wrong, "unreadable": unreadable, "code": code}
    return render(request, "catalogue.html", status=status, statuses=catalogues.statuses(), names=LANGUAGES, **said)


def _po(code: str, content: bytes) -> Response:
    named = {"Content-Disposition": f'attachment; filename="waylight-{code}.po"'}
    return Response(content, media_type="application/octet-stream", headers=named)


def _now() -> datetime:
    return datetime.now(UTC)


PAGES: Final = (
    Page("/catalogue", catalogue, May.READ),
    Page("/catalogue", offer, May.PROPOSE, method="POST", takes_files=True),
    Page("/catalogue/{code}.po", take, May.READ),
    Page("/catalogue/offered/{id}", offered, May.PROPOSE),
    Page("/catalogue/offered/{id}/hand-over", hand_over, May.PROPOSE, method="POST"),
    Page("/catalogue/waiting", waiting, May.ADMINISTER),
    Page("/catalogue/waiting/{id}.po", take_waiting, May.ADMINISTER),
    Page("/catalogue/waiting/{id}/discard", discard, May.ADMINISTER, method="POST"),
)
