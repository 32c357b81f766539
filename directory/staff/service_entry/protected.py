"""The forms of protected addresses and contacts: what was typed, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import pycountry
from sqlalchemy import Connection
from starlette.requests import Request

from directory.confidential import Circle, Confidential, ProtectedAddress, ProtectedContact, UnknownLinkError
from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, POINT
from directory.confidential.entries import Entry as Kept
from directory.confidential.owners import location_of, make_locations
from directory.db.engine import locked
from directory.staff.auth.audit_log import Act, Shown, note_act, note_read
from directory.staff.auth.roles import Person, Role
from directory.staff.context import desk, field_of, signed_in
from directory.staff.i18n import N_, gettext
from directory.staff.labels import label
from directory.staff.permissions import May, is_allowed
from directory.staff.service_entry.loader import Entry

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


@dataclass(frozen=True, slots=True)
class Protected:
    """What is protected of one entry, as far as one circle reads it."""

    addresses: tuple[ProtectedAddress, ...]
    contacts: tuple[ProtectedContact, ...]

    def one(self, key: str) -> Kept | None:
        """Return what has this id."""
        kept: tuple[Kept, ...] = (*self.addresses, *self.contacts)
        return next((one for one in kept if one.id == key), None)


def may_read(person: Person, entry: Entry) -> bool:
    """Tell whether somebody with a circle may read it: an editor of their own, a reviewer in their countries."""
    if person.circle is None:
        return False
    if person.role is Role.EDITOR:
        return bool(person.organization_id == entry.service["organization_id"])
    return (
        person.role is Role.ADMINISTRATOR or not person.countries or bool(set(person.countries) & set(entry.countries))
    )


def may_write(person: Person) -> bool:
    """Tell whether somebody may change it: administrators who read all of it."""
    return is_allowed(person, May.ADMINISTER) and person.circle is Circle.STAFF


def store(request: Request) -> Confidential:
    """Return the door to what is protected."""
    return Confidential(desk(request).engine, desk(request).stale_after)


def has_protected(request: Request, entry: Entry) -> bool:
    """Tell whether to lead somebody to it: to who may write, also where there is nothing yet."""
    person = signed_in(request)
    if not may_read(person, entry):
        return False
    found = _read(request, entry, person.circle)
    return may_write(person) or bool(found.addresses or found.contacts)


def read_to_show(request: Request, entry: Entry) -> Protected:
    """Return what is protected of an entry, and note who is shown it; for who `may_read`."""
    person = signed_in(request)
    found = _read(request, entry, person.circle)
    number = len(found.addresses) + len(found.contacts)
    if person.circle is not None:
        with desk(request).engine.connect() as connection, locked(connection):
            note_read(connection, person, Shown(entry.id, person.circle, number), datetime.now(UTC))
    return found


def _read(request: Request, entry: Entry, circle: Circle | None) -> Protected:
    door = store(request)
    return Protected(
        door.addresses([entry.id], circle).get(entry.id, ()), door.contacts([entry.id], circle).get(entry.id, ())
    )


def noting(request: Request, entry: Entry, act: Act) -> Callable[[Connection], None]:
    """Return what notes, in the transaction of an act, that somebody did it to what is protected of an entry."""
    by = signed_in(request).account_id
    return lambda connection: note_act(connection, act, by, entry.id, datetime.now(UTC))


def _kept(known: object) -> Act:
    return Act.PROTECTED_CHANGED if known else Act.PROTECTED_ADDED


def keep_contact(request: Request, entry: Entry, key: str | None, circle: Circle, values: Mapping[str, Any]) -> None:
    """Keep a contact of an entry, in place of the one with the id `key`; raises what `Confidential.protect` raises."""
    door = store(request)
    with door.writing() as connection:
        door.put(connection, [ProtectedContact(key or str(uuid4()), entry.id, circle, **values)])
        noting(request, entry, _kept(key))(connection)


def keep_address(  # noqa: PLR0913, PLR0917 - what an address is made of
    request: Request,
    entry: Entry,
    known: ProtectedAddress | None,
    location_id: str,
    circle: Circle,
    values: Mapping[str, Any],
) -> None:
    """Keep an address of an entry, in place of a known one, which keeps its place and its point.

    Without a location it is that of the entry's only place, or of one that is made.

    Raises:
        UnknownLinkError: the entry has no such place, or several.
        UnfitTextError, NotKeptError: as `Confidential.protect`.
    """
    if known:
        location_id = known.location_id
        values = {name: getattr(known, name) for name in POINT} | dict(values)
    elif location_id and location_id not in {row["id"] for row in entry.locations}:
        raise UnknownLinkError
    door = store(request)
    with door.writing() as connection:
        where = location_of(connection, {"location_id": location_id} if location_id else {"service_id": entry.id})
        if where is None:
            raise UnknownLinkError
        planned: list[Kept] = [ProtectedAddress(known.id if known else str(uuid4()), where, circle, **values)]
        make_locations(connection, planned)
        door.put(connection, planned)
        noting(request, entry, _kept(known))(connection)
