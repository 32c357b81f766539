"""Invitations work once, for three days, with exactly the granted rights."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from directory.confidential import AccessCircle
from directory.domain.place_codes import UnknownCountryError
from directory.models import Organization, StaffAccount, StaffInvitation
from directory.staff.auth.accounts import change_role, disable, enable, list_accounts, reset
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.credentials import Credentials, CredentialVerifier
from directory.staff.auth.errors import (
    CommonPassphraseError,
    InvalidCodeError,
    InvalidCredentialsError,
    InvalidPassphraseError,
    InvalidTotpSecretError,
    InvalidUsernameError,
    InvitationNotFoundError,
    OrganizationNotFoundError,
    OrganizationRequiredError,
    PassphraseTooLongError,
    PassphraseTooShortError,
    UsernameInPassphraseError,
    UsernameTakenError,
)
from directory.staff.auth.invitations import LIFETIME, Applicant, accept_invitation, get_invitation, invite
from directory.staff.auth.passphrases import MAX_LENGTH
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import find_user
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.totp import new_secret, provisioning_uri
from tests.directory.staff.auth.account_factory import (
    ADMINISTRATOR,
    NOW,
    PASSPHRASE,
    REVIEWER,
    STEP,
    Member,
    create_member,
)

SECRET = new_secret()
GOOD = Applicant("somchai", PASSPHRASE, SECRET, pyotp.TOTP(SECRET).at(NOW), "th")


def test_account_has_the_grant_of_its_invitation(engine: Engine, verifier: CredentialVerifier) -> None:
    """The account has the invitation's grant and can sign in."""
    with engine.connect() as connection:
        organization = connection.scalar(select(col(Organization.id)).limit(1))
    grant = Grant(Role.EDITOR, organization, (" th", "KH", "th"), AccessCircle.PARTNER)
    token = invite(engine, grant, None, NOW)
    account_id = accept_invitation(engine, verifier, token, GOOD, NOW)
    later = NOW + STEP
    session = sign_in(engine, verifier, Credentials("somchai", PASSPHRASE, pyotp.TOTP(SECRET).at(later)), later)
    user = find_user(engine, session, later)
    assert user
    assert (user.account_id, user.sign_in_name, user.language) == (account_id, "somchai", "th")
    assert (user.role, user.organization_id, user.countries) == (Role.EDITOR, organization, ("KH", "TH"))
    assert user.circle is AccessCircle.PARTNER


def test_invitation_works_once(engine: Engine, verifier: CredentialVerifier) -> None:
    """A second use of the link is rejected."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    accept_invitation(engine, verifier, token, GOOD, NOW)
    with engine.connect() as connection, pytest.raises(InvitationNotFoundError):
        get_invitation(connection, token, NOW)
    with pytest.raises(InvitationNotFoundError):
        accept_invitation(engine, verifier, token, replace(GOOD, sign_in_name="anong"), NOW)


def test_concurrent_use_creates_one_account(engine: Engine, verifier: CredentialVerifier) -> None:
    """Of concurrent uses one succeeds."""
    token = invite(engine, ADMINISTRATOR, None, NOW)

    def tries(number: int) -> bool:
        try:
            accept_invitation(engine, verifier, token, replace(GOOD, sign_in_name=f"person{number}"), NOW)
        except InvitationNotFoundError:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(tries, range(4))) == 1
    with engine.connect() as connection:
        assert len(list_accounts(connection)) == 1


def test_invitation_expires(engine: Engine, verifier: CredentialVerifier) -> None:
    """A link expires after three days, and the next invitation deletes it."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    with engine.connect() as connection:
        assert get_invitation(connection, token, NOW + LIFETIME - timedelta(seconds=1)).grant == ADMINISTRATOR
    with pytest.raises(InvitationNotFoundError):
        accept_invitation(engine, verifier, token, GOOD, NOW + LIFETIME)
    invite(engine, ADMINISTRATOR, None, NOW + LIFETIME)
    with engine.connect() as connection:
        assert len(connection.execute(select(StaffInvitation)).all()) == 1


@pytest.mark.parametrize("token", ["", "nothing", "\0", "\ud800", "x" * 10_000])
def test_unknown_token_is_rejected(engine: Engine, token: str) -> None:
    """An unknown token is rejected, whatever it contains."""
    with engine.connect() as connection, pytest.raises(InvitationNotFoundError):
        get_invitation(connection, token, NOW)


def test_database_holds_no_token_and_no_passphrase(engine: Engine, verifier: CredentialVerifier) -> None:
    """The tables hold no link, cookie, passphrase or TOTP secret in plain text."""
    waiting = invite(engine, ADMINISTRATOR, None, NOW)
    mali = create_member(engine, verifier)
    session = mali.signs_in(NOW)
    with engine.connect() as connection:
        kept = repr([connection.execute(select(table)).all() for table in Organization.metadata.tables.values()])
    assert mali.account_id in kept
    assert [one for one in (waiting, session, PASSPHRASE, mali.secret) if one in kept] == []


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [
        (Grant(Role.EDITOR), OrganizationRequiredError),
        (Grant(Role.EDITOR, "no-such"), OrganizationNotFoundError),
        (Grant(Role.EDITOR, "\0"), OrganizationNotFoundError),
        (Grant(Role.REVIEWER, countries=("TH", "XX")), UnknownCountryError),
    ],
)
def test_unknown_organization_is_rejected(engine: Engine, grant: Grant, refusal: type[Exception]) -> None:
    """An unknown organization or country is rejected."""
    with pytest.raises(refusal):
        invite(engine, grant, None, NOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sign_in_name": "ab"}, InvalidUsernameError),
        ({"sign_in_name": "a" * 65}, InvalidUsernameError),
        ({"sign_in_name": "two words"}, InvalidUsernameError),
        ({"sign_in_name": "nul\0nul"}, InvalidUsernameError),
        ({"sign_in_name": "hid\u200bden"}, InvalidUsernameError),
        ({"sign_in_name": "<script>"}, InvalidUsernameError),
        ({"sign_in_name": "a" * 1_000_000}, InvalidUsernameError),
        ({"sign_in_name": "ＭＡＬＩ"}, UsernameTakenError),
        ({"passphrase": "elevenchars"}, PassphraseTooShortError),
        ({"passphrase": "long enough " * 30}, PassphraseTooLongError),
        ({"passphrase": "my name is SomChai"}, UsernameInPassphraseError),
        ({"passphrase": "Password1234"}, CommonPassphraseError),
        ({"passphrase": "Change-Me Password 2026"}, CommonPassphraseError),
        ({"passphrase": "123456789012"}, CommonPassphraseError),
        ({"passphrase": "9876543210987"}, CommonPassphraseError),
        ({"passphrase": "abababababababab"}, CommonPassphraseError),
        ({"passphrase": "\ufb03" * 3}, PassphraseTooShortError),
        ({"totp_secret": "AAAA"}, InvalidTotpSecretError),
        ({"totp_secret": "not base 32!"}, InvalidTotpSecretError),
        ({"code": ""}, InvalidCodeError),
        ({"code": "12345"}, InvalidCodeError),
        ({"code": pyotp.TOTP(SECRET).at(NOW - 3 * STEP)}, InvalidCodeError),
    ],
)
def test_invalid_choices_are_rejected(
    engine: Engine, verifier: CredentialVerifier, mali: Member, change: dict[str, str], refusal: type[Exception]
) -> None:
    """Each invalid value has its own error without the value, and the invitation stays valid."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    with pytest.raises(refusal) as refused:
        accept_invitation(engine, verifier, token, replace(GOOD, **change), NOW)
    assert str(refused.value) == ""
    assert accept_invitation(engine, verifier, token, GOOD, NOW) != mali.account_id


@pytest.mark.parametrize(
    "passphrase", ["สวนมะม่วงหลังบ้านยาย", "коровы любят зелёный чай", "p@$$ 漢字 and tea", "é" * 4 + "abcdefgh"]
)
def test_accepts_passphrases_in_any_script(engine: Engine, verifier: CredentialVerifier, passphrase: str) -> None:
    """A passphrase may be in any script, composed or decomposed."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    accept_invitation(engine, verifier, token, replace(GOOD, passphrase=passphrase), NOW)
    later = NOW + STEP
    apart = passphrase.replace("é", "e\u0301")
    assert sign_in(engine, verifier, Credentials("somchai", apart, pyotp.TOTP(SECRET).at(later)), later)


@pytest.mark.parametrize("name", ["มาลี", "мария", "José.G", "mali+th@ngo.example", "ﷴ٣٤"])
def test_accepts_names_in_any_script(engine: Engine, verifier: CredentialVerifier, name: str) -> None:
    """A name may be in any script, and case does not matter."""
    one = create_member(engine, verifier, name)
    assert sign_in(engine, verifier, replace(one.typed(NOW), name=f" {name.upper()} "), NOW)


def test_setup_code_can_not_sign_in(engine: Engine, verifier: CredentialVerifier) -> None:
    """The code that was used for the setup can't be used to sign in."""
    accept_invitation(engine, verifier, invite(engine, ADMINISTRATOR, None, NOW), GOOD, NOW)
    with pytest.raises(InvalidCredentialsError):
        sign_in(engine, verifier, Credentials("somchai", PASSPHRASE, GOOD.code), NOW)


def test_longest_passphrase_is_not_truncated(engine: Engine, verifier: CredentialVerifier) -> None:
    """The last character of the longest passphrase counts, and a longer one never matches."""
    longest = ("seven green umbrellas " * 20)[:MAX_LENGTH]
    accept_invitation(
        engine, verifier, invite(engine, ADMINISTRATOR, None, NOW), replace(GOOD, passphrase=longest), NOW
    )
    later = NOW + STEP
    code = pyotp.TOTP(SECRET).at(later)
    for wrong in (longest[:-1] + "?", longest + "?"):
        with pytest.raises(InvalidCredentialsError):
            sign_in(engine, verifier, Credentials("somchai", wrong, code), later)
    assert sign_in(engine, verifier, Credentials("somchai", longest, code), later)


@pytest.mark.parametrize("fate", [disable, lambda *given: change_role(*given[:2], REVIEWER, *given[2:])])
def test_demotion_withdraws_invitations(
    engine: Engine, verifier: CredentialVerifier, mali: Member, fate: object
) -> None:
    """A disabled or demoted administrator leaves no open invitations."""
    other = create_member(engine, verifier, "anong")
    token = invite(engine, ADMINISTRATOR, other.account_id, NOW)
    assert callable(fate)
    fate(engine, other.account_id, mali.account_id, NOW)
    with pytest.raises(InvitationNotFoundError):
        accept_invitation(engine, verifier, token, GOOD, NOW)


def test_reset_keeps_name_and_grant(engine: Engine, verifier: CredentialVerifier, mali: Member) -> None:
    """After a reset, name and role stay; old secrets and sessions are gone."""
    session = mali.signs_in(NOW)
    token = reset(engine, mali.account_id, None, NOW)
    assert find_user(engine, session, NOW) is None
    with engine.connect() as connection:
        assert get_invitation(connection, token, NOW).sign_in_name == "mali"
    assert (
        accept_invitation(engine, verifier, token, replace(GOOD, passphrase="nine blue teapots"), NOW)
        == mali.account_id
    )
    later = NOW + 2 * STEP
    with pytest.raises(InvalidCredentialsError):
        mali.signs_in(later)
    new = Credentials("mali", "nine blue teapots", pyotp.TOTP(SECRET).at(later))
    user = find_user(engine, sign_in(engine, verifier, new, later), later)
    assert user
    assert (user.account_id, user.role) == (mali.account_id, Role.ADMINISTRATOR)
    with engine.connect() as connection:
        assert [one.action for one in list_actions(connection)] == [
            *(
                AuditAction.SIGNED_IN,
                AuditAction.ACCEPTED,
                AuditAction.RESET,
                AuditAction.SIGNED_IN,
                AuditAction.ACCEPTED,
                AuditAction.INVITED,
            )
        ]


def test_reset_ends_sessions(engine: Engine, verifier: CredentialVerifier, mali: Member) -> None:
    """Sessions that started after the reset end when its link is used."""
    token = reset(engine, mali.account_id, None, NOW)
    enable(engine, mali.account_id, None, NOW)
    session = mali.signs_in(NOW)
    accept_invitation(engine, verifier, token, GOOD, NOW)
    assert find_user(engine, session, NOW) is None


def test_reset_does_not_restore_a_role(engine: Engine, verifier: CredentialVerifier, mali: Member) -> None:
    """A link from before a demotion or a disabling does not restore the old role."""
    anong = create_member(engine, verifier, "anong")
    token = reset(engine, anong.account_id, mali.account_id, NOW)
    change_role(engine, anong.account_id, REVIEWER, mali.account_id, NOW)
    accept_invitation(engine, verifier, token, GOOD, NOW)
    with engine.connect() as connection:
        role = connection.scalar(select(col(StaffAccount.role)).where(col(StaffAccount.id) == anong.account_id))
    assert role == Role.REVIEWER
    token = reset(engine, anong.account_id, mali.account_id, NOW)
    disable(engine, anong.account_id, mali.account_id, NOW)
    with pytest.raises(InvitationNotFoundError):
        accept_invitation(engine, verifier, token, GOOD, NOW)


def test_provisioning_uri() -> None:
    """The URI names the service and the user, and holds a secret of 160 bits."""
    address = provisioning_uri(SECRET, "mali@ngo.example")
    assert pyotp.parse_uri(address).secret == SECRET
    assert address.startswith("otpauth://totp/Waylight:mali%40ngo.example?secret=")
    assert "issuer=Waylight" in address
    assert len(SECRET) * 5 == 160
    with pytest.raises(InvalidTotpSecretError):
        provisioning_uri("short", "mali")


def test_passphrase_errors_share_a_base_class() -> None:
    """One except clause catches all passphrase errors."""
    reasons = (PassphraseTooShortError, PassphraseTooLongError, CommonPassphraseError, UsernameInPassphraseError)
    assert all(issubclass(one, InvalidPassphraseError) for one in reasons)
