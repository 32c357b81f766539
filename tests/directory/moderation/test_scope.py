"""Permissions by role, organization and country."""

from dataclasses import dataclass

import pytest

from directory.moderation import (
    ChangeScope,
    Edit,
    may_decide,
    may_propose,
    new_id,
    scope_of_edits,
    scope_of_proposal,
    scope_of_service,
)
from tests.directory.moderation.client import OTHER, SERVICE, ModerationClient, create_row, update_row


@dataclass(frozen=True)
class Member:
    """A signed-in member of staff."""

    role: str
    organization_id: str | None = None
    countries: tuple[str, ...] = ()


TH, KH, WORLD = frozenset({"TH"}), frozenset({"KH"}), frozenset[str]()
OURS = frozenset({"ours"})


@pytest.mark.parametrize(
    ("person", "scope", "proposes", "decides"),
    [
        (Member("editor", "ours"), ChangeScope(OURS, (TH,)), True, False),
        (Member("editor", "ours", ("TH",)), ChangeScope(frozenset({"theirs"}), (TH,)), False, False),
        (Member("editor", "ours"), ChangeScope(frozenset({"ours", "theirs"}), (TH,)), False, False),
        (Member("editor", "ours"), ChangeScope(frozenset(), ()), False, False),
        (Member("editor"), ChangeScope(frozenset(), ()), False, False),
        (Member("reviewer", None, ("TH", "LA")), ChangeScope(OURS, (TH,)), True, True),
        (Member("reviewer", None, ("TH",)), ChangeScope(OURS, (TH, KH)), False, False),
        (Member("reviewer", None, ("TH",)), ChangeScope(OURS, (TH | KH,)), True, True),
        (Member("reviewer", None, ("TH",)), ChangeScope(OURS, (WORLD,)), False, False),
        (Member("reviewer", None, ("TH",)), ChangeScope(frozenset(), ()), False, False),
        (Member("reviewer"), ChangeScope(OURS, (WORLD,)), True, True),
        (Member("administrator"), ChangeScope(frozenset(), ()), True, True),
        (Member("guest", "ours", ("TH",)), ChangeScope(OURS, (TH,)), False, False),
    ],
)
def test_permissions_of_each_role(person: Member, scope: ChangeScope, *, proposes: bool, decides: bool) -> None:
    """Editors propose for one organization, reviewers decide in a region, unknown roles do nothing."""
    assert (may_propose(person, scope), may_decide(person, scope)) == (proposes, decides)


def scope_of(client: ModerationClient, *edits: Edit) -> ChangeScope:
    """Return the scope of edits."""
    with client.engine.connect() as connection:
        return scope_of_edits(connection, edits)


def test_scope_of_each_table(shared_client: ModerationClient) -> None:
    """The scope of a row is that of its service and organization; with two owners it is both."""
    own, other = (str(shared_client.row("service", id=service)["organization_id"]) for service in (SERVICE, OTHER))
    with shared_client.engine.connect() as connection:
        known = scope_of_service(connection, SERVICE)
        assert scope_of_service(connection, new_id()) == ChangeScope(frozenset(), ())
    assert known == ChangeScope(frozenset({own}), (TH,))
    phone = shared_client.rows("phone", service_id=SERVICE)[0]["id"]
    contact, place = new_id(), new_id()
    for edits in (
        [update_row("service", SERVICE, fees="x")],
        [update_row("phone", phone, description="x")],
        [create_row("language", new_id(), phone_id=phone, code="th")],
        [
            create_row("contact", contact, service_id=SERVICE),
            create_row("phone", new_id(), contact_id=contact, number="1"),
        ],
        [
            create_row("location", place, location_type="physical"),
            create_row("service_at_location", new_id(), service_id=SERVICE, location_id=place),
        ],
    ):
        assert scope_of(shared_client, *edits) == known
    assert scope_of(shared_client, update_row("organization", own, description="x")).organizations == {own}
    for edit in (update_row("phone", phone, service_id=OTHER), update_row("service", SERVICE, organization_id=other)):
        assert scope_of(shared_client, edit).organizations == {own, other}


def test_proposal_cannot_move_itself_to_reviewer(shared_client: ModerationClient) -> None:
    """A proposed country does not give its reviewers a say, except for a new service."""
    number = shared_client.propose(create_row("coverage", new_id(), service_id=SERVICE, country="BR"))
    new = new_id()
    own = str(shared_client.row("service", id=SERVICE)["organization_id"])
    made = shared_client.propose(
        create_row("service", new, organization_id=own, name="x", status="active"),
        create_row("coverage", new_id(), service_id=new, country="BR"),
    )
    with shared_client.engine.connect() as connection:
        assert scope_of_proposal(connection, number).countries == (TH,)
        assert scope_of_proposal(connection, made) == ChangeScope(frozenset({own}), (frozenset({"BR"}),))
