"""What becomes protected is gone from the history too, wherever it was said before."""

from pathlib import Path

from directory.confidential import Circle, Confidential
from directory.confidential.entries import ProtectedAddress, ProtectedContact
from directory.exchange.hsds import export_json
from directory.moderation import new_id
from tests.directory.moderation.desk import SERVICE, Desk, make, remove, set_to

STREET, NUMBER = "12 Zanzibar Lane", "+66 81 555 0177"
AROUND = {"city": "Town", "state_province": "", "postal_code": "", "country": "TH", "address_type": "physical"}


def house(desk: Desk) -> tuple[str, str]:
    """Make a place of the service with a public address; return (location, address)."""
    location, address = new_id(), new_id()
    desk.change(
        make("location", location, location_type="physical", name="House"),
        make("service_at_location", new_id(), service_id=SERVICE, location_id=location),
        make("address", address, location_id=location, address_1=STREET, **AROUND),
    )
    return location, address


def exported(desk: Desk, folder: Path) -> str:
    """Return all that an export writes."""
    folder.mkdir()
    export_json(desk.engine, folder)
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


def everywhere(desk: Desk) -> str:
    """Return all that the public history and proposals say."""
    return repr([desk.rows(table) for table in ("metadata", "proposed_field", "proposal")])


def test_an_address_that_was_removed_before(desk: Desk, tmp_path: Path) -> None:
    """A street that was removed, and protected afterwards, stands in no export, history or proposal."""
    location, address = house(desk)
    desk.change(remove("address", address))
    desk.propose(set_to("service", SERVICE, fees="free"), reason=f"moved from {STREET}")
    assert STREET in exported(desk, tmp_path / "before")
    Confidential(desk.engine).protect(ProtectedAddress(new_id(), location, Circle.STAFF, STREET, "TH"))
    assert STREET not in exported(desk, tmp_path / "after")
    assert STREET not in everywhere(desk)


def test_an_address_that_was_edited_before(desk: Desk, tmp_path: Path) -> None:
    """A street that was taken out of the public address, and protected afterwards, stands nowhere else."""
    location, address = house(desk)
    desk.change(set_to("address", address, address_1="Ask us"))
    assert STREET in everywhere(desk)
    Confidential(desk.engine).protect(ProtectedAddress(new_id(), location, Circle.PARTNER, STREET, "TH"))
    assert STREET not in exported(desk, tmp_path / "after")
    assert STREET not in everywhere(desk)


def test_what_still_waits(desk: Desk) -> None:
    """A proposal that would bring the street back to the place is emptied of it."""
    location, address = house(desk)
    waits = desk.propose(make("address", new_id(), location_id=location, address_1=STREET, **AROUND))
    Confidential(desk.engine).move_to_protected(address, Circle.STAFF)
    assert STREET not in repr(desk.read(waits))
    assert STREET not in everywhere(desk)


def test_a_number_that_is_protected(desk: Desk) -> None:
    """A number is found however it was written; other history stays."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    desk.change(set_to("phone", phone, number="081-555 0177", description="night"))
    desk.change(set_to("phone", phone, number="1300"))
    Confidential(desk.engine).protect(ProtectedContact(new_id(), SERVICE, Circle.STAFF, number=NUMBER))
    assert "555 0177" not in everywhere(desk)
    assert "night" in everywhere(desk)
