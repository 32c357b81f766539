"""Which entries are checked next, and what comes of a check."""

from datetime import timedelta

import pytest

from directory import Directory, Need, Place
from directory.moderation import Method, Queue, UnknownRowError, assure, head_of_queue, new_id, queue
from tests.directory.made_up import COUNTRY, MadeUp, enter
from tests.directory.moderation.desk import NOW, REVIEWER, SERVICE, STALE_AFTER, Desk

DAYS = {"fresh": 10, "fresh and sent": 20, "old": 200, "old and sent": 190, "never": None}
SENT = {"old and sent": 41, "fresh and sent": 1000}


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk with five services of a country that has no others, checked so many days ago."""
    with desk.engine.begin() as connection:
        enter(
            connection,
            *(
                MadeUp(name, verified_at=None if days is None else NOW - timedelta(days=days))
                for name, days in DAYS.items()
            ),
        )
    return desk


def ask(desk: Desk, **given: object) -> Queue:
    """Return a page of the queue."""
    with desk.engine.connect() as connection:
        return queue(connection, **({"sent": SENT, "stale_after": STALE_AFTER, "now": NOW} | given))  # type: ignore[arg-type]


def mark(desk: Desk, service: str) -> int:
    """Note that somebody called a service."""
    with desk.engine.connect() as connection:
        return assure(
            connection, service, "reviewer, Example Trust", Method.CALLED, NOW, STALE_AFTER, account_id=REVIEWER
        )


def test_what_is_old_and_much_used_comes_first(known: Desk) -> None:
    """Before what is fresh, whoever is sent there; never checked counts as three spans ago."""
    found = ask(known, countries=[COUNTRY])
    assert [one.service_id for one in found.entries] == ["old and sent", "never", "old", "fresh and sent", "fresh"]
    assert (found.total, found.due) == (5, 3)
    first, second = found.entries[:2]
    assert (first.sent, first.days, first.due, second.days) == (41, 190, True, None)


def test_without_numbers_of_use_age_decides(known: Desk) -> None:
    """Where nobody counts who was sent where, the oldest check comes first."""
    found = ask(known, countries=[COUNTRY], sent=None)
    assert [one.service_id for one in found.entries] == ["never", "old", "old and sent", "fresh and sent", "fresh"]


def test_the_queue_is_narrowed_and_paged(known: Desk) -> None:
    """By organization and country; pages repeat nothing and lose nothing; what is inactive is not in it."""
    assert [one.service_id for one in ask(known, organization_id="old").entries] == ["old"]
    pages = [ask(known, countries=[COUNTRY], offset=at, limit=2).entries for at in (0, 2, 4)]
    assert [one for page in pages for one in page] == list(ask(known, countries=[COUNTRY]).entries)
    whole = ask(known, limit=10_000)
    assert whole.total == len(whole.entries) == len(known.rows("service", status="active"))


def test_a_checked_entry_is_named_first_at_once(known: Desk) -> None:
    """The bot says that it is verified, before all that are not; the queue has one less, and history who noted it."""
    number = mark(known, "old and sent")
    found = Directory(known.engine).find_services(Need.SHELTER, Place(COUNTRY), None, limit=5).services
    assert {one.id for one in found[:3]} == {"old and sent", "fresh", "fresh and sent"}
    assert [one.verified for one in found] == [True, True, True, False, False]
    assert ask(known, countries=[COUNTRY]).due == 2
    row = known.row("assurance", service_id="old and sent") or {}
    assert (row["verified_at"], row["method"], row["verified_by"]) == (NOW, "called", "reviewer, Example Trust")
    (past,) = known.history("old and sent")
    assert (past.proposal.id, past.proposal.decider_id, past.proposal.decided_at) == (number, REVIEWER, NOW)
    assert not [one for one in known.rows("metadata") if one["replacement_value"] == "reviewer, Example Trust"]


def test_a_check_ranks_before_all_that_nobody_checked(desk: Desk) -> None:
    """Of services that are alike, the one that somebody called comes first from that moment on, and last no more."""
    with desk.engine.begin() as connection:
        enter(connection, *(MadeUp(name) for name in ("a", "b", "c")))
    directory, place = Directory(desk.engine), Place(COUNTRY)
    last = directory.find_services(Need.SHELTER, place, None).services[-1]
    assert not last.verified
    mark(desk, last.id)
    first, *others = directory.find_services(Need.SHELTER, place, None).services
    assert (first.id, first.verified) == (last.id, True)
    assert not any(one.verified for one in others)


def test_a_slip_is_undone(desk: Desk) -> None:
    """A check that was noted of the wrong entry is taken back, and search follows."""
    before = desk.everything()
    desk.undo(mark(desk, SERVICE))
    assert desk.everything() == before


def test_what_is_not_there_is_not_checked(desk: Desk) -> None:
    """No mark is left for a service that does not exist."""
    with pytest.raises(UnknownRowError):
        mark(desk, new_id())
    assert desk.rows("proposal") == []


@pytest.mark.parametrize("sent", [SENT, {}])
def test_the_head_of_the_queue(known: Desk, sent: dict[str, int]) -> None:
    """It is what the whole queue begins with, as far as that is due; few or many are asked for."""
    terms = {"countries": [COUNTRY], "sent": sent, "stale_after": STALE_AFTER, "now": NOW}
    due = [one for one in ask(known, **terms).entries if one.due]
    with known.engine.connect() as connection:
        for limit in (1, 2, 10):
            assert head_of_queue(connection, **terms, limit=limit) == due[:limit]  # type: ignore[arg-type]
