"""Protected addresses and contacts: their forms, who may read and write them, and the audit log of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import pycountry
from sqlalchemy import Connection
from starlette.requests import Request

from directory.confidential import (
    AccessCircle,
    ConfidentialStore,
    ProtectedAddress,
    ProtectedContact,
    UnknownRecordError,
)
from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, COORDINATES, clean_digits
from directory.confidential.entries import ProtectedEntry as ProtectedRecord
from directory.confidential.locations import create_locations, find_location
from directory.staff.auth.audit_log import AuditAction, Disclosure, log_action, log_read
from directory.staff.auth.roles import Permission, Role, User, is_allowed
from directory.staff.context import current_user, form_field, get_context, locked_transaction
from directory.staff.i18n import N_, gettext
from directory.staff.labels import field_label
from directory.staff.service_entry.loader import Entry

FIELDS: Final = {"address": [name for name in ADDRESS_FIELDS if name not in COORDINATES], "contact": [*CONTACT_FIELDS]}
"""The fields of each form; the coordinates of an address are not among them and stay unchanged."""
REQUIRED: Final = {"address": ("address_1", "country"), "contact": ()}
_MAX_LENGTH: Final = 500
_MISSING: Final = N_("%(field)s can't be empty.")
_TOO_LONG: Final = N_("%(field)s is too long.")
_NO_COUNTRY: Final = N_("%(field)s is no country that we know.")
_EMPTY: Final = N_("Write at least one thing.")


@dataclass(frozen=True, slots=True)
class ProtectedForm:
    """The values typed into one of the forms, and its errors by field ("" for the whole form)."""

    kind: str = ""
    key: str = ""
    circle: AccessCircle = AccessCircle.STAFF
    location_id: str = ""
    values: dict[str, str] = field(default_factory=dict, repr=False)
    errors: dict[str, str] = field(default_factory=dict)


def parse_form(request: Request) -> ProtectedForm:
    """Return the posted form."""
    kind = form_field(request, "kind")
    values = {name: clean_digits(name, form_field(request, name)) for name in FIELDS.get(kind, ())}
    return ProtectedForm(
        kind, form_field(request, "id"), parse_circle(request), form_field(request, "location_id"), values
    )


def parse_circle(request: Request) -> AccessCircle:
    """Return the chosen access circle, the smaller one if none was chosen."""
    return AccessCircle.PARTNER if form_field(request, "circle") == AccessCircle.PARTNER else AccessCircle.STAFF


def validate(typed: ProtectedForm) -> dict[str, str]:
    """Return a message for each invalid field; none quotes the value."""
    values = typed.values
    if not any(values.values()):
        return {"": gettext(_EMPTY)}
    errors = {name: _MISSING for name in REQUIRED[typed.kind] if not values[name]}
    errors |= {name: _TOO_LONG for name, value in values.items() if len(value) > _MAX_LENGTH}
    country = values.get("country")
    if country and not any(known.alpha_2 == country for known in pycountry.countries):
        errors["country"] = _NO_COUNTRY
    return {name: gettext(message) % {"field": field_name(typed.kind, name)} for name, message in errors.items()}


def field_name(kind: str, name: str) -> str:
    """Return the label of a field."""
    return field_label("phone" if name == "number" else kind, name)


@dataclass(frozen=True, slots=True)
class ProtectedEntries:
    """The protected addresses and contacts of one entry that one access circle may read."""

    addresses: tuple[ProtectedAddress, ...]
    contacts: tuple[ProtectedContact, ...]

    def find(self, key: str) -> ProtectedRecord | None:
        """Return the address or contact with an id."""
        records: tuple[ProtectedRecord, ...] = (*self.addresses, *self.contacts)
        return next((record for record in records if record.id == key), None)


def may_read(user: User, entry: Entry) -> bool:
    """Return whether a user with a circle may read them: editors of the organization, reviewers of the country."""
    if user.circle is None:
        return False
    if user.role is Role.EDITOR:
        return bool(user.organization_id == entry.service["organization_id"])
    return user.role is Role.ADMINISTRATOR or not user.countries or bool(set(user.countries) & set(entry.countries))


def may_write(user: User) -> bool:
    """Return whether a user may change them: administrators whose circle is staff."""
    return is_allowed(user, Permission.ADMINISTER) and user.circle is AccessCircle.STAFF


def get_store(request: Request) -> ConfidentialStore:
    """Return the store of protected data."""
    return ConfidentialStore(get_context(request).engine, get_context(request).stale_after)


def has_protected(request: Request, entry: Entry) -> bool:
    """Return whether to link to the protected data: for users who may write, even if there is none yet."""
    user = current_user(request)
    if not may_read(user, entry):
        return False
    protected = _read(request, entry, user.circle)
    return may_write(user) or bool(protected.addresses or protected.contacts)


def read_and_log(request: Request, entry: Entry) -> ProtectedEntries:
    """Return the protected data of an entry and log the read; only for users who `may_read`."""
    user = current_user(request)
    protected = _read(request, entry, user.circle)
    number = len(protected.addresses) + len(protected.contacts)
    if user.circle is not None:
        with locked_transaction(request) as connection:
            log_read(connection, user, Disclosure(entry.id, user.circle, number), datetime.now(UTC))
    return protected


def _read(request: Request, entry: Entry, circle: AccessCircle | None) -> ProtectedEntries:
    store = get_store(request)
    return ProtectedEntries(
        store.addresses([entry.id], circle).get(entry.id, ()), store.contacts([entry.id], circle).get(entry.id, ())
    )


def audit_callback(request: Request, entry: Entry, act: AuditAction) -> Callable[[Connection], None]:
    """Return a callback that logs an action on an entry's protected data, in the transaction of the action."""
    by = current_user(request).account_id
    return lambda connection: log_action(connection, act, by, entry.id, datetime.now(UTC))


def _save_action(stored: object) -> AuditAction:
    return AuditAction.PROTECTED_CHANGED if stored else AuditAction.PROTECTED_ADDED


def save_contact(
    request: Request, entry: Entry, key: str | None, circle: AccessCircle, values: Mapping[str, Any]
) -> None:
    """Save a new contact, or replace the one with the id `key`; raises what `ConfidentialStore.save` raises."""
    store = get_store(request)
    with store.write_transaction() as connection:
        store.save(connection, [ProtectedContact(key or str(uuid4()), entry.id, circle, **values)])
        audit_callback(request, entry, _save_action(key))(connection)


def save_address(  # noqa: PLR0913, PLR0917 - the parts of an address
    request: Request,
    entry: Entry,
    stored: ProtectedAddress | None,
    location_id: str,
    circle: AccessCircle,
    values: Mapping[str, Any],
) -> None:
    """Save a new address, or replace a stored one, which keeps its location and coordinates.

    Without a location, it gets the entry's only location, or a new one.

    Raises:
        UnknownRecordError: the entry has no such location, or several.
        UnstorableTextError, ProtectedStoreError: as `ConfidentialStore.protect`.
    """
    if stored:
        location_id = stored.location_id
        values = {name: getattr(stored, name) for name in COORDINATES} | dict(values)
    elif location_id and location_id not in {row["id"] for row in entry.locations}:
        raise UnknownRecordError
    store = get_store(request)
    with store.write_transaction() as connection:
        location = find_location(connection, {"location_id": location_id} if location_id else {"service_id": entry.id})
        if location is None:
            raise UnknownRecordError
        rows: list[ProtectedRecord] = [
            ProtectedAddress(stored.id if stored else str(uuid4()), location, circle, **values)
        ]
        create_locations(connection, rows)
        store.save(connection, rows)
        audit_callback(request, entry, _save_action(stored))(connection)
