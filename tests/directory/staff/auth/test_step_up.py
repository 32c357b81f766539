"""Step-up in a session, and failures that count for a browser or a session instead of the account."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from directory.staff.auth.accounts import disable, enable
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.browsers import LIFETIME
from directory.staff.auth.credentials import Credentials
from directory.staff.auth.errors import InvalidCredentialsError, SessionEndedError
from directory.staff.auth.lockout import FAILURES_BEFORE_LOCK, FIRST_LOCK
from directory.staff.auth.sessions import MAX_FAILURES, end_all_sessions, find_user
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.step_up import step_up
from tests.directory.staff.auth.account_factory import NOW, STEP, Member, create_member

BROWSER = "the token of a browser"


def signs_in(member: Member, now: object, browser: str | None = None, passphrase: str | None = None) -> bool:
    """Return whether somebody can sign in with this browser."""
    typed = member.typed(now) if passphrase is None else member.typed(now, passphrase)  # type: ignore[arg-type]
    try:
        sign_in(member.engine, member.verifier, typed, now, browser)  # type: ignore[arg-type]
    except InvalidCredentialsError:
        return False
    return True


def fail(member: Member, times: int, browser: str | None = None) -> None:
    """Try a wrong passphrase."""
    for _ in range(times):
        assert not signs_in(member, NOW, browser, "not the passphrase")


def test_step_up_needs_passphrase_and_unused_code(mali: Member) -> None:
    """Neither the code of the sign-in nor a wrong passphrase will do; the next code does, for this session alone."""
    token, other = mali.signs_in(NOW - STEP), mali.signs_in(NOW)
    later = NOW + STEP
    for typed in (mali.typed(NOW), mali.typed(later, "not the passphrase"), Credentials("mali", "", "")):
        with pytest.raises(InvalidCredentialsError):
            step_up(mali.engine, mali.verifier, token, typed, later)
    step_up(mali.engine, mali.verifier, token, mali.typed(later), later)
    users = [find_user(mali.engine, one, later) for one in (token, other)]
    assert [user and user.stepped_up_at for user in users] == [later, None]
    with pytest.raises(InvalidCredentialsError):
        step_up(mali.engine, mali.verifier, other, mali.typed(later), later)


def test_fifth_failure_ends_the_session_alone(mali: Member) -> None:
    """Whoever sits at an open page has five tries, and can't lock out its owner, whose other sessions go on."""
    token, other = mali.signs_in(NOW - STEP), mali.signs_in(NOW)
    wrong = replace(mali.typed(NOW + STEP), passphrase="not the passphrase")
    for _ in range(MAX_FAILURES - 1):
        with pytest.raises(InvalidCredentialsError):
            step_up(mali.engine, mali.verifier, token, wrong, NOW)
    for typed in (wrong, mali.typed(NOW + STEP)):
        with pytest.raises(SessionEndedError):
            step_up(mali.engine, mali.verifier, token, typed, NOW + STEP)
    assert find_user(mali.engine, token, NOW) is None
    assert find_user(mali.engine, other, NOW)
    assert mali.signs_in(NOW + STEP)
    with mali.engine.connect() as connection:
        assert [one.action for one in list_actions(connection)].count(AuditAction.SESSION_ENDED) == 1


def test_strangers_cannot_keep_a_known_browser_out(mali: Member) -> None:
    """While strangers lock the name, its owner signs in where they did before, steps up, and nowhere else."""
    assert signs_in(mali, NOW - STEP, BROWSER)
    fail(mali, FAILURES_BEFORE_LOCK)
    assert not signs_in(mali, NOW)
    assert not signs_in(mali, NOW, "another browser")
    token = sign_in(mali.engine, mali.verifier, mali.typed(NOW), NOW, BROWSER)
    step_up(mali.engine, mali.verifier, token, mali.typed(NOW + STEP), NOW + STEP)
    assert not signs_in(mali, NOW + 2 * STEP)
    assert signs_in(mali, NOW + 2 * STEP, BROWSER)


def test_known_browser_has_a_lock_of_its_own(mali: Member) -> None:
    """With a copy of its cookie there are five tries too, which don't keep the owner out elsewhere."""
    assert signs_in(mali, NOW - STEP, BROWSER)
    fail(mali, FAILURES_BEFORE_LOCK, BROWSER)
    assert not signs_in(mali, NOW, BROWSER)
    assert signs_in(mali, NOW)
    assert signs_in(mali, NOW + FIRST_LOCK, BROWSER)


def test_browser_is_known_for_its_own_accounts(engine: Engine, mali: Member) -> None:
    """A browser of one account is nobody else's; several accounts may use one."""
    anong = create_member(engine, mali.verifier, "anong")
    assert signs_in(mali, NOW - STEP, BROWSER)
    fail(anong, FAILURES_BEFORE_LOCK, BROWSER)
    assert not signs_in(anong, NOW)
    assert not signs_in(anong, NOW, BROWSER)
    assert signs_in(mali, NOW, BROWSER)


@pytest.mark.parametrize("way", ["ended everywhere", "disabled", "long ago"])
def test_browser_is_forgotten(engine: Engine, mali: Member, way: str) -> None:
    """A lost, disabled or long unused browser counts like any other."""
    create_member(engine, mali.verifier, "anong")
    now = NOW
    assert signs_in(mali, now - STEP, BROWSER)
    if way == "ended everywhere":
        end_all_sessions(engine, mali.account_id, mali.account_id, now)
    elif way == "disabled":
        disable(engine, mali.account_id, None, now)
        enable(engine, mali.account_id, None, now)
    else:
        now += LIFETIME
    for _ in range(FAILURES_BEFORE_LOCK):
        assert not signs_in(mali, now, None, "not the passphrase")
    assert not signs_in(mali, now, BROWSER)


def test_administrator_unlocks_browsers(mali: Member) -> None:
    """Enabling an account unlocks its browsers too."""
    assert signs_in(mali, NOW - STEP, BROWSER)
    fail(mali, FAILURES_BEFORE_LOCK, BROWSER)
    enable(mali.engine, mali.account_id, None, NOW)
    assert signs_in(mali, NOW, BROWSER)
