"""Which field of a form a column gets: from what the standard says of it."""

from collections.abc import Iterable
from typing import Any, Final

import pycountry
from wtforms import Field, FloatField, Form, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from directory.moderation import BadEditError, What
from directory.moderation.edits import ASKED, MAY_BE_EMPTY
from directory.staff.error_messages import sentence_of
from directory.staff.i18n import country_name, gettext
from directory.staff.labels import choice

_LONG: Final = frozenset(
    {
        "description",
        "eligibility_description",
        "application_process",
        "fees_description",
        "interpretation_services",
        "transportation",
        "alert",
        "details",
        "accreditations",
        "licenses",
    }
)
_PHONES: Final = ("voice", "sms", "chat", "fax")
"""What a phone is for: the names that `directory.domain.phone_reach` knows."""
_LONGEST: Final = 5_000
_OPEN: Final = {"maxlength": _LONGEST, "dir": "auto"}
_TYPED: Final = {
    "date": {"type": "date"},
    "uri": {"maxlength": _LONGEST, "type": "url", "dir": "ltr"},
    "email": {"maxlength": _LONGEST, "type": "email", "dir": "ltr"},
}
"""Inputs for which phones have a keyboard of their own."""
_MEANT: Final = {
    "This field is required.": What.MISSING,
    "Not a valid float value.": What.NUMBER,
    "Not a valid integer value.": What.INTEGER,
}


class _Sentences:
    """Says what WTForms finds wrong with a field in our words."""

    def __init__(self, table: str, field: str) -> None:
        self._table, self._field = table, field

    def gettext(self, technical: str) -> str:
        return sentence_of(BadEditError(self._table, self._field, _MEANT.get(technical, What.TEXT)))

    def ngettext(self, technical: str, _: str, __: int) -> str:
        return self.gettext(technical)


def form_class_of(table: str) -> type[Form]:
    """Return what the forms of a table are made from."""

    class Meta:
        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:
            return unbound_field.bind(form=form, **options | {"translations": _Sentences(table, options["name"])})

    return type("RecordForm", (Form,), {"Meta": Meta})


class _Judged(Field):
    """A field that has to be filled where the proposal wants it: sqladmin goes by the database's columns instead."""

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"validators": [InputRequired() if needed else Optional()]})


class _Text(_Judged, StringField):
    pass


class _LongText(_Judged, TextAreaField):
    pass


class _Number(_Judged, FloatField):
    pass


class _Whole(_Judged, IntegerField):
    pass


class _Choices(SelectField):
    """A select whose names are in the language of the request; what stands there already can always be kept."""

    def __init__(self, *args: Any, codes: Iterable[str] = (), needed: bool = False, **kwargs: Any) -> None:
        # The proposal judges the value, and says so in the reader's language.
        super().__init__(*args, **kwargs | {"validators": (), "validate_choice": False})
        self._codes = tuple(codes) if needed else ("", *codes)

    def iter_choices(self) -> Any:
        """Yield (value, name, is chosen, attributes of the option), as WTForms wants them; no name twice."""
        known, chosen = {self.named(code): code for code in self._codes}, self.data or ""
        if chosen or self.named(chosen) in known:
            known[self.named(chosen)] = chosen
        for name, code in known.items():
            yield code, name, code == chosen, {}

    def named(self, code: str) -> str:
        """Return what a choice is called."""
        return choice(code) if code else gettext("not known")


class _Countries(_Choices):
    def named(self, code: str) -> str:
        return country_name(code) if code else super().named(code)


class _Uses(_Choices):
    """What a number is for: one of which nothing is said is called."""

    def named(self, code: str) -> str:
        return super().named(code or "voice")


def fields_of(table: str, columns: Iterable[str]) -> tuple[dict[str, type[Field]], dict[str, dict[str, Any]]]:
    """Return the field of each column of a form, and what it is made with."""
    kinds: dict[str, type[Field]] = {}
    made_with: dict[str, dict[str, Any]] = {}
    for column in columns:
        asked = ASKED[table][column]
        kinds[column], options = _field(table, column, asked.kind, asked.choices)
        made_with[column] = {"needed": asked.needed and (table, column) not in MAY_BE_EMPTY} | options
    return kinds, made_with


def _field(table: str, column: str, kind: str, choices: tuple[str, ...]) -> tuple[type[Field], dict[str, Any]]:
    if (table, column) == ("phone", "type"):
        return _Uses, {"codes": _PHONES, "needed": True, "default": "voice"}
    if kind == "choice":
        return _Choices, {"codes": choices}
    if kind == "country":
        return _Countries, {"codes": sorted(one.alpha_2 for one in pycountry.countries)}
    if kind in {"number", "degrees", "latitude"}:
        return _Number, {}
    if kind == "integer":
        return _Whole, {}
    options = {"render_kw": _TYPED.get(kind, _OPEN), "filters": [_stripped]}
    return _LongText if column in _LONG else _Text, options


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else text
