"""The forms of protected addresses and contacts: what was typed, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Final

import pycountry
from starlette.requests import Request

from directory.confidential import Circle
from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, POINT
from directory.staff.desk import field_of
from directory.staff.records.labels import label
from directory.staff.speaking import N_, gettext

FIELDS: Final = {"address": [one for one in ADDRESS_FIELDS if one not in POINT], "contact": [*CONTACT_FIELDS]}
"""The fields of each form; the point of an address is none of them, and stays as it was."""
NEEDED: Final = {"address": ("address_1", "country"), "contact": ()}
_LONGEST: Final = 500
_MISSING: Final = N_("%(field)s can't be empty.")
_LONG: Final = N_("%(field)s is too long.")
_NO_COUNTRY: Final = N_("%(field)s is no country that we know.")
_EMPTY: Final = N_("Write at least one thing.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into one of the forms, and what is wrong with it by field ("" for the form)."""

    kind: str = ""
    key: str = ""
    circle: Circle = Circle.STAFF
    location_id: str = ""
    values: dict[str, str] = field(default_factory=dict, repr=False)
    wrong: dict[str, str] = field(default_factory=dict)


def typed_in(request: Request) -> Typed:
    """Return what was posted."""
    kind = field_of(request, "kind")
    values = {name: field_of(request, name) for name in FIELDS.get(kind, ())}
    return Typed(kind, field_of(request, "id"), circle_in(request), field_of(request, "location_id"), values)


def circle_in(request: Request) -> Circle:
    """Return the circle that was chosen; the smaller one where none was."""
    return Circle.PARTNER if field_of(request, "circle") == Circle.PARTNER else Circle.STAFF


def wrong_with(typed: Typed) -> dict[str, str]:
    """Return a sentence for each field that can't be kept as it is; none quotes it."""
    said = typed.values
    if not any(said.values()):
        return {"": gettext(_EMPTY)}
    wrong = {name: _MISSING for name in NEEDED[typed.kind] if not said[name]}
    wrong |= {name: _LONG for name, value in said.items() if len(value) > _LONGEST}
    country = said.get("country")
    if country and not any(one.alpha_2 == country for one in pycountry.countries):
        wrong["country"] = _NO_COUNTRY
    return {name: gettext(sentence) % {"field": name_of(typed.kind, name)} for name, sentence in wrong.items()}


def name_of(kind: str, name: str) -> str:
    """Return what a field is called."""
    return label("phone" if name == "number" else kind, name)
