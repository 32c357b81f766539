"""Whoever reads what is protected leaves a note of it."""

from datetime import timedelta

import pytest

from directory.confidential import Circle
from directory.staff.auth.audit_log import Shown, note_read, reads
from directory.staff.auth.roles import Person, Role
from tests.directory.staff.auth.somebody import NOW, Somebody


@pytest.fixture
def noted(mali: Somebody) -> Somebody:
    """Somebody who read five times, and somebody whose account is gone who read once."""
    reader = Person(mali.account_id, "mali", Role.REVIEWER, None, (), Circle.STAFF, None)
    gone = Person("gone", "gone", Role.REVIEWER, None, (), Circle.PARTNER, None)
    with mali.engine.begin() as connection:
        for number in range(5):
            service = "shelter" if number % 2 else "clinic"
            note_read(connection, reader, Shown(service, Circle.STAFF, number), NOW + timedelta(minutes=number))
        note_read(connection, gone, Shown("shelter", Circle.PARTNER, 9), NOW)
    return mali


def test_reads_come_newest_first(noted: Somebody) -> None:
    """A page of reads says who saw how many entries of which service and circle, the newest first."""
    with noted.engine.connect() as connection:
        first, second = reads(connection, limit=4), reads(connection, offset=4, limit=4)
    assert [one.shown.entries for one in first + second] == [4, 3, 2, 1, 9, 0]
    assert first[0].at == NOW + timedelta(minutes=4)
    assert first[0].shown == Shown("clinic", Circle.STAFF, 4)
    assert (first[0].account_id, first[0].sign_in_name) == (noted.account_id, "mali")


def test_reads_of_one_account_or_service(noted: Somebody) -> None:
    """An administrator can ask what one person saw, or who saw one service; a note outlives its account."""
    with noted.engine.connect() as connection:
        assert [one.shown.entries for one in reads(connection, service_id="shelter")] == [3, 1, 9]
        (one,) = reads(connection, account_id="gone")
        assert (one.sign_in_name, one.shown.circle) == (None, Circle.PARTNER)
        assert reads(connection, account_id="gone", service_id="clinic") == []


def test_a_note_is_undone_with_its_page(noted: Somebody) -> None:
    """The note belongs to the transaction in which the page reads: both happen, or neither."""
    person = Person(noted.account_id, "mali", Role.REVIEWER, None, (), Circle.STAFF, None)
    with noted.engine.connect() as connection:
        with connection.begin() as transaction:
            note_read(connection, person, Shown("shelter", Circle.STAFF, 77), NOW)
            transaction.rollback()
        assert 77 not in [one.shown.entries for one in reads(connection)]
