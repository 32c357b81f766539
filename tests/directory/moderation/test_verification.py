"""The verification queue, and marking entries as verified."""

from datetime import timedelta

import pytest

from directory import Directory, Need, Place
from directory.moderation import (
    UnknownRowError,
    VerificationMethod,
    VerificationQueue,
    load_verification_queue,
    mark_verified,
    most_urgent_entries,
    new_id,
)
from tests.directory.made_up import COUNTRY, MadeUp, enter
from tests.directory.moderation.client import NOW, REVIEWER, SERVICE, STALE_AFTER, ModerationClient

DAYS = {"fresh": 10, "fresh and used": 20, "old": 200, "old and used": 190, "never": None}
REFERRALS = {"old and used": 41, "fresh and used": 1000}


@pytest.fixture
def known(client: ModerationClient) -> ModerationClient:
    """A client with five services of a country without others, verified so many days ago."""
    with client.engine.begin() as connection:
        enter(
            connection,
            *(
                MadeUp(name, verified_at=None if days is None else NOW - timedelta(days=days))
                for name, days in DAYS.items()
            ),
        )
    return client


def load(client: ModerationClient, **given: object) -> VerificationQueue:
    """Return a page of the queue."""
    with client.engine.connect() as connection:
        return load_verification_queue(
            connection, **({"referrals": REFERRALS, "stale_after": STALE_AFTER, "now": NOW} | given)
        )  # type: ignore[arg-type]


def mark(client: ModerationClient, service: str) -> int:
    """Mark a service as verified by a call."""
    with client.engine.connect() as connection:
        return mark_verified(
            connection,
            service,
            "reviewer, Example Trust",
            VerificationMethod.CALLED,
            NOW,
            STALE_AFTER,
            account_id=REVIEWER,
        )


def test_orders_by_age_and_referrals(known: ModerationClient) -> None:
    """Due entries come first, whatever the referrals; never verified counts as three times the span."""
    result = load(known, countries=[COUNTRY])
    assert [entry.service_id for entry in result.entries] == ["old and used", "never", "old", "fresh and used", "fresh"]
    assert (result.total, result.due) == (5, 3)
    first, second = result.entries[:2]
    assert (first.referral_count, first.days, first.due, second.days) == (41, 190, True, None)


def test_orders_by_age_without_referral_counts(known: ModerationClient) -> None:
    """Without referral counts the oldest verification comes first."""
    result = load(known, countries=[COUNTRY], referrals=None)
    assert [entry.service_id for entry in result.entries] == ["never", "old", "old and used", "fresh and used", "fresh"]


def test_filters_and_paginates(known: ModerationClient) -> None:
    """Pages neither repeat nor lose entries; inactive services are not included."""
    assert [entry.service_id for entry in load(known, organization_id="old").entries] == ["old"]
    pages = [load(known, countries=[COUNTRY], offset=at, limit=2).entries for at in (0, 2, 4)]
    assert [entry for page in pages for entry in page] == list(load(known, countries=[COUNTRY]).entries)
    whole = load(known, limit=10_000)
    assert whole.total == len(whole.entries) == len(known.rows("service", status="active"))


def test_verified_entry_ranks_first(known: ModerationClient) -> None:
    """Search shows a verified entry before unverified ones, and the queue has one less."""
    number = mark(known, "old and used")
    result = Directory(known.engine).find_services(Need.SHELTER, Place(COUNTRY), None, limit=5).services
    assert {proposal.id for proposal in result[:3]} == {"old and used", "fresh", "fresh and used"}
    assert [service.verified for service in result] == [True, True, True, False, False]
    assert load(known, countries=[COUNTRY]).due == 2
    row = known.row("assurance", service_id="old and used")
    assert (row["verified_at"], row["method"], row["verified_by"]) == (NOW, "called", "reviewer, Example Trust")
    (past,) = known.history("old and used")
    assert (past.proposal.id, past.proposal.decider_id, past.proposal.decided_at) == (number, REVIEWER, NOW)
    assert not [row for row in known.rows("metadata") if row["replacement_value"] == "reviewer, Example Trust"]


def test_verified_entry_ranks_before_unverified(client: ModerationClient) -> None:
    """Of equal services the verified one comes first."""
    with client.engine.begin() as connection:
        enter(connection, *(MadeUp(name) for name in ("a", "b", "c")))
    directory, place = Directory(client.engine), Place(COUNTRY)
    last = directory.find_services(Need.SHELTER, place, None).services[-1]
    assert not last.verified
    mark(client, last.id)
    first, *others = directory.find_services(Need.SHELTER, place, None).services
    assert (first.id, first.verified) == (last.id, True)
    assert not any(service.verified for service in others)


def test_reverts_verification(client: ModerationClient) -> None:
    """A verification of the wrong entry is reverted, and search follows."""
    before = client.all_rows()
    client.revert(mark(client, SERVICE))
    assert client.all_rows() == before


def test_rejects_verification_of_unknown_service(client: ModerationClient) -> None:
    """No mark is stored for a service that does not exist."""
    with pytest.raises(UnknownRowError):
        mark(client, new_id())
    assert client.rows("proposal") == []


@pytest.mark.parametrize("referrals", [REFERRALS, {}])
def test_most_urgent_entries_are_head_of_queue(known: ModerationClient, referrals: dict[str, int]) -> None:
    """The most urgent entries are the due entries at the head of the queue."""
    filters = {"countries": [COUNTRY], "referrals": referrals, "stale_after": STALE_AFTER, "now": NOW}
    due = [entry for entry in load(known, **filters).entries if entry.due]
    with known.engine.connect() as connection:
        for limit in (1, 2, 10):
            assert most_urgent_entries(connection, **filters, limit=limit) == due[:limit]  # type: ignore[arg-type]
