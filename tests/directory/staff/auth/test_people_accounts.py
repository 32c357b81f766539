"""Accounts: what administrators and their owners change, and what is noted of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import Engine

from directory.domain.place_codes import UnknownCountryError
from directory.staff.auth.account_settings import NewCodes, NewPassphrase, change_passphrase, new_totp
from directory.staff.auth.accounts import account, account_named, accounts, change_role, disable, enable, reset
from directory.staff.auth.audit_log import Act, acts
from directory.staff.auth.credentials import Safe
from directory.staff.auth.errors import (
    LastAdministratorError,
    NameInPassphraseError,
    NoOrganizationError,
    RefusedError,
    ShortPassphraseError,
    UnknownAccountError,
    WrongCodeError,
)
from directory.staff.auth.lockout import ALLOWED
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import person_of
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.totp import new_secret
from tests.directory.staff.auth.somebody import ADMINISTRATOR, NOW, PASSPHRASE, REVIEWER, STEP, Somebody, somebody

NEW = "nine blue teapots"


def test_accounts_without_their_secrets(mali: Somebody, safe: Safe) -> None:
    """A list names everybody, in order, and holds no hash and no secret."""
    somebody(mali.engine, safe, "anong", REVIEWER)
    with mali.engine.connect() as connection:
        found = accounts(connection)
        assert account(connection, mali.account_id) == found[1] == account_named(connection, " MALI ")
    assert [(one.sign_in_name, one.grant) for one in found] == [("anong", REVIEWER), ("mali", ADMINISTRATOR)]
    assert "argon2" not in repr(found)
    assert mali.secret not in repr(found)


def test_an_account_that_is_not_there(mali: Somebody) -> None:
    """An id or a name that nobody has is told as such, whatever stands in it."""
    with mali.engine.connect() as connection:
        for name in ("nobody", "", "\0", "mali\0"):
            with pytest.raises(UnknownAccountError):
                account_named(connection, name)
    for unknown in ("", "no-such", "\0"):
        for act in (disable, enable, reset):
            with pytest.raises(UnknownAccountError):
                act(mali.engine, unknown, None, NOW)
        with pytest.raises(UnknownAccountError):
            change_role(mali.engine, unknown, ADMINISTRATOR, None, NOW)


def test_the_last_administrator_stays(mali: Somebody, safe: Safe) -> None:
    """Somebody can always let people in: the last one who is active is neither shut out nor made something else."""
    anong = somebody(mali.engine, safe, "anong")
    disable(mali.engine, anong.account_id, mali.account_id, NOW)
    for act in (
        lambda: disable(mali.engine, mali.account_id, None, NOW),
        lambda: change_role(mali.engine, mali.account_id, REVIEWER, None, NOW),
    ):
        with pytest.raises(LastAdministratorError):
            act()
    assert person_of(mali.engine, mali.signs_in(NOW), NOW)
    enable(mali.engine, anong.account_id, mali.account_id, NOW)
    disable(mali.engine, mali.account_id, anong.account_id, NOW)


def test_a_disabled_administrator_may_be_demoted(mali: Somebody, safe: Safe) -> None:
    """Who is shut out already is not the last one, and is shut out a second time without harm."""
    anong = somebody(mali.engine, safe, "anong")
    for _ in range(2):
        disable(mali.engine, anong.account_id, mali.account_id, NOW)
    change_role(mali.engine, anong.account_id, REVIEWER, mali.account_id, NOW)


def test_two_administrators_can_not_shut_each_other_out(mali: Somebody, safe: Safe) -> None:
    """At the same moment, too, one of them stays."""
    anong = somebody(mali.engine, safe, "anong")

    def shuts_out(one: Somebody) -> bool:
        try:
            disable(mali.engine, one.account_id, None, NOW)
        except LastAdministratorError:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sum(people.map(shuts_out, (mali, anong))) == 1


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [(Grant(Role.EDITOR), NoOrganizationError), (Grant(Role.REVIEWER, countries=("XX",)), UnknownCountryError)],
)
def test_a_grant_that_is_none(mali: Somebody, safe: Safe, grant: Grant, refusal: type[Exception]) -> None:
    """An account gets no role that could not have been invited to, and keeps its own."""
    anong = somebody(mali.engine, safe, "anong")
    with pytest.raises(refusal):
        change_role(mali.engine, anong.account_id, grant, mali.account_id, NOW)
    with mali.engine.connect() as connection:
        assert account(connection, anong.account_id).grant == ADMINISTRATOR


def test_a_new_passphrase(mali: Somebody) -> None:
    """It holds at once, the old one does not, and all other browsers are signed out."""
    here, there = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    change_passphrase(mali.engine, mali.safe, here, NewPassphrase(PASSPHRASE, NEW), NOW + STEP)
    assert person_of(mali.engine, here, NOW + STEP)
    assert person_of(mali.engine, there, NOW + STEP) is None
    later = NOW + 2 * STEP
    with pytest.raises(RefusedError):
        mali.signs_in(later)
    assert sign_in(mali.engine, mali.safe, mali.typed(later, NEW), later)


@pytest.mark.parametrize(
    ("new", "refusal"), [("short", ShortPassphraseError), ("seven times mali", NameInPassphraseError)]
)
def test_an_unfit_new_passphrase(mali: Somebody, new: str, refusal: type[Exception]) -> None:
    """What could not have been chosen at first can't be chosen later."""
    token = mali.signs_in(NOW)
    with pytest.raises(refusal):
        change_passphrase(mali.engine, mali.safe, token, NewPassphrase(PASSPHRASE, new), NOW)


def test_a_page_left_open_is_no_way_in(mali: Somebody) -> None:
    """Who finds a page open can guess the passphrase five times, here or there; then the account is locked."""
    token = mali.signs_in(NOW)
    app = new_secret()
    codes = NewCodes("not the passphrase", app, pyotp.TOTP(app).at(NOW))
    for _ in range(ALLOWED - 2):
        with pytest.raises(RefusedError):
            change_passphrase(mali.engine, mali.safe, token, NewPassphrase("not the passphrase", NEW), NOW)
    for _ in range(2):
        with pytest.raises(RefusedError):
            new_totp(mali.engine, mali.safe, token, codes, NOW)
    with pytest.raises(RefusedError):
        change_passphrase(mali.engine, mali.safe, token, NewPassphrase(PASSPHRASE, NEW), NOW)
    with pytest.raises(RefusedError):
        mali.signs_in(NOW + STEP)


def test_a_new_phone(mali: Somebody) -> None:
    """Codes of the new app hold and those of the old do not; the one that was typed is used up."""
    token = mali.signs_in(NOW)
    other = mali.signs_in(NOW + STEP)
    app, later = new_secret(), NOW + 2 * STEP
    given = NewCodes(PASSPHRASE, app, pyotp.TOTP(app).at(later))
    with pytest.raises(WrongCodeError):
        new_totp(mali.engine, mali.safe, token, replace(given, code="000"), later)
    new_totp(mali.engine, mali.safe, token, given, later)
    assert person_of(mali.engine, token, later)
    assert person_of(mali.engine, other, later) is None
    renewed = replace(mali, secret=app)
    for old, when in ((mali, later + STEP), (renewed, later)):
        with pytest.raises(RefusedError):
            old.signs_in(when)
    assert renewed.signs_in(later + STEP)


def test_no_session_changes_nothing(mali: Somebody) -> None:
    """Without a session there is nobody whose secrets could be changed."""
    with pytest.raises(RefusedError):
        change_passphrase(mali.engine, mali.safe, "nobody", NewPassphrase(PASSPHRASE, NEW), NOW)


def test_everything_is_noted(engine: Engine, mali: Somebody, safe: Safe) -> None:
    """Each act is noted with who did it and about whom, newest first, page by page."""
    anong = somebody(engine, safe, "anong", by=mali.account_id)
    token = anong.signs_in(NOW)
    change_passphrase(engine, safe, token, NewPassphrase(PASSPHRASE, NEW), NOW)
    change_role(engine, anong.account_id, REVIEWER, mali.account_id, NOW)
    disable(engine, anong.account_id, mali.account_id, NOW)
    enable(engine, anong.account_id, None, NOW)
    with engine.connect() as connection:
        noted = [(one.act, one.account_id, one.about) for one in acts(connection, limit=7)]
        assert [one.act for one in acts(connection, offset=7, limit=2)] == [Act.ACCEPTED, Act.INVITED]
    admin, her = mali.account_id, anong.account_id
    assert noted == [
        (Act.ENABLED, None, her),
        (Act.DISABLED, admin, her),
        (Act.ROLE_CHANGED, admin, her),
        (Act.PASSPHRASE_CHANGED, her, her),
        (Act.SIGNED_IN, her, her),
        (Act.ACCEPTED, her, her),
        (Act.INVITED, admin, "administrator"),
    ]
