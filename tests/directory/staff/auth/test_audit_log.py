"""Reads of protected data are logged."""

from datetime import timedelta

import pytest

from directory.confidential import AccessCircle
from directory.staff.auth.audit_log import Disclosure, list_reads, log_read
from directory.staff.auth.roles import Role, User
from tests.directory.staff.auth.account_factory import NOW, Member


@pytest.fixture
def logged_reads(mali: Member) -> Member:
    """Somebody who read five times, and somebody whose account is gone who read once."""
    reader = User(mali.account_id, "mali", Role.REVIEWER, None, (), AccessCircle.STAFF, None)
    gone = User("gone", "gone", Role.REVIEWER, None, (), AccessCircle.PARTNER, None)
    with mali.engine.begin() as connection:
        for number in range(5):
            service = "shelter" if number % 2 else "clinic"
            log_read(
                connection, reader, Disclosure(service, AccessCircle.STAFF, number), NOW + timedelta(minutes=number)
            )
        log_read(connection, gone, Disclosure("shelter", AccessCircle.PARTNER, 9), NOW)
    return mali


def test_reads_are_listed_newest_first(logged_reads: Member) -> None:
    """A page of reads has account, count, service and circle, newest first."""
    with logged_reads.engine.connect() as connection:
        first, second = list_reads(connection, limit=4), list_reads(connection, offset=4, limit=4)
    assert [one.disclosure.entries for one in first + second] == [4, 3, 2, 1, 9, 0]
    assert first[0].at == NOW + timedelta(minutes=4)
    assert first[0].disclosure == Disclosure("clinic", AccessCircle.STAFF, 4)
    assert (first[0].account_id, first[0].sign_in_name) == (logged_reads.account_id, "mali")


def test_reads_of_one_account_or_service(logged_reads: Member) -> None:
    """Reads can be filtered by account or service; a record outlives its account."""
    with logged_reads.engine.connect() as connection:
        assert [one.disclosure.entries for one in list_reads(connection, service_id="shelter")] == [3, 1, 9]
        (one,) = list_reads(connection, account_id="gone")
        assert (one.sign_in_name, one.disclosure.circle) == (None, AccessCircle.PARTNER)
        assert list_reads(connection, account_id="gone", service_id="clinic") == []


def test_log_entry_is_rolled_back_with_its_transaction(logged_reads: Member) -> None:
    """The record belongs to the transaction of the read."""
    user = User(logged_reads.account_id, "mali", Role.REVIEWER, None, (), AccessCircle.STAFF, None)
    with logged_reads.engine.connect() as connection:
        with connection.begin() as transaction:
            log_read(connection, user, Disclosure("shelter", AccessCircle.STAFF, 77), NOW)
            transaction.rollback()
        assert 77 not in [one.disclosure.entries for one in list_reads(connection)]
