"""What is protected is read by its circles and by nobody else, and goes with the service that it belongs to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import col

from directory import Directory, Need, Place
from directory.confidential import (
    Circle,
    Confidential,
    NotKeptError,
    ProtectedAddress,
    ProtectedContact,
    UnfitTextError,
    UnknownLinkError,
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
def at_a_point(own_engine: Engine) -> Engine:
    """A directory in which a service stands at a public address with a point and a history."""
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
def store(at_a_point: Engine) -> Confidential:
    """The door to what is protected."""
    return Confidential(at_a_point)


def an_address(circle: Circle = Circle.STAFF) -> ProtectedAddress:
    """Return an address of the location."""
    plain = ProtectedAddress(str(uuid4()), LOCATION, circle, STREET, "TH", city="Chiang Mai")
    return replace(plain, latitude=CHIANG_MAI["latitude"], longitude=CHIANG_MAI["longitude"])


def a_contact(circle: Circle = Circle.STAFF) -> ProtectedContact:
    """Return a contact of the service."""
    return ProtectedContact(str(uuid4()), SERVICE, circle, name="Somchai", number="+66 81 234 5678")


def public_rows(engine: Engine) -> str:
    """Return everything that stands in the tables that are not protected."""
    tables = [one for one in Record.metadata.tables.values() if not one.name.startswith(("partner_", "staff_"))]
    with engine.connect() as connection:
        return str([connection.execute(select(table)).all() for table in tables])


@pytest.mark.parametrize(
    ("reader", "seen"),
    [(Circle.STAFF, {Circle.PARTNER, Circle.STAFF}), (Circle.PARTNER, {Circle.PARTNER}), (None, set())],
)
def test_who_sees_what(store: Confidential, reader: Circle | None, seen: set[Circle]) -> None:
    """Staff see what is kept for partners too, partners what is theirs, the public nothing."""
    kept = [make(circle) for make in (an_address, a_contact) for circle in Circle]
    store.protect(*kept)
    addresses, contacts = store.addresses([SERVICE], reader), store.contacts([SERVICE], reader)
    assert {*addresses.get(SERVICE, ()), *contacts.get(SERVICE, ())} == {one for one in kept if one.circle in seen}


def test_an_entry_can_change_its_circle(store: Confidential) -> None:
    """What was for partners and is now for staff only is no longer read by partners."""
    entry = a_contact(Circle.PARTNER)
    store.protect(entry)
    store.protect(replace(entry, circle=Circle.STAFF))
    assert store.contacts([SERVICE], Circle.PARTNER) == {}
    assert store.contacts([SERVICE], Circle.STAFF) == {SERVICE: (replace(entry, circle=Circle.STAFF),)}
    assert store.remove(entry.id)
    assert not store.remove(entry.id)


def test_a_public_address_is_withdrawn_with_its_traces(store: Confidential, at_a_point: Engine) -> None:
    """Made protected, an address leaves no public row, history, coordinate or map cell behind."""
    assert STREET in public_rows(at_a_point)
    moved = store.move_to_protected("public", Circle.PARTNER)
    assert store.addresses([SERVICE], Circle.PARTNER) == {SERVICE: (moved,)}
    assert (moved.address_1, moved.latitude) == (STREET, CHIANG_MAI["latitude"])
    assert STREET not in public_rows(at_a_point)
    assert str(CHIANG_MAI["latitude"]) not in public_rows(at_a_point)
    with at_a_point.connect() as connection:
        assert connection.execute(select(col(NearCell.cell)).where(col(NearCell.service_id) == SERVICE)).all() == []
    near = Directory(at_a_point).find_services(Need.SHELTER, Place("TH", "TH-50", (18.79, 98.98)), None, limit=50)
    assert [one.distance_metres for one in near.services if one.id == SERVICE] == [None]


def test_protecting_an_address_hides_the_point(store: Confidential, at_a_point: Engine) -> None:
    """A location whose address is protected is no longer on the public map."""
    store.protect(an_address())
    assert str(CHIANG_MAI["latitude"]) not in public_rows(at_a_point)


def test_a_service_takes_its_protected_rows_with_it(store: Confidential, at_a_point: Engine) -> None:
    """Removing a service removes what was protected of it; refreshing a starter entry does not."""
    address, contact = an_address(), a_contact()
    store.protect(address)
    store.protect(contact)
    with at_a_point.begin() as connection:
        clear_services(connection, [SERVICE])
    assert store.contacts([SERVICE], Circle.STAFF) == {SERVICE: (contact,)}
    with at_a_point.begin() as connection:
        remove_services(connection, [SERVICE])
    assert not store.remove(address.id)
    assert not store.remove(contact.id)


def refused(store: Confidential) -> list[tuple[type[Exception], Callable[[], Any]]]:
    """Return what can't be kept, and how it is refused."""
    return [
        (UnknownLinkError, lambda: store.protect(replace(an_address(), location_id="nowhere"))),
        (UnknownLinkError, lambda: store.protect(replace(a_contact(), service_id="nobody"))),
        (UnknownLinkError, lambda: store.move_to_protected("nothing", Circle.STAFF)),
        (UnfitTextError, lambda: store.protect(replace(an_address(), city="Hidden Lane\0"))),
        (UnfitTextError, lambda: store.protect(replace(a_contact(), name="Somchai\ud800"))),
        (NotKeptError, lambda: store.protect(replace(an_address(), address_1=None))),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("number", range(6))
def test_a_refusal_says_nothing(store: Confidential, number: int) -> None:
    """What can't be kept is refused without a word of it: not in the text, not in what caused the refusal."""
    kind, attempt = refused(store)[number]
    with pytest.raises(kind) as refusal:
        attempt()
    fault: BaseException | None = refusal.value
    while fault:
        assert not [word for word in ("Hidden", "Somchai", "Chiang") if word in f"{fault!r} {fault.args}"]
        fault = fault.__context__
    assert store.addresses([SERVICE], Circle.STAFF) == {}


def test_a_repr_says_nothing() -> None:
    """Printed by mistake, an entry shows ids and its circle only."""
    shown = f"{an_address()!r} {a_contact()}"
    assert not [word for word in (STREET, "TH", "Chiang", "18.7", "Somchai", "+66") if word in shown]
