"""A proposal with protected data is taken like any other, and only those who may read the data see and publish it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.confidential.guard import load_protection_check
from directory.moderation import (
    Edit,
    HeldProposalError,
    HeldReason,
    ProtectedTextError,
    count_waiting,
    decline_proposal,
    find_readable,
    new_id,
    revert_proposal,
    waiting_proposals,
)
from directory.moderation.redaction_guard import HITS_PERIOD, MAX_DIGITS, MAX_HITS, find_held_reason
from tests.directory.moderation.client import (
    NOW,
    OTHER,
    REVIEWER,
    SERVICE,
    STALE_AFTER,
    ModerationClient,
    create_row,
    update_row,
)

STREET = "7 Hidden Road"


@pytest.fixture
def guarded(client: ModerationClient) -> ModerationClient:
    """A directory with a protected address of a service."""
    location = new_id()
    client.apply(
        create_row("location", location, location_type="physical"),
        create_row("service_at_location", new_id(), service_id=SERVICE, location_id=location),
    )
    ConfidentialStore(client.engine).protect(ProtectedAddress(new_id(), location, AccessCircle.STAFF, STREET, "TH"))
    client.is_protected = load_protection_check(client.engine)
    return client


def held_state(client: ModerationClient, number: int) -> Any:
    """Return why a proposal is held."""
    return client.row("proposal", id=number)["held"]


@pytest.mark.parametrize("service", [SERVICE, OTHER])
@pytest.mark.parametrize(
    ("values", "reason"),
    [({"description": f"We are at {STREET}."}, ""), ({"alert": "at 7  hidden ROAD"}, ""), ({"fees": "free"}, STREET)],
)
def test_holds_protected_text_of_anybody(
    guarded: ModerationClient, service: str, values: dict[str, str], reason: str
) -> None:
    """Whichever entry it is written in: the proposal is stored, and nobody outside the circle can publish it."""
    number = guarded.propose(update_row("service", service, **values), reason=reason)
    assert held_state(guarded, number) == HeldReason.PROTECTED
    with pytest.raises(HeldProposalError) as error:
        guarded.publish(number)
    assert "Hidden" not in str(error.value)
    guarded.is_in_circle = True
    assert service in guarded.publish(number)


def test_holds_new_rows_and_corrections(guarded: ModerationClient) -> None:
    """A new contact and a new translation are held, and a change that takes the street out: it shows the street."""
    guarded.is_protected = None
    guarded.apply(update_row("service", OTHER, description=f"near {STREET}"))
    guarded.is_protected = load_protection_check(guarded.engine)
    translation = create_row("translation", OTHER, text=STREET, reviewed=False)
    for edit in (
        create_row("contact", new_id(), service_id=OTHER, name=STREET),
        Edit(translation.action, "translation", (OTHER, "name", "th"), translation.values),
        update_row("service", OTHER, description="ask us"),
    ):
        assert held_state(guarded, guarded.propose(edit)) == HeldReason.PROTECTED


def test_others_know_nothing_of_held_proposals(guarded: ModerationClient) -> None:
    """Held proposals are in no queue, count or history of people outside the circle."""
    number = guarded.propose(update_row("service", OTHER, alert=STREET))
    free = guarded.propose(update_row("service", OTHER, alert="closed"))
    assert guarded.guard is not None
    with guarded.engine.connect() as connection:
        assert [one.id for one in waiting_proposals(connection)] == [free]
        assert count_waiting(connection) == 1
        assert find_readable(connection, guarded.guard) == frozenset()
        guarded.is_in_circle = True
        readable = find_readable(connection, guarded.guard)
        assert [one.id for one in waiting_proposals(connection, readable=readable)] == [number, free]
    guarded.publish(number)
    assert number not in [entry.proposal.id for entry in guarded.history(OTHER)]


def test_limit_holds_everything(guarded: ModerationClient) -> None:
    """After some hits all proposals of the account are held for a day, so that no more can be learned."""
    for number in range(MAX_HITS):
        assert held_state(guarded, guarded.propose(update_row("service", OTHER, alert=f"{STREET} {number}")))
    assert held_state(guarded, guarded.propose(update_row("service", OTHER, alert="closed"))) == HeldReason.LIMIT
    assert held_state(guarded, guarded.propose(update_row("service", OTHER, alert="open"), author="other")) is None
    digits = create_row("url", new_id(), service_id=OTHER, url="https://example.org", label="1" * (MAX_DIGITS + 1))
    assert held_state(guarded, guarded.propose(digits, author="other")) == HeldReason.LIMIT
    later = NOW + HITS_PERIOD + timedelta(seconds=1)
    with guarded.engine.connect() as connection:
        assert find_held_reason(connection, [], "", "author", guarded.is_protected, later) is None


def test_same_work_whatever_a_proposal_holds(guarded: ModerationClient) -> None:
    """The statements for a proposal with protected data are those for any other, below the limit and above."""
    statements: list[list[str]] = []

    def note(*given: Any) -> None:
        statements[-1].append(given[2])

    event.listen(guarded.engine, "before_cursor_execute", note)
    for text in ("somewhere", *[STREET] * MAX_HITS, "elsewhere"):
        statements.append([])
        guarded.propose(update_row("service", OTHER, alert=text))
    event.remove(guarded.engine, "before_cursor_execute", note)
    assert statements == statements[:1] * (MAX_HITS + 2)


def test_reasons_tell_nothing(guarded: ModerationClient) -> None:
    """A reason is refused only to those who may read what it holds; otherwise the proposal is held from then on."""
    first, second = (guarded.propose(update_row("service", OTHER, alert=text)) for text in ("closed", "open"))
    with guarded.engine.connect() as connection:
        decline_proposal(connection, first, REVIEWER, STREET, now=NOW, guard=guarded.guard)
        guarded.is_in_circle = True
        with pytest.raises(ProtectedTextError):
            decline_proposal(connection, second, REVIEWER, STREET, now=NOW, guard=guarded.guard)
    assert held_state(guarded, first) == HeldReason.SINCE


def test_protecting_holds_earlier_proposals(client: ModerationClient) -> None:
    """Proposals of others that hold what becomes protected are held, waiting and published ones."""
    published = client.apply(update_row("service", OTHER, alert="Call 081-555 0177"))
    waiting = client.propose(update_row("service", OTHER, alert="Call\n081-555 0177"))
    free = client.propose(update_row("service", OTHER, fees="Call 1300"))
    contact = ProtectedContact(new_id(), SERVICE, AccessCircle.STAFF, number="+66 81 555 0177")
    ConfidentialStore(client.engine).protect(contact)
    assert [held_state(client, number) for number in (published, waiting, free)] == ["since", "since", None]
    assert "0177" not in repr(client.rows("metadata"))


def test_reversion_that_waits_is_held(guarded: ModerationClient) -> None:
    """The undo of an older change with protected data is held while it waits, and only the circle publishes it."""
    guarded.is_protected = None
    number = guarded.apply(update_row("service", OTHER, alert=STREET))
    guarded.is_protected, later = load_protection_check(guarded.engine), NOW + timedelta(days=2)
    back = guarded.revert(number, now=later)
    assert (held_state(guarded, back), guarded.row("proposal", id=back)["state"]) == (HeldReason.PROTECTED, "waiting")
    with guarded.engine.connect() as connection:
        assert waiting_proposals(connection) == []
    with pytest.raises(HeldProposalError):
        guarded.publish(back, "second", now=later)
    guarded.is_in_circle = True
    guarded.publish(back, "second", now=later)
    assert guarded.row("service", id=OTHER)["alert"] != STREET
    assert guarded.row("proposal", id=number)["state"] == "undone"


def test_limit_holds_reversions(guarded: ModerationClient) -> None:
    """Reasons of reversions count like proposals: after some hits no reversion of the account tells anything."""
    numbers = [guarded.apply(update_row("service", OTHER, alert=str(number))) for number in range(MAX_HITS + 1)]
    for number in reversed(numbers):
        with guarded.engine.connect() as connection:
            options: Any = {"stale_after": STALE_AFTER, "guard": guarded.guard, "now": NOW}
            reason = STREET if number != numbers[0] else "elsewhere"
            back = revert_proposal(connection, number, REVIEWER, **options, reason=reason)
        expected = HeldReason.PROTECTED if number != numbers[0] else HeldReason.LIMIT
        assert held_state(guarded, back) == expected
