"""Protected entries are read by their circles alone, and removed with their service."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import col

from directory import Directory, Need, Place
from directory.confidential import (
    AccessCircle,
    ConfidentialStore,
    ProtectedAddress,
    ProtectedContact,
    ProtectedStoreError,
    UnknownRecordError,
    UnstorableTextError,
)
from directory.models import Address, Attribute, Location, Metadata, NearCell, Record, ServiceAtLocation, stable_id
from directory.search.index import index_services
from directory.seed.removal import clear_services, remove_services
from directory.service import DEFAULT_STALE_AFTER

SERVICE = stable_id("service", "th-urbanlight")
LOCATION = "11111111-1111-4111-8111-111111111111"
CHIANG_MAI = {"latitude": 18.7883, "longitude": 98.9853}
STREET = "99 Hidden Lane"


@pytest.fixture
def with_public_address(own_engine: Engine) -> Engine:
    """A directory with a service at a public address with coordinates and a change log."""
    where = {"address_1": STREET, "city": "Chiang Mai", "state_province": "", "postal_code": "50200"}
    kind = {"country": "TH", "address_type": "physical"}
    change = {"last_action_date": "2026-01-01", "last_action_type": "update", "updated_by": "x"}
    old = {"field_name": "address_1", "previous_value": STREET, "replacement_value": STREET}
    with own_engine.begin() as connection:
        connection.execute(insert(Location), {"id": LOCATION, "location_type": "physical"} | CHIANG_MAI)
        both = {"service_id": SERVICE, "location_id": LOCATION}
        connection.execute(insert(ServiceAtLocation), {"id": str(uuid4())} | both)
        connection.execute(insert(Address), {"id": "public", "location_id": LOCATION} | where | kind)
        connection.execute(insert(Metadata), {"id": "m", "resource_id": "public"} | change | old)
        connection.execute(insert(Attribute), {"id": "a", "link_id": "public", "value": STREET})
        index_services(connection, [SERVICE], DEFAULT_STALE_AFTER)
    return own_engine


@pytest.fixture
def store(with_public_address: Engine) -> ConfidentialStore:
    """The store of protected entries."""
    return ConfidentialStore(with_public_address)


def make_address(circle: AccessCircle = AccessCircle.STAFF) -> ProtectedAddress:
    """Return an address of the location."""
    plain = ProtectedAddress(str(uuid4()), LOCATION, circle, STREET, "TH", city="Chiang Mai")
    return replace(plain, latitude=CHIANG_MAI["latitude"], longitude=CHIANG_MAI["longitude"])


def make_contact(circle: AccessCircle = AccessCircle.STAFF) -> ProtectedContact:
    """Return a contact of the service."""
    return ProtectedContact(str(uuid4()), SERVICE, circle, name="Somchai", number="+66 81 234 5678")


def public_rows(engine: Engine) -> str:
    """Return all rows of the tables that are not protected."""
    tables = [table for table in Record.metadata.tables.values() if not table.name.startswith(("partner_", "staff_"))]
    with engine.connect() as connection:
        return str([connection.execute(select(table)).all() for table in tables])


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (AccessCircle.STAFF, {AccessCircle.PARTNER, AccessCircle.STAFF}),
        (AccessCircle.PARTNER, {AccessCircle.PARTNER}),
        (None, set()),
    ],
)
def test_circles_read_their_entries(
    store: ConfidentialStore, reader: AccessCircle | None, seen: set[AccessCircle]
) -> None:
    """Staff read partners' entries too, partners only their own, the public nothing."""
    entries = [make(circle) for make in (make_address, make_contact) for circle in AccessCircle]
    store.protect(*entries)
    addresses, contacts = store.addresses([SERVICE], reader), store.contacts([SERVICE], reader)
    assert {*addresses.get(SERVICE, ()), *contacts.get(SERVICE, ())} == {
        entry for entry in entries if entry.circle in seen
    }


def test_entry_can_change_circle(store: ConfidentialStore) -> None:
    """An entry that moves from partners to staff is no longer read by partners."""
    entry = make_contact(AccessCircle.PARTNER)
    store.protect(entry)
    store.protect(replace(entry, circle=AccessCircle.STAFF))
    assert store.contacts([SERVICE], AccessCircle.PARTNER) == {}
    assert store.contacts([SERVICE], AccessCircle.STAFF) == {SERVICE: (replace(entry, circle=AccessCircle.STAFF),)}
    assert store.remove(entry.id)
    assert not store.remove(entry.id)


def test_moved_address_leaves_no_trace(store: ConfidentialStore, with_public_address: Engine) -> None:
    """A protected address leaves no public row, log entry, coordinate or map cell."""
    assert STREET in public_rows(with_public_address)
    moved = store.move_to_protected("public", AccessCircle.PARTNER)
    assert store.addresses([SERVICE], AccessCircle.PARTNER) == {SERVICE: (moved,)}
    assert (moved.address_1, moved.latitude) == (STREET, CHIANG_MAI["latitude"])
    assert STREET not in public_rows(with_public_address)
    assert str(CHIANG_MAI["latitude"]) not in public_rows(with_public_address)
    with with_public_address.connect() as connection:
        assert connection.execute(select(col(NearCell.cell)).where(col(NearCell.service_id) == SERVICE)).all() == []
    near = Directory(with_public_address).find_services(
        Need.SHELTER, Place("TH", "TH-50", (18.79, 98.98)), None, limit=50
    )
    assert [service.distance_metres for service in near.services if service.id == SERVICE] == [None]


def test_protecting_removes_coordinates(store: ConfidentialStore, with_public_address: Engine) -> None:
    """A location with a protected address is no longer on the public map."""
    store.protect(make_address())
    assert str(CHIANG_MAI["latitude"]) not in public_rows(with_public_address)


def test_removing_service_removes_protected_entries(store: ConfidentialStore, with_public_address: Engine) -> None:
    """Removing a service removes its entries; refreshing a seed entry does not."""
    address, contact = make_address(), make_contact()
    store.protect(address)
    store.protect(contact)
    with with_public_address.begin() as connection:
        clear_services(connection, [SERVICE])
    assert store.contacts([SERVICE], AccessCircle.STAFF) == {SERVICE: (contact,)}
    with with_public_address.begin() as connection:
        remove_services(connection, [SERVICE])
    assert not store.remove(address.id)
    assert not store.remove(contact.id)


def failing_calls(store: ConfidentialStore) -> list[tuple[type[Exception], Callable[[], Any]]]:
    """Return calls that fail, with their errors."""
    return [
        (UnknownRecordError, lambda: store.protect(replace(make_address(), location_id="nowhere"))),
        (UnknownRecordError, lambda: store.protect(replace(make_contact(), service_id="nobody"))),
        (UnknownRecordError, lambda: store.move_to_protected("nothing", AccessCircle.STAFF)),
        (UnstorableTextError, lambda: store.protect(replace(make_address(), city="Hidden Lane\0"))),
        (UnstorableTextError, lambda: store.protect(replace(make_contact(), name="Somchai\ud800"))),
        (ProtectedStoreError, lambda: store.protect(replace(make_address(), address_1=None))),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("number", range(6))
def test_errors_hold_no_values(store: ConfidentialStore, number: int) -> None:
    """No error holds a value: neither in its message nor in its chain."""
    kind, attempt = failing_calls(store)[number]
    with pytest.raises(kind) as raised:
        attempt()
    error: BaseException | None = raised.value
    while error:
        assert not [word for word in ("Hidden", "Somchai", "Chiang") if word in f"{error!r} {error.args}"]
        error = error.__context__
    assert store.addresses([SERVICE], AccessCircle.STAFF) == {}


def test_repr_holds_no_values() -> None:
    """A `repr` shows only ids and the circle."""
    text = f"{make_address()!r} {make_contact()}"
    assert not [word for word in (STREET, "TH", "Chiang", "18.7", "Somchai", "+66") if word in text]
