"""The protected addresses and contacts of an entry: shown only to their access circle, after the read is logged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pycountry
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.confidential import (
    AccessCircle,
    ProtectedAddress,
    ProtectedContact,
    ProtectedStoreError,
    UnknownRecordError,
    UnstorableTextError,
)
from directory.confidential.entries import protected_values
from directory.confidential.public_texts import PublicText
from directory.moderation.changes import load_row
from directory.staff import labels
from directory.staff.auth.audit_log import AuditAction
from directory.staff.auth.roles import Permission
from directory.staff.auth.step_up import FOR_READING
from directory.staff.context import current_user, form_field, transaction
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.labels import field_label, table_label
from directory.staff.rendering import render
from directory.staff.routes import Handler, Page, redirect_to
from directory.staff.service_entry.access import get_entry
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.protected import (
    FIELDS,
    REQUIRED,
    ProtectedForm,
    audit_callback,
    field_name,
    get_store,
    may_read,
    may_write,
    parse_circle,
    parse_form,
    read_and_log,
    save_address,
    save_contact,
    validate,
)

_NOT_SAVED: Final = N_("This could not be kept. Look at the entry, and try again.")


def show_protected(request: Request) -> Response:
    """Show the protected addresses and contacts of an entry."""
    return _render(request, _readable_entry(request), ProtectedForm())


def save_protected(request: Request) -> Response:
    """Save a new or changed address or contact."""
    entry = _writable_entry(request)
    typed = parse_form(request)
    known = read_and_log(request, entry).find(typed.key) if typed.key else None
    kinds = {"address": ProtectedAddress, "contact": ProtectedContact}
    if typed.kind not in kinds or (typed.key and not isinstance(known, kinds[typed.kind])):
        raise HTTPException(404)
    errors = validate(typed)
    if not errors:
        try:
            _store(request, entry, typed, known)
        except (ProtectedStoreError, UnstorableTextError, UnknownRecordError):
            errors = {"": gettext(_NOT_SAVED)}
    if errors:
        return _render(request, entry, replace(typed, errors=errors), 422)
    return redirect_to(f"/services/{entry.id}/protected/public?told=saved")


def show_public_texts(request: Request) -> Response:
    """Show which public texts, of any entry, hold what is protected of this entry."""
    entry = _writable_entry(request)
    protected = read_and_log(request, entry)
    texts = get_store(request).find_public_texts([*protected.addresses, *protected.contacts])
    with transaction(request) as connection:
        rows = list(_label_public_texts(connection, texts))
    return render(request, "entry/protected_public.html", entry=entry, rows=rows)


def _label_public_texts(connection: Connection, texts: Sequence[PublicText]) -> Iterator[tuple[str, str, str]]:
    """Yield (path, name, label of the field) of public texts, once for each entry that shows it."""
    for text in texts:
        label = f"{table_label(text.table)}: {field_label(text.table, text.field)}"
        owners = [("service", key, f"/services/{key}") for key in text.services]
        owners = owners or [("organization", key, f"/records/organization/details/{key}") for key in text.organizations]
        for table, key, path in owners:
            row = load_row(connection, table, (key,))
            yield path, str(row["name"]) if row else "", label


def remove_protected(request: Request) -> Response:
    """Remove a protected address or contact."""
    entry = _writable_entry(request)
    row = read_and_log(request, entry).find(form_field(request, "id"))
    if row is None:
        raise HTTPException(404)
    get_store(request).remove(row.id, in_same_transaction=audit_callback(request, entry, AuditAction.PROTECTED_REMOVED))
    return redirect_to(f"/services/{entry.id}/protected?told=removed")


def protect_address(request: Request) -> Response:
    """Turn a public address of the entry into a protected one."""
    entry = _writable_entry(request)
    key = form_field(request, "id")
    if key not in {row["id"] for row in entry.addresses}:
        raise HTTPException(404)
    get_store(request).move_to_protected(
        key, parse_circle(request), in_same_transaction=audit_callback(request, entry, AuditAction.PROTECTED_MOVED)
    )
    return redirect_to(f"/services/{entry.id}/protected/public?told=saved")


def _readable_entry(request: Request) -> Entry:
    entry = get_entry(request)
    if not may_read(current_user(request), entry):
        raise HTTPException(403)
    return entry


def _writable_entry(request: Request) -> Entry:
    if not may_write(current_user(request)):
        raise HTTPException(403)
    return _readable_entry(request)


def _render(request: Request, entry: Entry, typed: ProtectedForm, status: int = 200) -> Response:
    protected = read_and_log(request, entry)
    return render(
        request,
        "entry/protected.html",
        status=status,
        entry=entry,
        protected=protected,
        fields=FIELDS,
        needed=REQUIRED,
        typed=typed,
        may_write=may_write(current_user(request)),
        circles={circle.value: labels.circle_label(circle.value) for circle in AccessCircle},
        countries=sorted((country_name(country.alpha_2), country.alpha_2) for country in pycountry.countries),
        label=field_name,
        values_of=protected_values,
        table_label=table_label,
        labels=labels,
    )


def _store(
    request: Request, entry: Entry, typed: ProtectedForm, known: ProtectedAddress | ProtectedContact | None
) -> None:
    values = {name: value or None for name, value in typed.values.items()}
    if typed.kind == "contact":
        save_contact(request, entry, known.id if known else None, typed.circle, values)
    else:
        of_address = known if isinstance(known, ProtectedAddress) else None
        save_address(request, entry, of_address, typed.location_id, typed.circle, values)


def _writing(path: str, handler: Handler) -> Page:
    return Page(path, handler, Permission.ADMINISTER, method="POST", step_up=FOR_READING)


PAGES: Final = (
    Page("/services/{service_id}/protected", show_protected, Permission.READ, step_up=FOR_READING),
    Page("/services/{service_id}/protected/public", show_public_texts, Permission.ADMINISTER, step_up=FOR_READING),
    _writing("/services/{service_id}/protected", save_protected),
    _writing("/services/{service_id}/protected/remove", remove_protected),
    _writing("/services/{service_id}/protected/move", protect_address),
)
