"""What a reviewer reads before a decision, and what is read afterwards."""

from datetime import timedelta

import pytest

from directory.moderation import (
    Action,
    ChangedMeanwhileError,
    Edit,
    State,
    by_author,
    count_waiting,
    decline,
    forget,
    new_id,
    waiting,
    withdraw,
)
from tests.directory.moderation.desk import AUTHOR, NOW, OTHER, REVIEWER, SERVICE, Desk, make, remove, set_to


def test_a_proposal_is_read_field_by_field(desk: Desk) -> None:
    """Each with what it was, what it becomes and what stands there now, and who asked why."""
    old = desk.row("service", id=SERVICE) or {}
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    number = desk.propose(set_to("service", SERVICE, name="House", fees="free"), remove("phone", phone), reason="told")
    found = desk.read(number)
    assert (found.proposal.id, found.proposal.reason, found.proposal.author_id) == (number, "told", AUTHOR)
    asked = {one.field: (one.old, one.new, one.now) for one in found.fields if one.table == "service"}
    assert asked == {"name": (old["name"], "House", old["name"]), "fees": (old["fees"], "free", old["fees"])}
    gone = {one.field: one for one in found.fields if one.table == "phone"}
    assert gone["id"].action is Action.DELETE
    assert (gone["number"].new, gone["number"].old) == (None, gone["number"].now)
    assert {one.table for one in found.fields if one.follows} == {"phone_reach"}
    assert found.conflicts == ()


def test_what_is_published_has_no_conflict(desk: Desk) -> None:
    """Its new value stands there, which is no conflict with the old one."""
    number = desk.change(set_to("service", SERVICE, fees="free"))
    assert desk.read(number).conflicts == ()
    assert desk.read(number).phones == ()


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
def test_numbers_are_judged_as_typed(
    shared_desk: Desk, number: str, kind: str | None, international: str | None, *, doubtful: bool
) -> None:
    """A reviewer sees what a number can do in the country of its service; a doubtful one is not refused."""
    phone = new_id()
    made = shared_desk.propose(make("phone", phone, service_id=SERVICE, number=number, type=kind))
    (verdict,) = shared_desk.read(made).phones
    assert verdict.reach
    assert (verdict.phone_id, verdict.country) == (phone, "TH")
    assert (verdict.reach.international, verdict.doubtful) == (international, doubtful)


def test_a_number_of_an_office_is_judged_where_its_service_is(shared_desk: Desk) -> None:
    """The country is found through the contact that is made with it; a fax answers nobody."""
    contact, fax = new_id(), new_id()
    made = shared_desk.propose(
        make("contact", contact, service_id=SERVICE),
        make("phone", new_id(), contact_id=contact, number="02 123 4567"),
        make("phone", fax, contact_id=contact, number="02 123 4568", type="fax"),
    )
    verdicts = shared_desk.read(made).phones
    assert [one.country for one in verdicts] == ["TH", "TH"]
    assert [one.reach is None for one in verdicts if one.phone_id == fax] == [True]


def test_what_waits_is_found_by_who_may_decide(desk: Desk) -> None:
    """By organization and by country, oldest first; a service that is only proposed counts where it will be."""
    own = str((desk.row("service", id=SERVICE) or {})["organization_id"])
    new = new_id()
    first = desk.propose(set_to("service", SERVICE, fees="free"))
    second = desk.propose(set_to("organization", own, description="x"), author="somebody else")
    third = desk.propose(
        make("service", new, organization_id=own, name="x", status="active"),
        make("coverage", new_id(), service_id=new, country="BR"),
    )
    other = desk.propose(set_to("service", OTHER, fees="free"))
    with desk.engine.connect() as connection:
        assert [one.id for one in waiting(connection)] == [first, second, third, other]
        assert [one.id for one in waiting(connection, offset=1, limit=2)] == [second, third]
        assert [one.id for one in waiting(connection, organization_id=own)] == [first, second, third]
        assert [one.id for one in waiting(connection, countries={"TH"})] == [first, second, other]
        assert [one.id for one in waiting(connection, countries={"BR", "CL"})] == [third]
        assert count_waiting(connection, organization_id=own, countries=["TH"]) == 2
        assert [one.id for one in by_author(connection, AUTHOR)] == [other, third, first]
        assert [one.id for one in waiting(connection, but_by=AUTHOR)] == [second]
        assert count_waiting(connection, but_by="nobody") == len([first, second, third, other])


def test_history_tells_who_when_and_why(desk: Desk) -> None:
    """Newest first, what was published, undone or declined; what waits or was withdrawn is none."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    first = desk.change(set_to("phone", phone, description="office"))
    declined, withdrawn, _ = (desk.propose(set_to("service", SERVICE, fees=one)) for one in "abc")
    with desk.engine.connect() as connection:
        decline(connection, declined, REVIEWER, "it is not free", now=NOW + timedelta(hours=1))
        withdraw(connection, withdrawn, AUTHOR, now=NOW)
    desk.change(set_to("service", OTHER, fees="free"))
    back = desk.undo(first)
    past = desk.history(SERVICE)
    assert [one.proposal.id for one in past] == [declined, back, first]
    assert [one.proposal.state for one in past] == [State.DECLINED, State.PUBLISHED, State.UNDONE]
    assert (past[0].proposal.decision, past[0].proposal.decider_id) == ("it is not free", REVIEWER)
    (change,) = past[1].changes
    assert (change.table, change.old, change.new) == ("phone", {"description": "office"}, {"description": None})
    assert [one.proposal.id for one in desk.history(("phone", (phone,)))] == [back, first]


def test_what_became_protected_is_forgotten(desk: Desk) -> None:
    """History does not tell it, and the proposal brings it back neither by publishing nor by undoing."""
    place, address = new_id(), new_id()
    said = {"address_1": "7 Hidden Road", "city": "X", "country": "TH", "address_type": "physical"}
    desk.change(
        make("location", place, location_type="physical"),
        Edit(Action.CREATE, "service_at_location", (new_id(),), {"service_id": SERVICE, "location_id": place}),
    )
    published = desk.change(make("address", address, location_id=place, **said))
    waits = desk.propose(set_to("address", address, address_2="second door"))
    with desk.engine.begin() as connection:
        forget(connection, "address", (address,))
    assert "Hidden" not in repr(desk.rows("proposed_field"))
    for refused in (lambda: desk.publish(waits), lambda: desk.undo(published)):
        with pytest.raises(ChangedMeanwhileError):
            refused()


def test_history_of_an_entry_holds_what_is_said_around_it(desk: Desk) -> None:
    """What was changed of an entry's organization is in the history of the entry, and of no other organization's."""
    ours, others = ((desk.row("service", id=one) or {})["organization_id"] for one in (SERVICE, OTHER))
    assert ours != others
    number = desk.change(set_to("organization", ours, legal_status="foundation"))
    assert number in [one.proposal.id for one in desk.history(SERVICE)]
    assert number not in [one.proposal.id for one in desk.history(OTHER)]


def test_history_of_an_entry_holds_its_places(desk: Desk) -> None:
    """A changed address is in the history of the entry that is there."""
    location, address = new_id(), new_id()
    desk.change(
        make("location", location, location_type="physical", name="House"),
        make("service_at_location", new_id(), service_id=SERVICE, location_id=location),
        make(
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
    number = desk.change(set_to("address", address, city="Village"))
    assert number in [one.proposal.id for one in desk.history(SERVICE)]
