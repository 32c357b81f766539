"""Sessions end when they should, and say at every request who is there now."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.confidential import Circle
from directory.db.engine import locked
from directory.models import StaffSession
from directory.staff.auth.accounts import change_role, disable, enable
from directory.staff.auth.credentials import Safe
from directory.staff.auth.roles import Grant, Person, Role
from directory.staff.auth.sessions import (
    IDLE,
    LONGEST,
    begin,
    csrf_fits,
    csrf_token,
    person_of,
    sign_out,
    sign_out_everywhere,
)
from tests.directory.staff.auth.somebody import NOW, STEP, Somebody, somebody

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def seen_at(engine: Engine) -> object:
    """Return when the only session was last noted as used."""
    with engine.connect() as connection:
        return connection.scalar(select(col(StaffSession.seen_at)))


def test_who_is_signed_in(mali: Somebody) -> None:
    """A session says who it is, and what they may do."""
    expected = Person(mali.account_id, "mali", Role.ADMINISTRATOR, None, (), None, "th")
    assert person_of(mali.engine, mali.signs_in(NOW), NOW) == expected


@pytest.mark.parametrize("token", ["", "nobody", "\0", "\ud800", "x" * 100_000])
def test_a_made_up_cookie(mali: Somebody, token: str) -> None:
    """Whatever a browser sends, it is nobody."""
    mali.signs_in(NOW)
    assert person_of(mali.engine, token, NOW) is None


def test_an_idle_session_ends(mali: Somebody) -> None:
    """After half an hour without a request nobody is signed in."""
    token = mali.signs_in(NOW)
    assert person_of(mali.engine, token, NOW + IDLE - SECOND)
    assert person_of(mali.engine, token, NOW + 2 * IDLE - 2 * SECOND)
    assert person_of(mali.engine, token, NOW + 3 * IDLE) is None


def test_a_busy_session_ends_too(mali: Somebody) -> None:
    """After twelve hours everybody signs in again, however busy they are."""
    token, now = mali.signs_in(NOW), NOW
    while now + 20 * MINUTE < NOW + LONGEST:
        now += 20 * MINUTE
        assert person_of(mali.engine, token, now)
    assert person_of(mali.engine, token, NOW + LONGEST - SECOND)
    assert person_of(mali.engine, token, NOW + LONGEST) is None


def test_use_is_noted_once_a_minute(mali: Somebody) -> None:
    """A page with many parts is not as many writes."""
    token = mali.signs_in(NOW)
    person_of(mali.engine, token, NOW + MINUTE - SECOND)
    assert seen_at(mali.engine) == NOW
    person_of(mali.engine, token, NOW + MINUTE)
    assert seen_at(mali.engine) == NOW + MINUTE


def test_an_import_keeps_nobody_out(mali: Somebody) -> None:
    """While somebody else holds what would have to be written, the page is shown all the same."""
    token = mali.signs_in(NOW)
    with mali.engine.connect() as other, locked(other):
        other.execute(update(StaffSession).values(started_at=NOW))
        assert person_of(mali.engine, token, NOW + MINUTE)
    assert seen_at(mali.engine) == NOW


def test_signing_out(mali: Somebody) -> None:
    """A session that was ended is nobody's, a second time too; other browsers stay signed in."""
    here, there = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    sign_out(mali.engine, here)
    sign_out(mali.engine, here)
    assert person_of(mali.engine, here, NOW + STEP) is None
    assert person_of(mali.engine, there, NOW + STEP)


def test_signing_out_everywhere(mali: Somebody, safe: Safe) -> None:
    """All sessions of one account end, and nobody else's."""
    anong = somebody(mali.engine, safe, "anong")
    tokens = [mali.signs_in(NOW), mali.signs_in(NOW + STEP)]
    other = anong.signs_in(NOW)
    sign_out_everywhere(mali.engine, mali.account_id, mali.account_id, NOW + STEP)
    assert [person_of(mali.engine, token, NOW + STEP) for token in tokens] == [None, None]
    assert person_of(mali.engine, other, NOW + STEP)


def test_a_disabled_account_is_out_at_once(mali: Somebody, safe: Safe) -> None:
    """From the next request on nobody is there, and enabling the account brings no old session back."""
    anong = somebody(mali.engine, safe, "anong")
    token = anong.signs_in(NOW)
    disable(mali.engine, anong.account_id, mali.account_id, NOW)
    assert person_of(mali.engine, token, NOW) is None
    with mali.engine.connect() as connection, locked(connection):
        slipped_in = begin(connection, anong.account_id, NOW)
    assert person_of(mali.engine, slipped_in, NOW) is None
    enable(mali.engine, anong.account_id, mali.account_id, NOW)
    assert person_of(mali.engine, token, NOW) is None


def test_a_new_role_holds_at_once(mali: Somebody, safe: Safe) -> None:
    """What somebody may do is read at every request, not kept from the sign-in."""
    anong = somebody(mali.engine, safe, "anong")
    token = anong.signs_in(NOW)
    change_role(mali.engine, anong.account_id, Grant(Role.REVIEWER, None, ("th",), Circle.STAFF), mali.account_id, NOW)
    person = person_of(mali.engine, token, NOW)
    assert person
    assert (person.role, person.countries, person.circle) == (Role.REVIEWER, ("TH",), Circle.STAFF)


def test_ended_sessions_are_swept(mali: Somebody) -> None:
    """Nothing of a session stays once it has ended and somebody signs in."""
    mali.signs_in(NOW)
    mali.signs_in(NOW + IDLE)
    with mali.engine.connect() as connection:
        assert len(connection.execute(select(StaffSession)).all()) == 1


def test_forms_are_bound_to_their_session() -> None:
    """A form of one session is none of another's, and nothing else passes for one."""
    assert csrf_fits("one", csrf_token("one"))
    assert csrf_token("one") != csrf_token("other")
    assert "one" not in csrf_token("one")
    for given in ("", csrf_token("other"), csrf_token("one")[:-1], "\ud800é"):
        assert not csrf_fits("one", given)
