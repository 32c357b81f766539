"""When data becomes protected, it is removed from the history too."""

from pathlib import Path

from directory.confidential import AccessCircle, ConfidentialStore
from directory.confidential.entries import ProtectedAddress, ProtectedContact
from directory.exchange.hsds import export_json
from directory.moderation import new_id
from tests.directory.moderation.client import SERVICE, ModerationClient, create_row, delete_row, update_row

STREET, NUMBER = "12 Zanzibar Lane", "+66 81 555 0177"
ADDRESS = {"city": "Town", "state_province": "", "postal_code": "", "country": "TH", "address_type": "physical"}


def create_location(client: ModerationClient) -> tuple[str, str]:
    """Create a location of the service with a public address; return (location, address)."""
    location, address = new_id(), new_id()
    client.apply(
        create_row("location", location, location_type="physical", name="House"),
        create_row("service_at_location", new_id(), service_id=SERVICE, location_id=location),
        create_row("address", address, location_id=location, address_1=STREET, **ADDRESS),
    )
    return location, address


def exported(client: ModerationClient, folder: Path) -> str:
    """Return everything that an export writes."""
    folder.mkdir()
    export_json(client.engine, folder)
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


def all_history(client: ModerationClient) -> str:
    """Return the change log and all proposals."""
    return repr([client.rows(table) for table in ("metadata", "proposed_field", "proposal")])


def test_redacts_address_removed_earlier(client: ModerationClient, tmp_path: Path) -> None:
    """A street that was removed, and protected later, is in no export, log or proposal."""
    location, address = create_location(client)
    client.apply(delete_row("address", address))
    client.propose(update_row("service", SERVICE, fees="free"), reason=f"moved from {STREET}")
    assert STREET in exported(client, tmp_path / "before")
    ConfidentialStore(client.engine).protect(ProtectedAddress(new_id(), location, AccessCircle.STAFF, STREET, "TH"))
    assert STREET not in exported(client, tmp_path / "after")
    assert STREET not in all_history(client)


def test_redacts_address_edited_earlier(client: ModerationClient, tmp_path: Path) -> None:
    """A street that was edited out, and protected later, is in no export, log or proposal."""
    location, address = create_location(client)
    client.apply(update_row("address", address, address_1="Ask us"))
    assert STREET in all_history(client)
    ConfidentialStore(client.engine).protect(ProtectedAddress(new_id(), location, AccessCircle.PARTNER, STREET, "TH"))
    assert STREET not in exported(client, tmp_path / "after")
    assert STREET not in all_history(client)


def test_redacts_waiting_proposals(client: ModerationClient) -> None:
    """A proposal that would publish the street again loses it."""
    location, address = create_location(client)
    waits = client.propose(create_row("address", new_id(), location_id=location, address_1=STREET, **ADDRESS))
    ConfidentialStore(client.engine).move_to_protected(address, AccessCircle.STAFF)
    assert STREET not in repr(client.diff(waits))
    assert STREET not in all_history(client)


def test_redacts_protected_number(client: ModerationClient) -> None:
    """A number is found however it is written; other history stays."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    client.apply(update_row("phone", phone, number="081-555 0177", description="night"))
    client.apply(update_row("phone", phone, number="1300"))
    ConfidentialStore(client.engine).protect(ProtectedContact(new_id(), SERVICE, AccessCircle.STAFF, number=NUMBER))
    assert "555 0177" not in all_history(client)
    assert "night" in all_history(client)
