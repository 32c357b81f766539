"""One text and its translation, side by side: the form with which a translation is proposed."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Action, Edit, NothingChangesError, ReviewError, facts_of_edits, may_propose, propose
from directory.staff.context import desk, field_of, signed_in
from directory.staff.error_messages import sentence_of
from directory.staff.pages.translate import TARGETS, language_of, named_text
from directory.staff.permissions import May, is_allowed
from directory.staff.proposals.word_diff import compared
from directory.staff.redaction_guard import guard_of
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to
from directory.staff.scope_filter import whose
from directory.staff.translations.lookup import Known, NoTextError, before, find, is_among, waiting


def text(request: Request) -> Response:
    """Show one text and a form for its translation."""
    with desk(request).engine.connect() as connection, connection.begin():
        known = _known(request, connection)
        return _form(request, connection, known, known.target or "")


def translate(request: Request) -> Response:
    """Propose a translation; one that is behind and still right is proposed as it stands."""
    with desk(request).engine.connect() as connection:
        with connection.begin():
            known = _known(request, connection)
        back = f"/translate?language={language_of(request)}"
        try:
            _propose(request, connection, _edit(request, known))
        except NothingChangesError:
            return goes_to(f"{back}&told=nothing")
        except ReviewError as refused:
            with connection.begin():
                return _form(request, connection, known, field_of(request, "text"), wrong=sentence_of(refused))
    return goes_to(f"{back}&told=proposed")


def _propose(request: Request, connection: Connection, edit: Edit) -> None:
    person, guard = signed_in(request), guard_of(request)
    with connection.begin():
        if not may_propose(person, facts_of_edits(connection, [edit])):
            raise HTTPException(403)
    propose(connection, person.account_id, [edit], "", is_protected=guard, now=datetime.now(UTC))


def _known(request: Request, connection: Connection) -> Known:
    """Return the text of the address.

    Raises:
        HTTPException: 404 for one that isn't there, 403 for one of others' entries.
    """
    language = language_of(request)
    if language is None:
        raise HTTPException(404)
    try:
        known = find(connection, language, request.path_params["entity"], request.path_params["field"])
    except NoTextError:
        raise HTTPException(404) from None
    if not is_among(connection, known.place, whose(signed_in(request)).services()):
        raise HTTPException(403)
    return known


def _edit(request: Request, known: Known) -> Edit:
    action = Action.CREATE if known.target is None else Action.UPDATE
    key = (known.place.entity_id, known.place.field, str(language_of(request)))
    reviewed = _is_reviewed(request, known)
    return Edit(action, "translation", key, {"text": field_of(request, "text"), "reviewed": reviewed})


def _is_reviewed(request: Request, known: Known) -> bool:
    """Tell whether somebody who speaks the language has read it: only who may decide says so anew."""
    if is_allowed(signed_in(request), May.DECIDE):
        return field_of(request, "reviewed") == "yes"
    return known.is_reviewed and not known.is_stale and field_of(request, "text") == known.target


def _form(request: Request, connection: Connection, known: Known, typed: str, wrong: str | None = None) -> Response:
    language = str(language_of(request))
    was = before(connection, known.place) if known.is_stale else None
    shown = {
        "named": named_text,
        "was": compared(was, known.source) if was else None,
        "waits": waiting(connection, language, known.place),
    }
    return render(
        request,
        "translate_text.html",
        status=422 if wrong else 200,
        known=known,
        language=TARGETS[language],
        typed=typed,
        wrong=wrong,
        **shown,
    )


PAGES: Final = (
    Page("/translate/{language}/{entity}/{field}", text, May.PROPOSE),
    Page("/translate/{language}/{entity}/{field}", translate, May.PROPOSE, method="POST"),
)
