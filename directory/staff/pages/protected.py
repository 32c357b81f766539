"""What is protected of an entry: shown to its circle alone, and only after it was noted who reads it."""

from dataclasses import replace
from typing import Final

import pycountry
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.confidential import (
    Circle,
    NotKeptError,
    ProtectedAddress,
    ProtectedContact,
    UnfitTextError,
    UnknownLinkError,
)
from directory.confidential.entries import secrets_of
from directory.staff.auth.audit_log import Act
from directory.staff.context import field_of, signed_in
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.labels import table_label
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to
from directory.staff.service_entry import labels
from directory.staff.service_entry.access import entry_asked_for
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.protected import (
    FIELDS,
    NEEDED,
    Typed,
    circle_in,
    keep_address,
    keep_contact,
    may_read,
    may_write,
    name_of,
    noting,
    read_to_show,
    store,
    typed_in,
    wrong_with,
)

_NOT_KEPT: Final = N_("This could not be kept. Look at the entry, and try again.")


def show(request: Request) -> Response:
    """Show what is protected of an entry."""
    return _page(request, _entry(request), Typed())


def save(request: Request) -> Response:
    """Keep an address or a contact, a new one or in place of one."""
    entry = _entry_to_write(request)
    typed = typed_in(request)
    known = read_to_show(request, entry).one(typed.key) if typed.key else None
    kinds = {"address": ProtectedAddress, "contact": ProtectedContact}
    if typed.kind not in kinds or (typed.key and not isinstance(known, kinds[typed.kind])):
        raise HTTPException(404)
    wrong = wrong_with(typed)
    if not wrong:
        try:
            _keep(request, entry, typed, known)
        except (NotKeptError, UnfitTextError, UnknownLinkError):
            wrong = {"": gettext(_NOT_KEPT)}
    if wrong:
        return _page(request, entry, replace(typed, wrong=wrong), 422)
    return goes_to(f"/services/{entry.id}/protected?told=saved")


def remove(request: Request) -> Response:
    """Remove an address or a contact."""
    entry = _entry_to_write(request)
    one = read_to_show(request, entry).one(field_of(request, "id"))
    if one is None:
        raise HTTPException(404)
    store(request).remove(one.id, also=noting(request, entry, Act.PROTECTED_REMOVED))
    return goes_to(f"/services/{entry.id}/protected?told=removed")


def move(request: Request) -> Response:
    """Make a public address of the entry a protected one."""
    entry = _entry_to_write(request)
    key = field_of(request, "id")
    if key not in {row["id"] for row in entry.addresses}:
        raise HTTPException(404)
    store(request).move_to_protected(key, circle_in(request), also=noting(request, entry, Act.PROTECTED_MOVED))
    return goes_to(f"/services/{entry.id}/protected?told=saved")


def _entry(request: Request) -> Entry:
    entry = entry_asked_for(request)
    if not may_read(signed_in(request), entry):
        raise HTTPException(403)
    return entry


def _entry_to_write(request: Request) -> Entry:
    if not may_write(signed_in(request)):
        raise HTTPException(403)
    return _entry(request)


def _page(request: Request, entry: Entry, typed: Typed, status: int = 200) -> Response:
    found = read_to_show(request, entry)
    return render(
        request,
        "entry/protected.html",
        status=status,
        entry=entry,
        found=found,
        fields=FIELDS,
        needed=NEEDED,
        typed=typed,
        may_write=may_write(signed_in(request)),
        circles={one.value: labels.circle(one.value) for one in Circle},
        countries=sorted((country_name(one.alpha_2), one.alpha_2) for one in pycountry.countries),
        label=name_of,
        values_of=secrets_of,
        table_label=table_label,
        naming=labels,
    )


def _keep(request: Request, entry: Entry, typed: Typed, known: ProtectedAddress | ProtectedContact | None) -> None:
    values = {name: value or None for name, value in typed.values.items()}
    if typed.kind == "contact":
        keep_contact(request, entry, known.id if known else None, typed.circle, values)
    else:
        of_address = known if isinstance(known, ProtectedAddress) else None
        keep_address(request, entry, of_address, typed.location_id, typed.circle, values)


PAGES: Final = (
    Page("/services/{service_id}/protected", show, May.READ),
    Page("/services/{service_id}/protected", save, May.ADMINISTER, method="POST"),
    Page("/services/{service_id}/protected/remove", remove, May.ADMINISTER, method="POST"),
    Page("/services/{service_id}/protected/move", move, May.ADMINISTER, method="POST"),
)
