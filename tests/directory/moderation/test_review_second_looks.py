"""What a second pair of eyes is for, where it would be easy to get round it."""

from datetime import timedelta

import pytest

from directory.confidential import Circle, Confidential
from directory.confidential.entries import ProtectedAddress
from directory.moderation import (
    Action,
    BadEditError,
    Edit,
    Method,
    OwnProposalError,
    Role,
    assure,
    decline,
    facts_of_proposal,
    history,
    may_decide,
    new_id,
    publish,
    undo,
)
from tests.directory.moderation.desk import AUTHOR, NOW, OTHER, REVIEWER, SERVICE, STALE_AFTER, Desk, make, set_to


class Reviewer:
    """Somebody who decides in some countries."""

    role, organization_id = Role.REVIEWER, None

    def __init__(self, *countries: str) -> None:
        self.countries = countries


def make_french(text: str) -> Edit:
    """Return the edit that translates what the service costs."""
    return Edit(Action.CREATE, "translation", (SERVICE, "fees_description", "fr"), {"text": text})


def test_nobody_brings_their_own_change_back(desk: Desk) -> None:
    """An undoing of one's own change is undone by somebody else."""
    number = desk.change(set_to("service", SERVICE, fees="a lot"))
    back = desk.undo(number)
    with desk.engine.connect() as connection, pytest.raises(OwnProposalError):
        undo(connection, back, AUTHOR, stale_after=STALE_AFTER, is_protected=None, now=NOW)
    desk.undo(back)
    assert (desk.row("service", id=SERVICE) or {})["fees"] == "a lot"


def test_a_translation_of_the_old_text(desk: Desk) -> None:
    """A translation that waited while its source changed is published as behind."""
    desk.change(set_to("service", SERVICE, fees_description="ten"))
    waits = desk.propose(make_french("dix"))
    number = desk.propose(set_to("service", SERVICE, fees_description="twenty"))
    later = NOW + timedelta(hours=1)
    with desk.engine.connect() as connection:
        publish(connection, number, REVIEWER, stale_after=STALE_AFTER, is_protected=None, now=later)
    desk.publish(waits)
    assert [row["stale"] for row in desk.rows("translation", entity_id=SERVICE, language="fr")] == [True]


def test_a_translation_of_the_present_text(desk: Desk) -> None:
    """A translation of what stands there is not behind."""
    desk.change(set_to("service", SERVICE, fees_description="ten"))
    with desk.engine.connect() as connection:
        publish(
            connection,
            desk.propose(make_french("dix")),
            REVIEWER,
            stale_after=STALE_AFTER,
            is_protected=None,
            now=NOW,
        )
    assert [row["stale"] for row in desk.rows("translation", entity_id=SERVICE, language="fr")] == [False]


def test_somebody_elses_protected_place(desk: Desk) -> None:
    """An entry is not put at the protected place of another organization: its partners would read the address."""
    theirs = (desk.row("service", id=OTHER) or {})["organization_id"]
    location = new_id()
    desk.change(make("location", location, location_type="physical", organization_id=theirs))
    Confidential(desk.engine).protect(ProtectedAddress(new_id(), location, Circle.PARTNER, "7 Hidden Row", "TH"))
    with pytest.raises(BadEditError):
        desk.propose(make("service_at_location", new_id(), service_id=SERVICE, location_id=location))
    desk.propose(make("service_at_location", new_id(), service_id=OTHER, location_id=location))


def test_an_own_protected_place_that_names_nobody(desk: Desk) -> None:
    """A place without an organization is that of the services there: theirs go on with it, others stay out."""
    location, link = new_id(), new_id()
    desk.change(
        make("location", location, location_type="physical"),
        make("service_at_location", link, service_id=SERVICE, location_id=location),
    )
    Confidential(desk.engine).protect(ProtectedAddress(new_id(), location, Circle.PARTNER, "7 Hidden Row", "TH"))
    desk.change(set_to("service_at_location", link, description="ring twice"))
    with pytest.raises(BadEditError):
        desk.propose(make("service_at_location", new_id(), service_id=OTHER, location_id=location))
    with pytest.raises(BadEditError):
        desk.propose(set_to("service_at_location", link, service_id=OTHER))


def test_an_organization_of_several_countries(desk: Desk) -> None:
    """Who decides in one country does not decide alone on what an organization says in several."""
    ours = (desk.row("service", id=SERVICE) or {})["organization_id"]
    abroad = new_id()
    desk.change(
        make("service", abroad, organization_id=ours, name="Abroad", status="active"),
        make("coverage", new_id(), service_id=abroad, country="LA"),
    )
    number = desk.propose(set_to("organization", ours, website="https://example.org"))
    with desk.engine.connect() as connection:
        facts = facts_of_proposal(connection, number)
    assert frozenset({"LA"}) in facts.countries
    assert not may_decide(Reviewer("LA"), facts)
    assert may_decide(Reviewer(), facts)


def test_what_was_declined_is_not_for_everybody(desk: Desk) -> None:
    """History without what was declined shows nothing of it."""
    number = desk.propose(set_to("service", SERVICE, fees="at 12 Zanzibar Lane"))
    with desk.engine.connect() as connection:
        decline(connection, number, REVIEWER, "it names the house", now=NOW)
        assert number in [one.proposal.id for one in history(connection, SERVICE)]
        assert number not in [one.proposal.id for one in history(connection, SERVICE, declined=False)]


def test_an_extension_rings_somewhere_else(desk: Desk) -> None:
    """A changed extension ends the mark of a check, as a changed number does."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    with desk.engine.connect() as connection:
        assure(connection, SERVICE, "reviewer", Method.CALLED, NOW, STALE_AFTER, account_id=REVIEWER)
    assert (desk.row("assurance", service_id=SERVICE) or {})["verified_at"]
    desk.change(set_to("phone", phone, extension=12))
    assert not (desk.row("assurance", service_id=SERVICE) or {})["verified_at"]
