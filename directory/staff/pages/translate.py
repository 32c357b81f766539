"""Translate: texts of entries side by side with their translations, those that are behind first."""

from typing import Any, Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.context import desk, signed_in
from directory.staff.labels import label, table_label
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.scope_filter import whose
from directory.staff.translations.fields import Place
from directory.staff.translations.queue import behind, count_behind, entries_without, texts_without
from directory.statistics.queries import sent_lately
from locales.registry import LANGUAGES, SOURCE

BEHIND, MISSING = "behind", "missing"
_TEXTS: Final = 20
_ENTRIES: Final = 5
TARGETS: Final = {code: language for code, language in LANGUAGES.items() if code != SOURCE}


def waiting_texts(request: Request) -> Response:
    """Show what waits for a translator of one language, or the choice of a language."""
    language = language_of(request)
    if language is None:
        return render(request, "translate.html", language=None, targets=TARGETS)
    theirs = whose(signed_in(request)).services()
    with desk(request).engine.connect() as connection, connection.begin():
        number = count_behind(connection, language, theirs)
        what = request.query_params.get("what") or (BEHIND if number else MISSING)
        listed = _behind if what == BEHIND else _missing
        texts, has_later = listed(request, connection, language)
    shown = {
        "named": named_text,
        "texts": texts,
        "what": what,
        "number": number,
        "leaf": leaf(request, has_later=has_later),
    }
    return render(request, "translate.html", language=language, targets=TARGETS, **shown)


def language_of(request: Request) -> str | None:
    """Return the language to translate into: that of the address, else the person's own."""
    asked = request.path_params.get("language") or request.query_params.get("language")
    code = asked or signed_in(request).language
    return code if code in TARGETS else None


def named_text(place: Place) -> str:
    """Return what a text is called; whose it is where it is not the entry's own."""
    field = label(place.table, place.field)
    return field if place.table == "service" else f"{table_label(place.table)} · {field}"


def _behind(request: Request, connection: Connection, language: str) -> tuple[Any, bool]:
    theirs, offset = whose(signed_in(request)).services(), offset_of(request, _TEXTS)
    return fitting(behind(connection, language, theirs, offset=offset, limit=_TEXTS + 1), _TEXTS)


def _missing(request: Request, connection: Connection, language: str) -> tuple[Any, bool]:
    theirs, sent = whose(signed_in(request)).services(), sent_lately(connection)
    offset = offset_of(request, _ENTRIES)
    found = entries_without(connection, language, theirs, sent, offset=offset, limit=_ENTRIES + 1)
    entries, has_later = fitting(found, _ENTRIES)
    return texts_without(connection, language, entries), has_later


PAGES: Final = (Page("/translate", waiting_texts, May.PROPOSE),)
