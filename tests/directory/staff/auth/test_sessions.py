"""Sessions expire, and each request reads the current grant."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.confidential import AccessCircle
from directory.db.engine import write_transaction
from directory.models import StaffSession
from directory.staff.auth.accounts import change_role, disable, enable
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.roles import Grant, Role, User
from directory.staff.auth.sessions import (
    IDLE_TIMEOUT,
    MAX_AGE,
    csrf_token,
    end_all_sessions,
    end_session,
    find_user,
    start_session,
    verify_csrf_token,
)
from tests.directory.staff.auth.account_factory import NOW, STEP, Member, create_member

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def seen_at(engine: Engine) -> object:
    """Return the stored time of last use of the only session."""
    with engine.connect() as connection:
        return connection.scalar(select(col(StaffSession.seen_at)))


def test_finds_user_of_session(mali: Member) -> None:
    """A session identifies the user and the grant."""
    expected = User(mali.account_id, "mali", Role.ADMINISTRATOR, None, (), None, "th")
    assert find_user(mali.engine, mali.signs_in(NOW), NOW) == expected


@pytest.mark.parametrize("token", ["", "nobody", "\0", "\ud800", "x" * 100_000])
def test_unknown_token_has_no_user(mali: Member, token: str) -> None:
    """An unknown token has no user, whatever it contains."""
    mali.signs_in(NOW)
    assert find_user(mali.engine, token, NOW) is None


def test_idle_session_expires(mali: Member) -> None:
    """A session expires after half an hour without a request."""
    token = mali.signs_in(NOW)
    assert find_user(mali.engine, token, NOW + IDLE_TIMEOUT - SECOND)
    assert find_user(mali.engine, token, NOW + 2 * IDLE_TIMEOUT - 2 * SECOND)
    assert find_user(mali.engine, token, NOW + 3 * IDLE_TIMEOUT) is None


def test_active_session_expires_after_max_age(mali: Member) -> None:
    """A session expires after twelve hours, however active."""
    token, now = mali.signs_in(NOW), NOW
    while now + 20 * MINUTE < NOW + MAX_AGE:
        now += 20 * MINUTE
        assert find_user(mali.engine, token, now)
    assert find_user(mali.engine, token, NOW + MAX_AGE - SECOND)
    assert find_user(mali.engine, token, NOW + MAX_AGE) is None


def test_last_use_is_stored_once_a_minute(mali: Member) -> None:
    """A page with many requests does not write as often."""
    token = mali.signs_in(NOW)
    find_user(mali.engine, token, NOW + MINUTE - SECOND)
    assert seen_at(mali.engine) == NOW
    find_user(mali.engine, token, NOW + MINUTE)
    assert seen_at(mali.engine) == NOW + MINUTE


def test_session_works_while_the_database_is_locked(mali: Member) -> None:
    """While the write lock is held elsewhere, pages still work."""
    token = mali.signs_in(NOW)
    with mali.engine.connect() as other, write_transaction(other):
        other.execute(update(StaffSession).values(started_at=NOW))
        assert find_user(mali.engine, token, NOW + MINUTE)
    assert seen_at(mali.engine) == NOW


def test_end_session(mali: Member) -> None:
    """Ending a session is repeatable and leaves other browsers signed in."""
    here, there = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    end_session(mali.engine, here)
    end_session(mali.engine, here)
    assert find_user(mali.engine, here, NOW + STEP) is None
    assert find_user(mali.engine, there, NOW + STEP)


def test_end_all_sessions(mali: Member, verifier: CredentialVerifier) -> None:
    """All sessions of one account end, and no others."""
    anong = create_member(mali.engine, verifier, "anong")
    tokens = [mali.signs_in(NOW), mali.signs_in(NOW + STEP)]
    other = anong.signs_in(NOW)
    end_all_sessions(mali.engine, mali.account_id, mali.account_id, NOW + STEP)
    assert [find_user(mali.engine, token, NOW + STEP) for token in tokens] == [None, None]
    assert find_user(mali.engine, other, NOW + STEP)


def test_disabled_account_has_no_session(mali: Member, verifier: CredentialVerifier) -> None:
    """A disabled account is out at the next request, and enabling it revives no session."""
    anong = create_member(mali.engine, verifier, "anong")
    token = anong.signs_in(NOW)
    disable(mali.engine, anong.account_id, mali.account_id, NOW)
    assert find_user(mali.engine, token, NOW) is None
    with mali.engine.connect() as connection, write_transaction(connection):
        slipped_in = start_session(connection, anong.account_id, NOW)
    assert find_user(mali.engine, slipped_in, NOW) is None
    enable(mali.engine, anong.account_id, mali.account_id, NOW)
    assert find_user(mali.engine, token, NOW) is None


def test_role_change_takes_effect_at_once(mali: Member, verifier: CredentialVerifier) -> None:
    """The grant is read at every request."""
    anong = create_member(mali.engine, verifier, "anong")
    token = anong.signs_in(NOW)
    change_role(mali.engine, anong.account_id, Grant(Role.REVIEWER, None, ("th",), AccessCircle.STAFF), None, NOW)
    user = find_user(mali.engine, token, NOW)
    assert user
    assert (user.role, user.countries, user.circle) == (Role.REVIEWER, ("TH",), AccessCircle.STAFF)


def test_expired_sessions_are_deleted(mali: Member) -> None:
    """The next sign-in deletes expired sessions."""
    mali.signs_in(NOW)
    mali.signs_in(NOW + IDLE_TIMEOUT)
    with mali.engine.connect() as connection:
        assert len(connection.execute(select(StaffSession)).all()) == 1


def test_csrf_token_belongs_to_its_session() -> None:
    """A CSRF token is valid only for its session."""
    assert verify_csrf_token("one", csrf_token("one"))
    assert csrf_token("one") != csrf_token("other")
    assert "one" not in csrf_token("one")
    for given in ("", csrf_token("other"), csrf_token("one")[:-1], "\ud800é"):
        assert not verify_csrf_token("one", given)
