"""Changes of accounts by administrators and by their owners, and their log."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import Engine

from directory.domain.place_codes import UnknownCountryError
from directory.staff.auth.account_settings import PassphraseChange, TotpChange, change_passphrase, change_totp
from directory.staff.auth.accounts import change_role, disable, enable, find_account, get_account, list_accounts, reset
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import (
    AccountNotFoundError,
    InvalidCodeError,
    InvalidCredentialsError,
    LastAdministratorError,
    OrganizationRequiredError,
    PassphraseTooShortError,
    SessionEndedError,
    UsernameInPassphraseError,
)
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import MAX_FAILURES, find_user
from directory.staff.auth.sign_in import sign_in
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

NEW = "nine blue teapots"


def test_listed_accounts_hold_no_secrets(mali: Member, verifier: CredentialVerifier) -> None:
    """The list is ordered and holds no hash and no secret."""
    create_member(mali.engine, verifier, "anong", REVIEWER)
    with mali.engine.connect() as connection:
        found = list_accounts(connection)
        assert get_account(connection, mali.account_id) == found[1] == find_account(connection, " MALI ")
    assert [(one.sign_in_name, one.grant) for one in found] == [("anong", REVIEWER), ("mali", ADMINISTRATOR)]
    assert "argon2" not in repr(found)
    assert mali.secret not in repr(found)


def test_unknown_account_is_rejected(mali: Member) -> None:
    """An unknown id or name is rejected, whatever it contains."""
    with mali.engine.connect() as connection:
        for name in ("nobody", "", "\0", "mali\0"):
            with pytest.raises(AccountNotFoundError):
                find_account(connection, name)
    for unknown in ("", "no-such", "\0"):
        for act in (disable, enable, reset):
            with pytest.raises(AccountNotFoundError):
                act(mali.engine, unknown, None, NOW)
        with pytest.raises(AccountNotFoundError):
            change_role(mali.engine, unknown, ADMINISTRATOR, None, NOW)


def test_last_administrator_can_not_be_removed(mali: Member, verifier: CredentialVerifier) -> None:
    """The last active administrator can be neither disabled nor demoted."""
    anong = create_member(mali.engine, verifier, "anong")
    disable(mali.engine, anong.account_id, mali.account_id, NOW)
    for act in (
        lambda: disable(mali.engine, mali.account_id, None, NOW),
        lambda: change_role(mali.engine, mali.account_id, REVIEWER, None, NOW),
    ):
        with pytest.raises(LastAdministratorError):
            act()
    assert find_user(mali.engine, mali.signs_in(NOW), NOW)
    enable(mali.engine, anong.account_id, None, NOW)
    disable(mali.engine, mali.account_id, anong.account_id, NOW)


def test_disabled_administrator_can_be_demoted(mali: Member, verifier: CredentialVerifier) -> None:
    """A disabled administrator does not count as the last one."""
    anong = create_member(mali.engine, verifier, "anong")
    for _ in range(2):
        disable(mali.engine, anong.account_id, mali.account_id, NOW)
    change_role(mali.engine, anong.account_id, REVIEWER, mali.account_id, NOW)


def test_two_administrators_can_not_disable_each_other(mali: Member, verifier: CredentialVerifier) -> None:
    """Of two concurrent requests one fails."""
    anong = create_member(mali.engine, verifier, "anong")

    def shuts_out(one: Member) -> bool:
        try:
            disable(mali.engine, one.account_id, None, NOW)
        except LastAdministratorError:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sum(people.map(shuts_out, (mali, anong))) == 1


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [(Grant(Role.EDITOR), OrganizationRequiredError), (Grant(Role.REVIEWER, countries=("XX",)), UnknownCountryError)],
)
def test_invalid_grant_is_rejected(
    mali: Member, verifier: CredentialVerifier, grant: Grant, refusal: type[Exception]
) -> None:
    """An invalid grant is rejected, and the account keeps its own."""
    anong = create_member(mali.engine, verifier, "anong")
    with pytest.raises(refusal):
        change_role(mali.engine, anong.account_id, grant, mali.account_id, NOW)
    with mali.engine.connect() as connection:
        assert get_account(connection, anong.account_id).grant == ADMINISTRATOR


def test_change_passphrase(mali: Member) -> None:
    """The new passphrase works at once, the old one does not, and other browsers are signed out."""
    here, there = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    change_passphrase(mali.engine, mali.verifier, here, PassphraseChange(PASSPHRASE, NEW), NOW + STEP)
    assert find_user(mali.engine, here, NOW + STEP)
    assert find_user(mali.engine, there, NOW + STEP) is None
    later = NOW + 2 * STEP
    with pytest.raises(InvalidCredentialsError):
        mali.signs_in(later)
    assert sign_in(mali.engine, mali.verifier, mali.typed(later, NEW), later)


@pytest.mark.parametrize(
    ("new", "refusal"), [("short", PassphraseTooShortError), ("seven times mali", UsernameInPassphraseError)]
)
def test_invalid_new_passphrase_is_rejected(mali: Member, new: str, refusal: type[Exception]) -> None:
    """The rules for new passphrases hold for changes too."""
    token = mali.signs_in(NOW)
    with pytest.raises(refusal):
        change_passphrase(mali.engine, mali.verifier, token, PassphraseChange(PASSPHRASE, new), NOW)


def test_change_needs_the_passphrase(mali: Member) -> None:
    """At an open page the passphrase can be guessed five times; then the session ends, and its owner can sign in."""
    token = mali.signs_in(NOW)
    app = new_secret()
    codes = TotpChange("not the passphrase", app, pyotp.TOTP(app).at(NOW))
    for _ in range(MAX_FAILURES - 2):
        with pytest.raises(InvalidCredentialsError):
            change_passphrase(mali.engine, mali.verifier, token, PassphraseChange("not the passphrase", NEW), NOW)
    with pytest.raises(InvalidCredentialsError):
        change_totp(mali.engine, mali.verifier, token, codes, NOW)
    with pytest.raises(SessionEndedError):
        change_totp(mali.engine, mali.verifier, token, codes, NOW)
    with pytest.raises(SessionEndedError):
        change_passphrase(mali.engine, mali.verifier, token, PassphraseChange(PASSPHRASE, NEW), NOW)
    assert find_user(mali.engine, token, NOW) is None
    assert mali.signs_in(NOW + STEP)


def test_change_totp(mali: Member) -> None:
    """Codes of the new app work, those of the old do not; the typed code is used up."""
    token = mali.signs_in(NOW)
    other = mali.signs_in(NOW + STEP)
    app, later = new_secret(), NOW + 2 * STEP
    given = TotpChange(PASSPHRASE, app, pyotp.TOTP(app).at(later))
    with pytest.raises(InvalidCodeError):
        change_totp(mali.engine, mali.verifier, token, replace(given, code="000"), later)
    change_totp(mali.engine, mali.verifier, token, given, later)
    assert find_user(mali.engine, token, later)
    assert find_user(mali.engine, other, later) is None
    renewed = replace(mali, secret=app)
    for old, when in ((mali, later + STEP), (renewed, later)):
        with pytest.raises(InvalidCredentialsError):
            old.signs_in(when)
    assert renewed.signs_in(later + STEP)


def test_change_without_session_is_rejected(mali: Member) -> None:
    """Without a session nothing can be changed."""
    with pytest.raises(SessionEndedError):
        change_passphrase(mali.engine, mali.verifier, "nobody", PassphraseChange(PASSPHRASE, NEW), NOW)


def test_every_action_is_logged(engine: Engine, mali: Member, verifier: CredentialVerifier) -> None:
    """Each action is logged with actor and subject, newest first, in pages."""
    anong = create_member(engine, verifier, "anong", by=mali.account_id)
    token = anong.signs_in(NOW)
    change_passphrase(engine, verifier, token, PassphraseChange(PASSPHRASE, NEW), NOW)
    change_role(engine, anong.account_id, REVIEWER, mali.account_id, NOW)
    disable(engine, anong.account_id, mali.account_id, NOW)
    enable(engine, anong.account_id, None, NOW)
    with engine.connect() as connection:
        noted = [(one.action, one.account_id, one.about) for one in list_actions(connection, limit=7)]
        assert [one.action for one in list_actions(connection, offset=7, limit=2)] == [
            AuditAction.ACCEPTED,
            AuditAction.INVITED,
        ]
    admin, her = mali.account_id, anong.account_id
    assert noted == [
        (AuditAction.ENABLED, None, her),
        (AuditAction.DISABLED, admin, her),
        (AuditAction.ROLE_CHANGED, admin, her),
        (AuditAction.PASSPHRASE_CHANGED, her, her),
        (AuditAction.SIGNED_IN, her, her),
        (AuditAction.ACCEPTED, her, her),
        (AuditAction.INVITED, admin, "administrator"),
    ]
