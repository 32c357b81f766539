"""What an entry helps with, in which languages, for whom, and whom it answers to."""

from dataclasses import dataclass
from typing import Any, Final

import pycountry
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Action, Edit
from directory.search import Audience, Need
from directory.staff.context import field_of
from directory.staff.crud.filters import NEEDS
from directory.staff.i18n import N_, country_name, gettext, language_name, locale
from directory.staff.labels import label, table_label
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry import labels
from directory.staff.service_entry.access import entry_to_change, put_forward, texts_of
from directory.staff.service_entry.audience_form import Stored, Whom, edits_of_whom
from directory.staff.service_entry.loader import Entry
from locales.registry import LANGUAGES

_NOTHING: Final = N_("Choose at least one thing that it helps with.")
_REPORTS: Final = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the form says: `conduct` are columns of its table."""

    whom: Whom
    conduct: dict[str, bool | None]


def show(request: Request) -> Response:
    """Show what stands there."""
    entry = entry_to_change(request)
    conduct = entry.one("conduct") or {}
    names = (*labels.CONDUCT, "mandatory_reporting")
    return _form(request, entry, _Chosen(_stored(entry).whom(), {name: conduct.get(name) for name in names}))


def save(request: Request) -> Response:
    """Propose what was ticked; or add a language or a nationality, and show the form again."""
    entry, chosen = entry_to_change(request), _posted(request)
    if field_of(request, "do") == "add":
        return _form(request, entry, chosen)
    if not chosen.whom.needs:
        return _form(request, entry, chosen, gettext(_NOTHING))
    edits = [*edits_of_whom(entry.id, _stored(entry), chosen.whom), _conduct(entry, chosen)]
    done = put_forward(request, entry, edits)
    return _form(request, entry, chosen, done) if isinstance(done, str) else done


def _conduct(entry: Entry, chosen: _Chosen) -> Edit:
    """Return the edit of whom it answers to; one that changes nothing is left out of the proposal."""
    action = Action.UPDATE if entry.one("conduct") else Action.CREATE
    return Edit(action, "conduct", (entry.id,), chosen.conduct)


def _stored(entry: Entry) -> Stored:
    of = entry.of
    return Stored(entry.needs, of["language"], of["audience"], of["nationality"])


def _posted(request: Request) -> _Chosen:
    """Return what was ticked, as far as there is such a choice."""
    languages = {one for one in texts_of(request, "language") if one in LANGUAGES or _is_language(one)}
    whom = Whom(
        frozenset(texts_of(request, "need")) & {one.value for one in Need},
        frozenset(languages),
        frozenset(texts_of(request, "audience")) & {one.value for one in Audience},
        frozenset(texts_of(request, "nationality")) & {one.alpha_2 for one in pycountry.countries},
    )
    conduct: dict[str, bool | None] = {name: field_of(request, name) == "yes" for name in labels.CONDUCT}
    return _Chosen(whom, conduct | {"mandatory_reporting": _REPORTS.get(field_of(request, "mandatory_reporting"))})


def _is_language(code: str) -> bool:
    """Tell whether a code may be one; whether it is, the proposal judges."""
    return len(code) <= len("xxx-Xxxx-XX") and all(part.isascii() and part.isalnum() for part in code.split("-"))


def _form(request: Request, entry: Entry, chosen: _Chosen, wrong: str = "") -> Response:
    languages = [*LANGUAGES, *sorted(chosen.whom.languages - set(LANGUAGES))]
    return render(
        request,
        "entry/whom.html",
        status=422 if wrong else 200,
        entry=entry,
        whom=chosen.whom,
        conduct=chosen.conduct,
        needs={need.value: gettext(name) for need, name in NEEDS.items()},
        languages_there={code: language_name(code) for code in languages},
        more_languages=_more_languages(set(languages)),
        audiences=labels.audiences(),
        more_countries=_more_countries(chosen.whom.nationalities),
        flags=labels.CONDUCT,
        label=label,
        table_label=table_label,
        wrong=wrong,
    )


def _more_languages(known: set[str]) -> list[tuple[str, str]]:
    """Return (name, code) of the languages that CLDR names, without regions and scripts."""
    named: dict[str, Any] = dict(locale().languages)
    spoken = {one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2")}
    spoken |= {one.alpha_3 for one in pycountry.languages if not hasattr(one, "alpha_2")}
    return sorted((str(name), code) for code, name in named.items() if code in spoken and code not in known)


def _more_countries(known: frozenset[str]) -> list[tuple[str, str]]:
    codes = {one.alpha_2 for one in pycountry.countries} - known
    return sorted((country_name(code), code) for code in codes)


PAGES: Final = (
    Page("/services/{service_id}/whom", show, May.PROPOSE),
    Page("/services/{service_id}/whom", save, May.PROPOSE, method="POST"),
)
