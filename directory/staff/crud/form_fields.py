"""The form field of each column, from its HSDS definition."""

from collections.abc import Iterable
from typing import Any, Final

import pycountry
from wtforms import Field, FloatField, Form, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from directory.moderation import BadEditError, EditProblem
from directory.moderation.edits import EDITABLE_FIELDS, MAY_BE_EMPTY
from directory.staff.error_messages import message_for
from directory.staff.i18n import country_name, gettext
from directory.staff.labels import choice_label

_LONG_TEXTS: Final = frozenset(
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
_PHONE_TYPES: Final = ("voice", "sms", "chat", "fax")
"""The phone types that `directory.domain.phone_reach` knows."""
_MAX_LENGTH: Final = 5_000
_TEXT_ATTRIBUTES: Final = {"maxlength": _MAX_LENGTH, "dir": "auto"}
_ATTRIBUTES_BY_KIND: Final = {
    "date": {"type": "date"},
    "uri": {"maxlength": _MAX_LENGTH, "type": "url", "dir": "ltr"},
    "email": {"maxlength": _MAX_LENGTH, "type": "email", "dir": "ltr"},
}
"""Inputs for which phones show a special keyboard."""
_WTFORMS_MESSAGES: Final = {
    "This field is required.": EditProblem.MISSING,
    "Not a valid float value.": EditProblem.NUMBER,
    "Not a valid integer value.": EditProblem.INTEGER,
}


class _FieldMessages:
    """Translates WTForms' error messages into ours."""

    def __init__(self, table: str, field: str) -> None:
        self._table, self._field = table, field

    def gettext(self, technical: str) -> str:
        return message_for(BadEditError(self._table, self._field, _WTFORMS_MESSAGES.get(technical, EditProblem.TEXT)))

    def ngettext(self, technical: str, _: str, __: int) -> str:
        return self.gettext(technical)


def form_class_for(table: str) -> type[Form]:
    """Return the base class of the forms of a table."""

    class Meta:
        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:
            return unbound_field.bind(form=form, **options | {"translations": _FieldMessages(table, options["name"])})

    return type("RecordForm", (Form,), {"Meta": Meta})


class _RequiredByStandard(Field):
    """A field that is required if proposals require it; sqladmin would go by the database column instead."""

    def __init__(self, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"validators": [InputRequired() if required else Optional()]})


class _TextField(_RequiredByStandard, StringField):
    pass


class _LongTextField(_RequiredByStandard, TextAreaField):
    pass


class _NumberField(_RequiredByStandard, FloatField):
    pass


class _IntegerField(_RequiredByStandard, IntegerField):
    pass


class _ChoiceField(SelectField):
    """A select with labels in the language of the request; the stored value can always be kept."""

    def __init__(self, *args: Any, codes: Iterable[str] = (), required: bool = False, **kwargs: Any) -> None:
        # The proposal validates the value, with a translated message.
        super().__init__(*args, **kwargs | {"validators": (), "validate_choice": False})
        self._codes = tuple(codes) if required else ("", *codes)

    def iter_choices(self) -> Any:
        """Yield (value, label, selected, attributes) for WTForms; no label twice."""
        known, chosen = {self.named(code): code for code in self._codes}, self.data or ""
        if chosen or self.named(chosen) in known:
            known[self.named(chosen)] = chosen
        for name, code in known.items():
            yield code, name, code == chosen, {}

    def named(self, code: str) -> str:
        """Return the label of a choice."""
        return choice_label(code) if code else gettext("not known")


class _CountryField(_ChoiceField):
    def named(self, code: str) -> str:
        return country_name(code) if code else super().named(code)


class _PhoneTypeField(_ChoiceField):
    """The type of a phone; without one it is for calls."""

    def named(self, code: str) -> str:
        return super().named(code or "voice")


def fields_for(table: str, columns: Iterable[str]) -> tuple[dict[str, type[Field]], dict[str, dict[str, Any]]]:
    """Return the field class of each column of a form, and its options."""
    classes: dict[str, type[Field]] = {}
    options_by_column: dict[str, dict[str, Any]] = {}
    for column in columns:
        spec = EDITABLE_FIELDS[table][column]
        classes[column], options = _field(table, column, spec.kind, spec.choices)
        options_by_column[column] = {"required": spec.required and (table, column) not in MAY_BE_EMPTY} | options
    return classes, options_by_column


def _field(table: str, column: str, kind: str, choices: tuple[str, ...]) -> tuple[type[Field], dict[str, Any]]:
    if (table, column) == ("phone", "type"):
        return _PhoneTypeField, {"codes": _PHONE_TYPES, "required": True, "default": "voice"}
    if kind == "choice":
        return _ChoiceField, {"codes": choices}
    if kind == "country":
        return _CountryField, {"codes": sorted(country.alpha_2 for country in pycountry.countries)}
    if kind in {"number", "degrees", "latitude"}:
        return _NumberField, {}
    if kind == "integer":
        return _IntegerField, {}
    options = {"render_kw": _ATTRIBUTES_BY_KIND.get(kind, _TEXT_ATTRIBUTES), "filters": [_strip]}
    return _LongTextField if column in _LONG_TEXTS else _TextField, options


def _strip(text: str | None) -> str | None:
    return text.strip() if text else text
