"""Translate the texts of entries: the queue of stale and missing translations, and the form for one text."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import (
    Action,
    Edit,
    ModerationError,
    NoChangesError,
    may_propose,
    scope_of_edits,
    submit_proposal,
)
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import current_user, form_field, get_context, protection_check, transaction
from directory.staff.error_messages import message_for
from directory.staff.labels import field_label, table_label
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.proposals.field_diff import diff_words
from directory.staff.proposals.held import flash_after_proposal
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to
from directory.staff.scope_filter import scope_filter
from directory.staff.translations.fields import TextKey
from directory.staff.translations.queue import (
    TextNotFoundError,
    TranslatedText,
    count_stale,
    find_text,
    is_in_scope,
    previous_source,
    stale_texts,
    untranslated_entries,
    untranslated_texts,
    waiting_proposal,
)
from directory.statistics.queries import recent_referrals
from locales.registry import LANGUAGES, SOURCE

BEHIND, MISSING = "behind", "missing"
_TEXTS_PER_PAGE: Final = 20
_ENTRIES_PER_PAGE: Final = 5
TARGETS: Final = {code: language for code, language in LANGUAGES.items() if code != SOURCE}


def show_queue(request: Request) -> Response:
    """Show the texts to translate into a language, or the choice of a language."""
    language = _target_language(request)
    if language is None:
        return render(request, "translate.html", language=None, targets=TARGETS)
    condition = scope_filter(current_user(request)).service_condition()
    with transaction(request) as connection:
        number = count_stale(connection, language, condition)
        what = request.query_params.get("what") or (BEHIND if number else MISSING)
        listed = _stale_texts if what == BEHIND else _missing_texts
        texts, has_next = listed(request, connection, language)
    values = {
        "text_label": _text_label,
        "texts": texts,
        "what": what,
        "number": number,
        "pager": pager(request, has_next=has_next),
    }
    return render(request, "translate.html", language=language, targets=TARGETS, **values)


def _target_language(request: Request) -> str | None:
    """Return the language to translate into: that of the URL, else the user's own."""
    requested = request.path_params.get("language") or request.query_params.get("language")
    code = requested or current_user(request).language
    return code if code in TARGETS else None


def _text_label(place: TextKey) -> str:
    """Return the label of a text, with its table if it is not a service."""
    field = field_label(place.table, place.field)
    return field if place.table == "service" else f"{table_label(place.table)} · {field}"


def _stale_texts(request: Request, connection: Connection, language: str) -> tuple[Any, bool]:
    condition, offset = scope_filter(current_user(request)).service_condition(), page_offset(request, _TEXTS_PER_PAGE)
    return split_page(
        stale_texts(connection, language, condition, offset=offset, limit=_TEXTS_PER_PAGE + 1), _TEXTS_PER_PAGE
    )


def _missing_texts(request: Request, connection: Connection, language: str) -> tuple[Any, bool]:
    condition, referrals = scope_filter(current_user(request)).service_condition(), recent_referrals(connection)
    offset = page_offset(request, _ENTRIES_PER_PAGE)
    rows = untranslated_entries(connection, language, condition, referrals, offset=offset, limit=_ENTRIES_PER_PAGE + 1)
    entries, has_next = split_page(rows, _ENTRIES_PER_PAGE)
    return untranslated_texts(connection, language, entries), has_next


def show_text(request: Request) -> Response:
    """Show one text with the form for its translation."""
    with transaction(request) as connection:
        known = _find_text(request, connection)
        return _render_text(request, connection, known, known.target or "")


def submit_translation(request: Request) -> Response:
    """Propose a translation; a stale one that is still right may be proposed unchanged."""
    with get_context(request).engine.connect() as connection:
        with connection.begin():
            known = _find_text(request, connection)
        back = f"/translate?language={_target_language(request)}"
        try:
            number = _propose(request, connection, _edit(request, known))
        except NoChangesError:
            return redirect_to(f"{back}&told=nothing")
        except ModerationError as exc:
            with connection.begin():
                return _render_text(request, connection, known, form_field(request, "text"), error=message_for(exc))
    return redirect_to(f"{back}&told={flash_after_proposal(request, number)}")


def _propose(request: Request, connection: Connection, edit: Edit) -> int:
    """Submit a proposal and return its number."""
    user, is_protected = current_user(request), protection_check(request)
    with connection.begin():
        if not may_propose(user, scope_of_edits(connection, [edit])):
            raise HTTPException(403)
    return submit_proposal(connection, user.account_id, [edit], "", is_protected=is_protected, now=datetime.now(UTC))


def _find_text(request: Request, connection: Connection) -> TranslatedText:
    """Return the text that the URL names.

    Raises:
        HTTPException: 404 if there is none, 403 if it is outside the user's scope.
    """
    language = _target_language(request)
    if language is None:
        raise HTTPException(404)
    try:
        known = find_text(connection, language, request.path_params["entity"], request.path_params["field"])
    except TextNotFoundError:
        raise HTTPException(404) from None
    if not is_in_scope(connection, known.place, scope_filter(current_user(request)).service_condition()):
        raise HTTPException(403)
    return known


def _edit(request: Request, known: TranslatedText) -> Edit:
    action = Action.CREATE if known.target is None else Action.UPDATE
    key = (known.place.entity_id, known.place.field, str(_target_language(request)))
    reviewed = _is_reviewed(request, known)
    return Edit(action, "translation", key, {"text": form_field(request, "text"), "reviewed": reviewed})


def _is_reviewed(request: Request, known: TranslatedText) -> bool:
    """Return whether the translation counts as reviewed; only reviewers can set it."""
    if is_allowed(current_user(request), Permission.DECIDE):
        return form_field(request, "reviewed") == "yes"
    return known.is_reviewed and not known.is_stale and form_field(request, "text") == known.target


def _render_text(
    request: Request, connection: Connection, known: TranslatedText, typed: str, error: str | None = None
) -> Response:
    language = str(_target_language(request))
    was = previous_source(connection, known.place) if known.is_stale else None
    values = {
        "text_label": _text_label,
        "was": diff_words(was, known.source) if was else None,
        "waits": waiting_proposal(connection, language, known.place, current_user(request).account_id),
    }
    return render(
        request,
        "translate_text.html",
        status=422 if error else 200,
        known=known,
        language=TARGETS[language],
        typed=typed,
        error=error,
        **values,
    )


PAGES: Final = (
    Page("/translate", show_queue, Permission.PROPOSE),
    Page("/translate/{language}/{entity}/{field}", show_text, Permission.PROPOSE),
    Page("/translate/{language}/{entity}/{field}", submit_translation, Permission.PROPOSE, method="POST"),
)
