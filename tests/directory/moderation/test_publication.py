"""A publication applies all of a proposal or nothing, and only to the rows that were seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from directory import open_database
from directory.models import Phone, Service, WithheldLocation
from directory.moderation import (
    Action,
    BadEditError,
    ConflictError,
    Edit,
    EditProblem,
    InUseError,
    ModerationError,
    NotAuthorError,
    NotWaitingError,
    OwnProposalError,
    ProposalState,
    UnknownProposalError,
    Verification,
    VerificationMethod,
    decline_proposal,
    new_id,
    withdraw_proposal,
)
from directory.seed.loader import SEED_FOLDER
from tests.directory.moderation.client import (
    AUTHOR,
    NOW,
    REVIEWER,
    SERVICE,
    ModerationClient,
    create_row,
    delete_row,
    update_row,
)


def test_proposal_changes_nothing_until_published(client: ModerationClient) -> None:
    """The directory stays unchanged until a second person publishes."""
    before = client.all_rows()
    number = client.propose(update_row("service", SERVICE, fees="free"), reason="they told me")
    assert client.all_rows() == before
    row = client.row("proposal", id=number)
    assert (row["state"], row["author_id"], row["service_id"]) == (ProposalState.WAITING, AUTHOR, SERVICE)
    assert row["organization_id"] == client.row("service", id=SERVICE)["organization_id"]
    assert (row["made_at"], row["reason"]) == (NOW, "they told me")


def test_publishes_change(client: ModerationClient) -> None:
    """The field has its new value; the entry has a modification time and no link to the seed data."""
    before = client.row("service", id=SERVICE)
    assert client.row("starter_entry", service_id=SERVICE)
    number = client.propose(update_row("service", SERVICE, fees_description="free"))
    assert client.publish(number) == [SERVICE]
    assert client.row("service", id=SERVICE) == before | {"fees_description": "free"}
    assert client.row("starter_entry", service_id=SERVICE) == {}
    row = client.row("proposal", id=number)
    assert (row["state"], row["decider_id"], row["decided_at"], row["decision"]) == ("published", REVIEWER, NOW, None)
    with client.engine.connect() as connection:
        stamp = connection.scalar(select(col(Service.last_modified)).where(col(Service.id) == SERVICE))
    assert stamp == NOW.isoformat(timespec="milliseconds")


def test_seed_update_keeps_published_change(client: ModerationClient) -> None:
    """Loading the seed data again does not overwrite the change."""
    client.apply(update_row("service", SERVICE, fees_description="free"))
    open_database(client.engine.url.render_as_string(hide_password=False), SEED_FOLDER).dispose()
    assert client.row("service", id=SERVICE)["fees_description"] == "free"


def test_rejects_own_proposal(client: ModerationClient) -> None:
    """Authors publish their own proposals only if explicitly allowed, and this is recorded."""
    number = client.propose(update_row("service", SERVICE, fees="free"))
    with pytest.raises(OwnProposalError):
        client.publish(number, AUTHOR)
    assert client.row("proposal", id=number)["state"] == ProposalState.WAITING
    client.publish(number, AUTHOR, alone=True)
    assert client.row("proposal", id=number)["decision"] == "alone"


def test_proposal_is_decided_once(client: ModerationClient) -> None:
    """A proposal that was published, declined or withdrawn is no longer waiting."""
    published, declined, withdrawn = (client.propose(update_row("service", SERVICE, fees=fees)) for fees in "abc")
    client.publish(published)
    with client.engine.connect() as connection:
        decline_proposal(connection, declined, REVIEWER, "not so", now=NOW)
        with pytest.raises(NotAuthorError):
            withdraw_proposal(connection, withdrawn, REVIEWER, now=NOW)
        withdraw_proposal(connection, withdrawn, AUTHOR, now=NOW)
        for number in (published, declined, withdrawn):
            with pytest.raises(NotWaitingError):
                decline_proposal(connection, number, REVIEWER, "", now=NOW)
            with pytest.raises(NotWaitingError):
                withdraw_proposal(connection, number, AUTHOR, now=NOW)
    for number in (published, declined, withdrawn):
        with pytest.raises(NotWaitingError):
            client.publish(number)
    with pytest.raises(UnknownProposalError):
        client.publish(10**6)
    states = [(row["state"], row["decision"]) for row in client.rows("proposal")]
    assert states == [("published", None), ("declined", "not so"), ("withdrawn", None)]


def test_rejects_conflicting_value(client: ModerationClient) -> None:
    """After a conflicting change nothing of the proposal is written."""
    number = client.propose(update_row("service", SERVICE, fees="free", wait_time="none"))
    client.apply(update_row("service", SERVICE, fees="5 dollars"))
    before = client.all_rows()
    with pytest.raises(ConflictError):
        client.publish(number)
    assert client.all_rows() == before
    (conflict,) = client.diff(number).conflicts
    assert (conflict.field, conflict.old, conflict.new, conflict.now) == ("fees", None, "free", "5 dollars")


def test_rejects_conflicting_rows(client: ModerationClient) -> None:
    """Rows that were created or removed twice, or have new dependents, are conflicts."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    audience = Edit(Action.CREATE, "audience", (SERVICE, "scam"))
    language = new_id()
    late = [client.propose(audience), client.propose(delete_row("phone", phone))]
    client.apply(audience, create_row("language", language, phone_id=phone, code="ta"))
    for number in late:
        with pytest.raises(ConflictError):
            client.publish(number)
    assert client.diff(late[0]).conflicts
    conflicting = client.propose(update_row("phone", phone, description="x"))
    client.apply(delete_row("phone", phone))
    with pytest.raises(ConflictError):
        client.publish(conflicting)
    assert client.row("language", id=language) == {}


def test_failure_rolls_everything_back(client: ModerationClient) -> None:
    """An unknown dependent row stops the publication; the update before it is rolled back."""
    location = new_id()
    client.apply(create_row("location", location, location_type="physical", name="office"))
    number = client.propose(update_row("service", SERVICE, fees="free"), delete_row("location", location))
    with client.engine.begin() as connection:
        hidden = {"id": new_id(), "location_id": location, "address_1": "x", "country": "TH"}
        table = Phone.metadata.tables["partner_address"]
        connection.execute(insert(table), hidden)
    before = client.all_rows()
    with pytest.raises(InUseError):
        client.publish(number)
    assert client.all_rows() == before
    assert client.row("proposal", id=number)["state"] == ProposalState.WAITING


def test_concurrent_publications_apply_once(client: ModerationClient) -> None:
    """Of several concurrent publications one succeeds, the others are rejected."""
    number = client.propose(create_row("phone", new_id(), service_id=SERVICE, number="02 123 4567"))

    def publish(decider: str) -> str:
        try:
            client.publish(number, decider)
        except ModerationError as error:
            return type(error).__name__
        return "published"

    with ThreadPoolExecutor(4) as people:
        outcomes = sorted(people.map(publish, ("a", "b", "c", "d")))
    assert outcomes == ["NotWaitingError"] * 3 + ["published"]
    assert len(client.rows("phone", number="02 123 4567")) == 1


def test_publishes_whole_new_entry(client: ModerationClient) -> None:
    """Rows may refer to each other in any order; the entry is searchable and unverified."""
    organization, service, place = new_id(), new_id(), new_id()
    client.apply(
        create_row("service_at_location", new_id(), service_id=service, location_id=place),
        create_row("phone", new_id(), service_id=service, number="02 123 4567"),
        create_row("coverage", new_id(), service_id=service, country="TH", region="TH-10"),
        create_row("service", service, organization_id=organization, name="House", status="active"),
        create_row("location", place, location_type="physical"),
        create_row("organization", organization, name="Org", description=""),
    )
    assert client.row("conduct", service_id=service) == {
        "service_id": service,
        "police_linked": False,
        "consular": False,
        "trafficking_specific": False,
        "mandatory_reporting": None,
        "state_linked": None,
        "reason": None,
    }
    assert client.row("assurance", service_id=service)["verified_at"] is None
    assert client.row("provenance", entity_id=service)["source_kind"] == "staff"
    assert client.row("service_text", service_id=service)


def test_rejects_address_of_withheld_location(client: ModerationClient) -> None:
    """Neither address nor coordinates are published, whenever the location was withheld."""
    place = new_id()
    client.apply(create_row("location", place, location_type="physical"))
    address = {"address_1": "1 Road", "city": "X", "country": "TH", "address_type": "physical"}
    early = client.propose(create_row("address", new_id(), location_id=place, **address))
    with client.engine.begin() as connection:
        connection.execute(insert(WithheldLocation), {"location_id": place})
    for refused in (
        lambda: client.publish(early),
        lambda: client.propose(create_row("address", new_id(), location_id=place, **address)),
        lambda: client.propose(update_row("location", place, latitude=13.75)),
    ):
        with pytest.raises(BadEditError) as error:
            refused()
        assert error.value.problem is EditProblem.WITHHELD


def test_changed_number_clears_verification(client: ModerationClient) -> None:
    """Other changes keep the mark; publishing after a call sets it again."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    called = Verification("reviewer, Example Trust", VerificationMethod.CALLED)
    client.apply(update_row("service", SERVICE, fees="free"), check=called)
    mark = {"service_id": SERVICE, "verified_by": called.by, "verified_at": NOW, "method": "called"}
    assert client.row("assurance", service_id=SERVICE) == mark
    client.apply(update_row("service", SERVICE, fees="none"))
    assert client.row("assurance", service_id=SERVICE) == mark
    number = client.apply(update_row("phone", phone, number="02 999 9999"))
    assert client.row("assurance", service_id=SERVICE)["verified_at"] is None
    client.revert(number)
    assert client.row("assurance", service_id=SERVICE) == mark
    client.apply(update_row("phone", phone, number="02 999 9999"), check=called)
    assert client.row("assurance", service_id=SERVICE) == mark


def test_removed_contact_number_clears_verification(client: ModerationClient) -> None:
    """Removing a contact clears the mark of the service that gave out its number."""
    office = new_id()
    called = Verification("reviewer, Example Trust", VerificationMethod.CALLED)
    client.apply(
        create_row("contact", office, service_id=SERVICE, name="Office"),
        create_row("phone", new_id(), contact_id=office, number="02 123 4567"),
        update_row("service", SERVICE, fees="free"),
        check=called,
    )
    assert client.row("assurance", service_id=SERVICE)["verified_at"] == NOW
    client.apply(delete_row("contact", office))
    assert client.row("assurance", service_id=SERVICE)["verified_at"] is None


def test_updates_phone_reach(client: ModerationClient) -> None:
    """A corrected number gets a new reach, a new one comes last, a fax has none."""
    phones = client.rows("phone", service_id=SERVICE)
    first = min(phones, key=lambda phone: client.row("phone_reach", phone_id=phone["id"])["position"])["id"]
    new = new_id()
    client.apply(
        update_row("phone", first, number="02 123 4567"), create_row("phone", new, service_id=SERVICE, number="1300")
    )
    reach = client.row("phone_reach", phone_id=first)
    assert (reach["international"], reach["position"]) == ("+6621234567", 0)
    assert client.row("phone_reach", phone_id=new)["position"] == len(phones)
    client.apply(update_row("phone", new, type="fax"))
    assert client.row("phone_reach", phone_id=new) == {}
    assert client.row("phone", id=new)


def test_changed_country_updates_phone_reach(client: ModerationClient) -> None:
    """Phones are assessed again when the country changes, not for another region."""
    service, phone, area = new_id(), new_id(), new_id()
    organization = client.row("service", id=SERVICE)["organization_id"]
    client.apply(
        create_row("service", service, organization_id=organization, name="House", status="active"),
        create_row("coverage", area, service_id=service, country="KH"),
        create_row("phone", phone, service_id=service, number="02 123 4567"),
    )
    assert client.row("phone_reach", phone_id=phone)["country"] == "KH"
    before = client.rows("phone_reach")
    client.apply(create_row("coverage", new_id(), service_id=service, country="KH", region="KH-12"))
    client.apply(create_row("coverage", new_id(), service_id=SERVICE, country="TH", region="TH-11"))
    assert client.rows("phone_reach") == before
    client.apply(delete_row("coverage", client.rows("coverage", service_id=service, region="KH-12")[0]["id"]))
    client.apply(update_row("coverage", area, country="TH"))
    assert client.row("phone_reach", phone_id=phone)["international"] == "+6621234567"


def test_changed_text_marks_translations_stale(client: ModerationClient) -> None:
    """Translations become stale unless they were changed too; a correction clears the flag."""
    keys = [(SERVICE, "name", language) for language in ("lo", "ta")]
    client.apply(*(Edit(Action.CREATE, "translation", key, {"text": "x", "reviewed": True}) for key in keys))
    number = client.propose(
        update_row("service", SERVICE, name="New name"), Edit(Action.UPDATE, "translation", keys[0], {"text": "y"})
    )
    assert client.diff(number).stale_translations == (keys[1],)
    client.publish(number)
    stale = {row["language"]: row["stale"] for row in client.rows("translation", entity_id=SERVICE, field="name")}
    assert (stale["lo"], stale["ta"]) == (False, True)
    client.apply(Edit(Action.UPDATE, "translation", keys[1], {"text": "z"}))
    row = client.row("translation", entity_id=SERVICE, field="name", language="ta")
    assert (row["text"], row["stale"]) == ("z", False)


def test_change_log_names_no_person(client: ModerationClient) -> None:
    """HSDS metadata has a row per changed field, updated by a role; removed rows are logged for their service."""
    phone = client.rows("phone", service_id=SERVICE)[0]
    before = len(client.rows("metadata"))
    client.apply(
        update_row("service", SERVICE, fees="free", wait_time="2 days"),
        check=Verification("Jane Roe", VerificationMethod.CALLED),
    )
    client.apply(delete_row("phone", phone["id"]))
    log = client.rows("metadata", resource_id=SERVICE)
    assert {(row["field_name"], row["replacement_value"]) for row in log} >= {
        ("fees", "free"),
        ("wait_time", "2 days"),
    }
    assert phone["number"] in [row["previous_value"] for row in log if row["field_name"] == "phone.number"]
    assert {row["updated_by"] for row in client.rows("metadata")[before:]} == {"staff"}
    text = repr(client.rows("metadata"))
    assert not [name for name in (AUTHOR, REVIEWER, "Jane Roe") if f"'{name}'" in text]


def test_change_log_omits_protected_text(client: ModerationClient) -> None:
    """A text that is protected by now is not logged as the previous value."""
    client.apply(update_row("service", SERVICE, description="7 Hidden Road"))
    with client.engine.begin() as connection:
        connection.execute(Phone.metadata.tables["metadata"].delete())
    client.is_protected, client.is_in_circle = (lambda text: "Hidden Road" in text), True
    client.apply(update_row("service", SERVICE, description="ask us"))
    assert "Hidden Road" not in repr(client.rows("metadata"))


def test_updates_search_index(client: ModerationClient) -> None:
    """An inactive entry is not result any more, and staff find its new name."""
    assert client.rows("search_entry", service_id=SERVICE)
    client.apply(update_row("service", SERVICE, status="inactive", name="Zzyzx House"))
    assert not client.rows("search_entry", service_id=SERVICE)
    assert "zzyzx" in client.row("service_text", service_id=SERVICE)["text"]


def test_organization_name_reindexes_all_its_services(client: ModerationClient) -> None:
    """A new organization name reindexes all services; a change of one service only that one."""
    organization = client.row("service", id=SERVICE)["organization_id"]
    other = new_id()
    client.apply(create_row("service", other, organization_id=organization, name="Second", status="active"))
    number = client.propose(update_row("organization", organization, name="Zzyzx Trust"))
    assert set(client.publish(number)) == {SERVICE, other}
    assert "zzyzx" in client.row("service_text", service_id=other)["text"]
    assert client.publish(client.propose(update_row("service", other, fees="x"))) == [other]
