"""Who may propose and decide what."""

from dataclasses import dataclass

import pytest

from directory.moderation import (
    Edit,
    Facts,
    facts_of_edits,
    facts_of_proposal,
    facts_of_service,
    may_decide,
    may_propose,
    new_id,
)
from tests.directory.moderation.desk import OTHER, SERVICE, Desk, make, set_to


@dataclass(frozen=True)
class Somebody:
    """Somebody who has signed in."""

    role: str
    organization_id: str | None = None
    countries: tuple[str, ...] = ()


TH, KH, WORLD = frozenset({"TH"}), frozenset({"KH"}), frozenset[str]()
OURS = frozenset({"ours"})


@pytest.mark.parametrize(
    ("person", "facts", "proposes", "decides"),
    [
        (Somebody("editor", "ours"), Facts(OURS, (TH,)), True, False),
        (Somebody("editor", "ours", ("TH",)), Facts(frozenset({"theirs"}), (TH,)), False, False),
        (Somebody("editor", "ours"), Facts(frozenset({"ours", "theirs"}), (TH,)), False, False),
        (Somebody("editor", "ours"), Facts(frozenset(), ()), False, False),
        (Somebody("editor"), Facts(frozenset(), ()), False, False),
        (Somebody("reviewer", None, ("TH", "LA")), Facts(OURS, (TH,)), True, True),
        (Somebody("reviewer", None, ("TH",)), Facts(OURS, (TH, KH)), False, False),
        (Somebody("reviewer", None, ("TH",)), Facts(OURS, (TH | KH,)), True, True),
        (Somebody("reviewer", None, ("TH",)), Facts(OURS, (WORLD,)), False, False),
        (Somebody("reviewer", None, ("TH",)), Facts(frozenset(), ()), False, False),
        (Somebody("reviewer"), Facts(OURS, (WORLD,)), True, True),
        (Somebody("administrator"), Facts(frozenset(), ()), True, True),
        (Somebody("guest", "ours", ("TH",)), Facts(OURS, (TH,)), False, False),
    ],
)
def test_each_role_has_its_bounds(person: Somebody, facts: Facts, *, proposes: bool, decides: bool) -> None:
    """An editor proposes for one organization, a reviewer decides in a region, an unknown role does nothing."""
    assert (may_propose(person, facts), may_decide(person, facts)) == (proposes, decides)


def of(desk: Desk, *edits: Edit) -> Facts:
    """Return what edits concern."""
    with desk.engine.connect() as connection:
        return facts_of_edits(connection, edits)


def test_a_row_concerns_whose_it_is(shared_desk: Desk) -> None:
    """However deep it hangs, by its service, organization and their countries; a row with two owners concerns both."""
    own, other = (str((shared_desk.row("service", id=one) or {})["organization_id"]) for one in (SERVICE, OTHER))
    with shared_desk.engine.connect() as connection:
        known = facts_of_service(connection, SERVICE)
        assert facts_of_service(connection, new_id()) == Facts(frozenset(), ())
    assert known == Facts(frozenset({own}), (TH,))
    phone = shared_desk.rows("phone", service_id=SERVICE)[0]["id"]
    contact, place = new_id(), new_id()
    for edits in (
        [set_to("service", SERVICE, fees="x")],
        [set_to("phone", phone, description="x")],
        [make("language", new_id(), phone_id=phone, code="th")],
        [make("contact", contact, service_id=SERVICE), make("phone", new_id(), contact_id=contact, number="1")],
        [
            make("location", place, location_type="physical"),
            make("service_at_location", new_id(), service_id=SERVICE, location_id=place),
        ],
    ):
        assert of(shared_desk, *edits) == known
    assert of(shared_desk, set_to("organization", own, description="x")).organizations == {own}
    for edit in (set_to("phone", phone, service_id=OTHER), set_to("service", SERVICE, organization_id=other)):
        assert of(shared_desk, edit).organizations == {own, other}


def test_no_proposal_moves_itself_to_a_reviewer(shared_desk: Desk) -> None:
    """A country that is only proposed gives its reviewers no say, but for a service that is made with it."""
    number = shared_desk.propose(make("coverage", new_id(), service_id=SERVICE, country="BR"))
    new = new_id()
    own = str((shared_desk.row("service", id=SERVICE) or {})["organization_id"])
    made = shared_desk.propose(
        make("service", new, organization_id=own, name="x", status="active"),
        make("coverage", new_id(), service_id=new, country="BR"),
    )
    with shared_desk.engine.connect() as connection:
        assert facts_of_proposal(connection, number).countries == (TH,)
        assert facts_of_proposal(connection, made) == Facts(frozenset({own}), (frozenset({"BR"}),))
