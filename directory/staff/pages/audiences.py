"""Edit the needs, languages, audiences and nationalities of an entry, and whom it answers to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import pycountry
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation.edits import Action, Edit, Value, new_id
from directory.search import Audience, Need
from directory.staff import labels
from directory.staff.auth.roles import Permission
from directory.staff.context import form_field
from directory.staff.crud.filters import NEED_LABELS
from directory.staff.i18n import N_, country_name, gettext, language_name, locale
from directory.staff.labels import field_label, table_label
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import form_values, get_editable_entry, propose_edits
from directory.staff.service_entry.loader import Entry
from directory.taxonomy import need_attribute
from locales.registry import LANGUAGES

Row = Mapping[str, Any]
_NEED_REQUIRED: Final = N_("Choose at least one thing that it helps with.")
_REPORTING_VALUES: Final = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class AudienceChoice:
    """Chosen codes of needs, languages (BCP 47), audiences (none: everybody) and nationalities (ISO 3166-1)."""

    needs: frozenset[str]
    languages: frozenset[str]
    audiences: frozenset[str]
    nationalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredAudience:
    """The stored rows."""

    needs: Sequence[Row]
    languages: Sequence[Row]
    audiences: Sequence[Row]
    nationalities: Sequence[Row]

    def to_choice(self) -> AudienceChoice:
        """Return the codes of the rows."""
        return AudienceChoice(
            frozenset(row["code"] for row in self.needs),
            frozenset(row["code"] for row in self.languages if row["code"]),
            frozenset(row["code"] for row in self.audiences),
            frozenset(row["country"] for row in self.nationalities),
        )


def audience_edits(service_id: str, stored: StoredAudience, wanted: AudienceChoice) -> list[Edit]:
    """Return the edits from the stored rows to the chosen codes."""
    return [
        *_need_edits(service_id, stored.needs, wanted.needs),
        *_language_edits(service_id, stored.languages, wanted.languages),
        *_code_edits("audience", service_id, {row["code"] for row in stored.audiences}, wanted.audiences),
        *_code_edits("nationality", service_id, {row["country"] for row in stored.nationalities}, wanted.nationalities),
    ]


def _need_edits(service_id: str, rows: Sequence[Row], wanted: frozenset[str]) -> Iterator[Edit]:
    for row in rows:
        if row["code"] not in wanted:
            yield Edit(Action.DELETE, "attribute", (row["id"],))
    for code in sorted(wanted - {row["code"] for row in rows}):
        values = cast("dict[str, Value]", need_attribute(service_id, code))
        yield Edit(Action.CREATE, "attribute", (str(values.pop("id")),), values)


def _language_edits(service_id: str, rows: Sequence[Row], wanted: frozenset[str]) -> Iterator[Edit]:
    for row in rows:
        # A language without a code can't be chosen here, so it can't be removed here.
        if row["code"] and row["code"] not in wanted:
            yield Edit(Action.DELETE, "language", (row["id"],))
    for code in sorted(wanted - {row["code"] for row in rows}):
        yield Edit(Action.CREATE, "language", (new_id(),), {"service_id": service_id, "code": code})


def _code_edits(table: str, service_id: str, stored: set[str], wanted: frozenset[str]) -> Iterator[Edit]:
    for code in sorted(stored - wanted):
        yield Edit(Action.DELETE, table, (service_id, code))
    for code in sorted(wanted - stored):
        yield Edit(Action.CREATE, table, (service_id, code))


@dataclass(frozen=True, slots=True)
class _FormValues:
    """The form's values; `conduct` are columns of the table `conduct`."""

    choice: AudienceChoice
    conduct: dict[str, bool | None]


def show_audience(request: Request) -> Response:
    """Show the form with the stored values."""
    entry = get_editable_entry(request)
    conduct = entry.single("conduct") or {}
    names = (*labels.CONDUCT_FLAGS, "mandatory_reporting")
    return _form(request, entry, _FormValues(_stored(entry).to_choice(), {name: conduct.get(name) for name in names}))


def save_audience(request: Request) -> Response:
    """Propose the chosen values; or add a language or nationality and show the form again."""
    entry, chosen = get_editable_entry(request), _parse_form(request)
    if form_field(request, "do") == "add":
        return _form(request, entry, chosen)
    if not chosen.choice.needs:
        return _form(request, entry, chosen, gettext(_NEED_REQUIRED))
    edits = [*audience_edits(entry.id, _stored(entry), chosen.choice), _conduct_edit(entry, chosen)]
    result = propose_edits(request, entry, edits)
    return _form(request, entry, chosen, result) if isinstance(result, str) else result


def _conduct_edit(entry: Entry, chosen: _FormValues) -> Edit:
    """Return the edit of the table `conduct`; the proposal leaves it out if it changes nothing."""
    action = Action.UPDATE if entry.single("conduct") else Action.CREATE
    return Edit(action, "conduct", (entry.id,), chosen.conduct)


def _stored(entry: Entry) -> StoredAudience:
    of = entry.of
    return StoredAudience(entry.needs, of["language"], of["audience"], of["nationality"])


def _parse_form(request: Request) -> _FormValues:
    """Return the posted choices, without unknown ones."""
    languages = {code for code in form_values(request, "language") if code in LANGUAGES or _is_language_shaped(code)}
    whom = AudienceChoice(
        frozenset(form_values(request, "need")) & {need.value for need in Need},
        frozenset(languages),
        frozenset(form_values(request, "audience")) & {audience.value for audience in Audience},
        frozenset(form_values(request, "nationality")) & {country.alpha_2 for country in pycountry.countries},
    )
    conduct: dict[str, bool | None] = {name: form_field(request, name) == "yes" for name in labels.CONDUCT_FLAGS}
    return _FormValues(
        whom, conduct | {"mandatory_reporting": _REPORTING_VALUES.get(form_field(request, "mandatory_reporting"))}
    )


def _is_language_shaped(code: str) -> bool:
    """Return whether a code has the shape of a language tag; the proposal validates it."""
    return len(code) <= len("xxx-Xxxx-XX") and all(part.isascii() and part.isalnum() for part in code.split("-"))


def _form(request: Request, entry: Entry, chosen: _FormValues, error: str = "") -> Response:
    languages = [*LANGUAGES, *sorted(chosen.choice.languages - set(LANGUAGES))]
    return render(
        request,
        "entry/audiences.html",
        status=422 if error else 200,
        entry=entry,
        whom=chosen.choice,
        conduct=chosen.conduct,
        needs={need.value: gettext(name) for need, name in NEED_LABELS.items()},
        languages_there={code: language_name(code) for code in languages},
        more_languages=_other_languages(set(languages)),
        audiences=labels.audience_labels(),
        more_countries=_other_countries(chosen.choice.nationalities),
        flags=labels.CONDUCT_FLAGS,
        label=field_label,
        table_label=table_label,
        error=error,
    )


def _other_languages(known: set[str]) -> list[tuple[str, str]]:
    """Return (name, code) of the other languages that CLDR names, without regions and scripts."""
    named: dict[str, Any] = dict(locale().languages)
    codes = {language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2")}
    codes |= {language.alpha_3 for language in pycountry.languages if not hasattr(language, "alpha_2")}
    return sorted((str(name), code) for code, name in named.items() if code in codes and code not in known)


def _other_countries(known: frozenset[str]) -> list[tuple[str, str]]:
    codes = {country.alpha_2 for country in pycountry.countries} - known
    return sorted((country_name(code), code) for code in codes)


PAGES: Final = (
    Page("/services/{service_id}/whom", show_audience, Permission.PROPOSE),
    Page("/services/{service_id}/whom", save_audience, Permission.PROPOSE, method="POST"),
)
