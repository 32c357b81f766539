"""New administrators and new access to protected data wait for a second administrator, or for a day."""

import pyotp
import pytest
from sqlalchemy import Engine

from directory.confidential import AccessCircle
from directory.db.engine import write_transaction
from directory.staff.auth.accounts import change_role, disable, enable, get_account, reset
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import CircleNotHeldError, GrantRequestNotFoundError, NotConfirmerError
from directory.staff.auth.grant_requests import (
    DELAY,
    GrantRequest,
    apply_due_grants,
    confirm_grant,
    decline_grant,
    list_grant_requests,
)
from directory.staff.auth.invitations import Applicant, accept_invitation, invite
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.totp import new_secret
from tests.directory.staff.auth.account_factory import (
    ADMINISTRATOR,
    NOW,
    PASSPHRASE,
    REVIEWER,
    STEP,
    Member,
    create_member,
)

TRUSTED = Grant(Role.ADMINISTRATOR, circle=AccessCircle.STAFF)
EVERYWHERE = Grant(Role.REVIEWER)
READER = Grant(Role.REVIEWER, countries=("KH", "TH"), circle=AccessCircle.PARTNER)


def grant_of(member: Member) -> Grant:
    """Return what an account may do now."""
    with member.engine.connect() as connection:
        return get_account(connection, member.account_id).grant


def waiting(engine: Engine) -> list[GrantRequest]:
    """Return what waits."""
    with engine.connect() as connection:
        return list_grant_requests(connection)


def let_time_pass(engine: Engine, days: float) -> None:
    """Run what the service runs every few minutes."""
    with engine.connect() as connection, write_transaction(connection):
        apply_due_grants(connection, NOW + days * DELAY)


@pytest.fixture
def trusted(engine: Engine, verifier: CredentialVerifier) -> Member:
    """The first administrator, who was invited on the command line with everything at once."""
    member = create_member(engine, verifier, "mali", TRUSTED)
    assert grant_of(member) == TRUSTED
    return member


def test_new_administrator_waits_for_a_second_one(trusted: Member, verifier: CredentialVerifier) -> None:
    """Until another administrator confirms it, an invited one is a reviewer without access; never by the inviter."""
    engine, second = trusted.engine, create_member(trusted.engine, verifier, "second")
    invited = create_member(engine, verifier, "anong", TRUSTED, by=trusted.account_id)
    assert grant_of(invited) == EVERYWHERE
    (request,) = waiting(engine)
    assert (request.sign_in_name, request.grant, request.requester_name) == ("anong", TRUSTED, "mali")
    assert (request.confirmers, request.takes_effect_at) == ({second.account_id}, None)
    for by in (trusted, invited):
        with pytest.raises(NotConfirmerError):
            confirm_grant(engine, invited.account_id, request.requested_at, by.account_id, NOW)
    let_time_pass(engine, 30)
    assert grant_of(invited) == EVERYWHERE
    with pytest.raises(GrantRequestNotFoundError):
        confirm_grant(engine, invited.account_id, request.requested_at + STEP, second.account_id, NOW)
    confirm_grant(engine, invited.account_id, request.requested_at, second.account_id, NOW)
    assert grant_of(invited) == TRUSTED
    assert waiting(engine) == []
    with engine.connect() as connection:
        (newest,) = list_actions(connection, limit=1)
    assert (newest.action, newest.account_id, newest.about) == (
        AuditAction.GRANT_CONFIRMED,
        second.account_id,
        invited.account_id,
    )


def test_sole_administrator_waits_for_a_day(trusted: Member, verifier: CredentialVerifier) -> None:
    """Where nobody could confirm it, it counts after a day, unless it is taken back."""
    engine = trusted.engine
    invited, declined = (
        create_member(engine, verifier, name, TRUSTED, by=trusted.account_id) for name in ("anong", "boun")
    )
    let_time_pass(engine, 0.5)
    assert grant_of(invited) == EVERYWHERE
    request = next(one for one in waiting(engine) if one.account_id == declined.account_id)
    assert request.takes_effect_at == request.requested_at + DELAY
    decline_grant(engine, declined.account_id, request.requested_at, trusted.account_id, NOW)
    let_time_pass(engine, 1)
    assert (grant_of(invited), grant_of(declined)) == (TRUSTED, EVERYWHERE)
    with engine.connect() as connection:
        (newest,) = list_actions(connection, limit=1)
    assert (newest.action, newest.account_id) == (AuditAction.GRANT_TOOK_EFFECT, None)


def test_change_keeps_what_counts_already(trusted: Member, verifier: CredentialVerifier) -> None:
    """Of a change only the new rights wait; who loses some loses them at once, and what waited is replaced."""
    engine, by = trusted.engine, trusted.account_id
    member = create_member(engine, verifier, "anong", READER)
    assert change_role(engine, member.account_id, TRUSTED, by, NOW)
    assert grant_of(member) == READER
    wider = Grant(Role.REVIEWER, circle=AccessCircle.STAFF)
    assert change_role(engine, member.account_id, wider, by, NOW)
    assert grant_of(member) == Grant(Role.REVIEWER, circle=AccessCircle.PARTNER)
    assert [one.grant for one in waiting(engine)] == [wider]
    assert not change_role(engine, member.account_id, REVIEWER, by, NOW)
    assert (grant_of(member), waiting(engine)) == (REVIEWER, [])


def test_nobody_grants_a_circle_that_they_lack(mali: Member, verifier: CredentialVerifier) -> None:
    """An administrator without a circle gives none to others or themself, nor takes over or lets in who has one."""
    engine, by = mali.engine, mali.account_id
    reader = create_member(engine, verifier, "reader", READER)
    other = create_member(engine, verifier, "other", REVIEWER)
    for circle in AccessCircle:
        for act in (
            lambda circle=circle: invite(engine, Grant(Role.REVIEWER, circle=circle), by, NOW),
            lambda circle=circle: change_role(engine, other.account_id, Grant(Role.REVIEWER, circle=circle), by, NOW),
            lambda circle=circle: change_role(engine, by, Grant(Role.ADMINISTRATOR, circle=circle), by, NOW),
        ):
            with pytest.raises(CircleNotHeldError):
                act()
    with pytest.raises(CircleNotHeldError):
        reset(engine, reader.account_id, by, NOW)
    assert reader.signs_in(NOW)
    assert not change_role(engine, reader.account_id, Grant(Role.REVIEWER, circle=AccessCircle.PARTNER), by, NOW)
    disable(engine, reader.account_id, by, NOW)
    with pytest.raises(CircleNotHeldError):
        enable(engine, reader.account_id, by, NOW)
    assert waiting(engine) == []


def test_account_that_comes_back_waits_too(trusted: Member, verifier: CredentialVerifier) -> None:
    """Neither a reset nor an enabled account is a way around: its administrator's rights and its circle wait again."""
    engine, by = trusted.engine, trusted.account_id
    second = create_member(engine, verifier, "second", TRUSTED)
    token, secret = reset(engine, second.account_id, by, NOW), new_secret()
    applicant = Applicant("", PASSPHRASE, secret, pyotp.TOTP(secret).at(NOW))
    accept_invitation(engine, verifier, token, applicant, NOW)
    assert grant_of(second) == EVERYWHERE
    assert [one.grant for one in waiting(engine)] == [TRUSTED]
    disable(engine, second.account_id, by, NOW)
    assert waiting(engine) == []
    change_role(engine, second.account_id, TRUSTED, None, NOW)
    assert enable(engine, second.account_id, by, NOW)
    assert grant_of(second) == EVERYWHERE
    assert not enable(engine, second.account_id, by, NOW)
    assert [one.grant for one in waiting(engine)] == [TRUSTED]


def test_requests_of_a_disabled_administrator_are_withdrawn(trusted: Member, verifier: CredentialVerifier) -> None:
    """What an administrator asked for does not count after they are shut out or lose rights of their own."""
    engine = trusted.engine
    for lose in (
        lambda: change_role(engine, trusted.account_id, ADMINISTRATOR, None, NOW),
        lambda: disable(engine, trusted.account_id, None, NOW),
    ):
        change_role(engine, trusted.account_id, TRUSTED, None, NOW)
        create_member(engine, verifier, f"invited-{lose.__code__.co_firstlineno}", TRUSTED, by=trusted.account_id)
        create_member(engine, verifier, f"other-{lose.__code__.co_firstlineno}")
        assert len(waiting(engine)) == 1
        lose()
        assert waiting(engine) == []
