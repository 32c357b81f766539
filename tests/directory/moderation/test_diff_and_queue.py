"""What staff read: a proposal as a diff, waiting proposals, and the history of an entry."""

from datetime import timedelta

import pytest

from directory.moderation import (
    Action,
    ConflictError,
    Edit,
    ProposalState,
    count_waiting,
    decline_proposal,
    erase_from_proposals,
    new_id,
    proposals_by_author,
    waiting_proposals,
    withdraw_proposal,
)
from tests.directory.moderation.client import (
    AUTHOR,
    NOW,
    OTHER,
    REVIEWER,
    SERVICE,
    ModerationClient,
    create_row,
    delete_row,
    update_row,
)


def test_diff_lists_each_field(client: ModerationClient) -> None:
    """Each field has its old, proposed and current value; the proposal has author and reason."""
    old = client.row("service", id=SERVICE)
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    number = client.propose(
        update_row("service", SERVICE, name="House", fees="free"), delete_row("phone", phone), reason="told"
    )
    result = client.diff(number)
    assert (result.proposal.id, result.proposal.reason, result.proposal.author_id) == (number, "told", AUTHOR)
    changed = {field.field: (field.old, field.new, field.now) for field in result.fields if field.table == "service"}
    assert changed == {"name": (old["name"], "House", old["name"]), "fees": (old["fees"], "free", old["fees"])}
    removed = {field.field: field for field in result.fields if field.table == "phone"}
    assert removed["id"].action is Action.DELETE
    assert (removed["number"].new, removed["number"].old) == (None, removed["number"].now)
    assert {field.table for field in result.fields if field.is_derived} == {"phone_reach"}
    assert result.conflicts == ()


def test_published_proposal_has_no_conflict(client: ModerationClient) -> None:
    """The new value is no conflict with the old one."""
    number = client.apply(update_row("service", SERVICE, fees="free"))
    assert client.diff(number).conflicts == ()
    assert client.diff(number).phones == ()


@pytest.mark.parametrize(
    ("number", "kind", "international", "doubtful"),
    [
        ("02 123 4567", None, "+6621234567", False),
        ("+66 2 123 4567", None, "+6621234567", False),
        ("191", None, None, False),
        ("1300", None, None, True),
        ("02 123 45", None, None, True),
        ("call the office", None, None, True),
        ("12", "chat", None, False),
    ],
)
def test_assesses_proposed_numbers(
    shared_client: ModerationClient, number: str, kind: str | None, international: str | None, *, doubtful: bool
) -> None:
    """A reviewer sees what a number can do in its service's country; doubtful numbers are allowed."""
    phone = new_id()
    made = shared_client.propose(create_row("phone", phone, service_id=SERVICE, number=number, type=kind))
    (assessment,) = shared_client.diff(made).phones
    assert assessment.reach
    assert (assessment.phone_id, assessment.country) == (phone, "TH")
    assert (assessment.reach.international, assessment.doubtful) == (international, doubtful)


def test_assesses_contact_number_in_country_of_service(shared_client: ModerationClient) -> None:
    """The country is result through a contact of the same proposal; nobody answers a fax."""
    contact, fax = new_id(), new_id()
    made = shared_client.propose(
        create_row("contact", contact, service_id=SERVICE),
        create_row("phone", new_id(), contact_id=contact, number="02 123 4567"),
        create_row("phone", fax, contact_id=contact, number="02 123 4568", type="fax"),
    )
    phones = shared_client.diff(made).phones
    assert [phone.country for phone in phones] == ["TH", "TH"]
    assert [phone.reach is None for phone in phones if phone.phone_id == fax] == [True]


def test_filters_waiting_proposals(client: ModerationClient) -> None:
    """Waiting proposals are filtered by organization, country and author, oldest first."""
    own = str(client.row("service", id=SERVICE)["organization_id"])
    new = new_id()
    first = client.propose(update_row("service", SERVICE, fees="free"))
    second = client.propose(update_row("organization", own, description="x"), author="another author")
    third = client.propose(
        create_row("service", new, organization_id=own, name="x", status="active"),
        create_row("coverage", new_id(), service_id=new, country="BR"),
    )
    other = client.propose(update_row("service", OTHER, fees="free"))
    with client.engine.connect() as connection:
        assert [proposal.id for proposal in waiting_proposals(connection)] == [first, second, third, other]
        assert [proposal.id for proposal in waiting_proposals(connection, offset=1, limit=2)] == [second, third]
        assert [proposal.id for proposal in waiting_proposals(connection, organization_id=own)] == [
            first,
            second,
            third,
        ]
        assert [proposal.id for proposal in waiting_proposals(connection, countries={"TH"})] == [first, second, other]
        assert [proposal.id for proposal in waiting_proposals(connection, countries={"BR", "CL"})] == [third]
        assert count_waiting(connection, organization_id=own, countries=["TH"]) == 2
        assert [proposal.id for proposal in proposals_by_author(connection, AUTHOR)] == [other, third, first]
        assert [proposal.id for proposal in waiting_proposals(connection, excluding_author=AUTHOR)] == [second]
        assert count_waiting(connection, excluding_author="nobody") == len([first, second, third, other])


def test_history_has_author_time_and_reason(client: ModerationClient) -> None:
    """History lists published, reverted and declined proposals, newest first."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    first = client.apply(update_row("phone", phone, description="office"))
    declined, withdrawn, _ = (client.propose(update_row("service", SERVICE, fees=fees)) for fees in "abc")
    with client.engine.connect() as connection:
        decline_proposal(connection, declined, REVIEWER, "it is not free", now=NOW + timedelta(hours=1))
        withdraw_proposal(connection, withdrawn, AUTHOR, now=NOW)
    client.apply(update_row("service", OTHER, fees="free"))
    back = client.revert(first)
    past = client.history(SERVICE)
    assert [entry.proposal.id for entry in past] == [declined, back, first]
    assert [entry.proposal.state for entry in past] == [
        ProposalState.DECLINED,
        ProposalState.PUBLISHED,
        ProposalState.UNDONE,
    ]
    assert (past[0].proposal.decision, past[0].proposal.decider_id) == ("it is not free", REVIEWER)
    (change,) = past[1].changes
    assert (change.table, change.old, change.new) == ("phone", {"description": "office"}, {"description": None})
    assert [entry.proposal.id for entry in client.history(("phone", (phone,)))] == [back, first]


def test_erased_row_cannot_be_published_or_reverted(client: ModerationClient) -> None:
    """Erased fields are gone from the history, and no proposal restores them."""
    place, address = new_id(), new_id()
    fields = {"address_1": "7 Hidden Road", "city": "X", "country": "TH", "address_type": "physical"}
    client.apply(
        create_row("location", place, location_type="physical"),
        Edit(Action.CREATE, "service_at_location", (new_id(),), {"service_id": SERVICE, "location_id": place}),
    )
    published = client.apply(create_row("address", address, location_id=place, **fields))
    waits = client.propose(update_row("address", address, address_2="second door"))
    with client.engine.begin() as connection:
        erase_from_proposals(connection, "address", (address,))
    assert "Hidden" not in repr(client.rows("proposed_field"))
    for refused in (lambda: client.publish(waits), lambda: client.revert(published)):
        with pytest.raises(ConflictError):
            refused()


def test_history_includes_organization(client: ModerationClient) -> None:
    """Changes of an entry's organization are in the history of that entry alone."""
    ours, others = (client.row("service", id=service)["organization_id"] for service in (SERVICE, OTHER))
    assert ours != others
    number = client.apply(update_row("organization", ours, legal_status="foundation"))
    assert number in [entry.proposal.id for entry in client.history(SERVICE)]
    assert number not in [entry.proposal.id for entry in client.history(OTHER)]


def test_history_includes_locations(client: ModerationClient) -> None:
    """A changed address is in the history of the entry at this location."""
    location, address = new_id(), new_id()
    client.apply(
        create_row("location", location, location_type="physical", name="House"),
        create_row("service_at_location", new_id(), service_id=SERVICE, location_id=location),
        create_row(
            "address",
            address,
            location_id=location,
            address_1="1 Road",
            city="Town",
            state_province="",
            postal_code="",
            country="TH",
            address_type="physical",
        ),
    )
    number = client.apply(update_row("address", address, city="Village"))
    assert number in [entry.proposal.id for entry in client.history(SERVICE)]
