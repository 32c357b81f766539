"""Ways to bypass the review by a second person are closed."""

from datetime import timedelta

import pytest

from directory.confidential import AccessCircle, ConfidentialStore
from directory.confidential.entries import ProtectedAddress
from directory.moderation import (
    Action,
    BadEditError,
    ConflictError,
    Edit,
    OwnProposalError,
    ProposalState,
    Role,
    VerificationMethod,
    decline_proposal,
    load_history,
    mark_verified,
    may_decide,
    new_id,
    revert_proposal,
    scope_of_proposal,
)
from tests.directory.moderation.client import (
    AUTHOR,
    NOW,
    OTHER,
    REVIEWER,
    SERVICE,
    STALE_AFTER,
    ModerationClient,
    create_row,
    update_row,
)


class Reviewer:
    """A reviewer for some countries."""

    role, organization_id = Role.REVIEWER, None

    def __init__(self, *countries: str) -> None:
        self.countries = countries


def make_french(text: str) -> Edit:
    """Return the edit that translates the fees."""
    return Edit(Action.CREATE, "translation", (SERVICE, "fees_description", "fr"), {"text": text})


def test_author_cannot_restore_own_change(client: ModerationClient) -> None:
    """Authors cannot revert the revert of their own change."""
    number = client.apply(update_row("service", SERVICE, fees="a lot"))
    back = client.revert(number)
    with client.engine.connect() as connection, pytest.raises(OwnProposalError):
        revert_proposal(connection, back, AUTHOR, stale_after=STALE_AFTER, guard=None, now=NOW)
    client.revert(back)
    assert client.row("service", id=SERVICE)["fees"] == "a lot"


def test_reversion_of_an_older_change_waits_for_a_second_person(client: ModerationClient) -> None:
    """After a day nobody brings a former number back alone; the second person restores exactly what was there."""
    before, phone = client.all_rows(), client.row("phone", service_id=SERVICE)["id"]
    number = client.apply(update_row("phone", phone, number="02 123 4567"))
    after, later = client.all_rows(), NOW + timedelta(days=1, seconds=1)
    back = client.revert(number, now=later)
    assert client.all_rows() == after
    assert (client.row("proposal", id=back)["state"], client.row("proposal", id=number)["state"]) == (
        ProposalState.WAITING,
        ProposalState.PUBLISHED,
    )
    with pytest.raises(OwnProposalError):
        client.publish(back, REVIEWER, now=later)
    client.publish(back, "second", now=later)
    assert client.all_rows() == before
    assert client.row("proposal", id=number)["state"] == ProposalState.UNDONE
    again = client.revert(back, now=later + timedelta(days=2))
    with pytest.raises(OwnProposalError):
        client.publish(again, AUTHOR, now=later + timedelta(days=2))
    client.publish(again, "second", now=later + timedelta(days=2))
    assert client.all_rows() == after
    states = {row["id"]: row["state"] for row in client.rows("proposal")}
    assert (states[number], states[back], states[again]) == ("published", "undone", "published")


def test_two_reversions_of_one_change_conflict(client: ModerationClient) -> None:
    """Of two reversions that wait the second can't be published any more."""
    number = client.apply(update_row("service", SERVICE, fees="a lot"))
    later = NOW + timedelta(days=2)
    first, second = client.revert(number, now=later), client.revert(number, by="second", now=later)
    client.publish(first, "third", now=later)
    with pytest.raises(ConflictError):
        client.publish(second, "third", now=later)


def test_translation_of_old_text_becomes_stale(client: ModerationClient) -> None:
    """A translation whose source changed while it waited is published as stale."""
    client.apply(update_row("service", SERVICE, fees_description="ten"))
    waits = client.propose(make_french("dix"))
    number = client.propose(update_row("service", SERVICE, fees_description="twenty"))
    client.publish(number, now=NOW + timedelta(hours=1))
    client.publish(waits)
    assert [row["stale"] for row in client.rows("translation", entity_id=SERVICE, language="fr")] == [True]


def test_translation_of_present_text_is_not_stale(client: ModerationClient) -> None:
    """A translation of the present text is not stale."""
    client.apply(update_row("service", SERVICE, fees_description="ten"))
    client.publish(client.propose(make_french("dix")))
    assert [row["stale"] for row in client.rows("translation", entity_id=SERVICE, language="fr")] == [False]


def test_rejects_link_to_foreign_withheld_location(client: ModerationClient) -> None:
    """Partners of an entry must not see the withheld address of another organization."""
    theirs = client.row("service", id=OTHER)["organization_id"]
    location = new_id()
    client.apply(create_row("location", location, location_type="physical", organization_id=theirs))
    ConfidentialStore(client.engine).protect(
        ProtectedAddress(new_id(), location, AccessCircle.PARTNER, "7 Hidden Row", "TH")
    )
    with pytest.raises(BadEditError):
        client.propose(create_row("service_at_location", new_id(), service_id=SERVICE, location_id=location))
    client.propose(create_row("service_at_location", new_id(), service_id=OTHER, location_id=location))


def test_allows_link_to_own_withheld_location(client: ModerationClient) -> None:
    """A withheld location without an organization belongs to the services there."""
    location, link = new_id(), new_id()
    client.apply(
        create_row("location", location, location_type="physical"),
        create_row("service_at_location", link, service_id=SERVICE, location_id=location),
    )
    ConfidentialStore(client.engine).protect(
        ProtectedAddress(new_id(), location, AccessCircle.PARTNER, "7 Hidden Row", "TH")
    )
    client.apply(update_row("service_at_location", link, description="ring twice"))
    with pytest.raises(BadEditError):
        client.propose(create_row("service_at_location", new_id(), service_id=OTHER, location_id=location))
    with pytest.raises(BadEditError):
        client.propose(update_row("service_at_location", link, service_id=OTHER))


def test_organization_in_several_countries(client: ModerationClient) -> None:
    """A reviewer of one country cannot decide on an organization in several."""
    ours = client.row("service", id=SERVICE)["organization_id"]
    abroad = new_id()
    client.apply(
        create_row("service", abroad, organization_id=ours, name="Abroad", status="active"),
        create_row("coverage", new_id(), service_id=abroad, country="LA"),
    )
    number = client.propose(update_row("organization", ours, website="https://example.org"))
    with client.engine.connect() as connection:
        scope = scope_of_proposal(connection, number)
    assert frozenset({"LA"}) in scope.countries
    assert not may_decide(Reviewer("LA"), scope)
    assert may_decide(Reviewer(), scope)


def test_declined_proposals_can_be_hidden(client: ModerationClient) -> None:
    """History without declined proposals shows nothing of them."""
    number = client.propose(update_row("service", SERVICE, fees="at 12 Zanzibar Lane"))
    with client.engine.connect() as connection:
        decline_proposal(connection, number, REVIEWER, "it names the house", now=NOW)
        assert number in [entry.proposal.id for entry in load_history(connection, SERVICE)]
        assert number not in [entry.proposal.id for entry in load_history(connection, SERVICE, declined=False)]


def test_changed_extension_clears_verification(client: ModerationClient) -> None:
    """A changed extension clears the mark, as a changed number does."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    with client.engine.connect() as connection:
        mark_verified(connection, SERVICE, "reviewer", VerificationMethod.CALLED, NOW, STALE_AFTER, account_id=REVIEWER)
    assert client.row("assurance", service_id=SERVICE)["verified_at"]
    client.apply(update_row("phone", phone, extension=12))
    assert not client.row("assurance", service_id=SERVICE)["verified_at"]
