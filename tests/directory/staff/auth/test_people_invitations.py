"""Invitations: for one person, once, for three days, to no more than was granted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from directory.confidential import Circle
from directory.domain.place_codes import UnknownCountryError
from directory.models import Organization, StaffAccount, StaffInvitation
from directory.staff.auth.accept_invitation import Applicant, accept
from directory.staff.auth.accounts import accounts, change_role, disable, enable, reset
from directory.staff.auth.audit_log import Act, acts
from directory.staff.auth.credentials import Credentials, Safe
from directory.staff.auth.errors import (
    CommonPassphraseError,
    LongPassphraseError,
    NameInPassphraseError,
    NameTakenError,
    NoInvitationError,
    NoOrganizationError,
    RefusedError,
    ShortPassphraseError,
    UnfitNameError,
    UnfitPassphraseError,
    UnfitSecretError,
    UnknownOrganizationError,
    WrongCodeError,
)
from directory.staff.auth.invitations import HOLDS, invitation, invite
from directory.staff.auth.passphrases import LONGEST
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import person_of
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.totp import address_of, new_secret
from tests.directory.staff.auth.somebody import ADMINISTRATOR, NOW, PASSPHRASE, REVIEWER, STEP, Somebody, somebody

SECRET = new_secret()
GOOD = Applicant("somchai", PASSPHRASE, SECRET, pyotp.TOTP(SECRET).at(NOW), "th")


def test_an_account_is_what_was_invited(engine: Engine, safe: Safe) -> None:
    """Whoever accepts has the role, organization, countries and circle of the invitation, and can sign in."""
    with engine.connect() as connection:
        organization = connection.scalar(select(col(Organization.id)).limit(1))
    grant = Grant(Role.EDITOR, organization, (" th", "KH", "th"), Circle.PARTNER)
    token = invite(engine, grant, None, NOW)
    account_id = accept(engine, safe, token, GOOD, NOW)
    later = NOW + STEP
    session = sign_in(engine, safe, Credentials("somchai", PASSPHRASE, pyotp.TOTP(SECRET).at(later)), later)
    person = person_of(engine, session, later)
    assert person
    assert (person.account_id, person.sign_in_name, person.language) == (account_id, "somchai", "th")
    assert (person.role, person.organization_id, person.countries) == (Role.EDITOR, organization, ("KH", "TH"))
    assert person.circle is Circle.PARTNER


def test_an_invitation_is_used_once(engine: Engine, safe: Safe) -> None:
    """Who comes second, with the same link, is told that there is none."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    accept(engine, safe, token, GOOD, NOW)
    with engine.connect() as connection, pytest.raises(NoInvitationError):
        invitation(connection, token, NOW)
    with pytest.raises(NoInvitationError):
        accept(engine, safe, token, replace(GOOD, sign_in_name="anong"), NOW)


def test_two_at_once_make_one_account(engine: Engine, safe: Safe) -> None:
    """A link that several open at the same moment lets one in."""
    token = invite(engine, ADMINISTRATOR, None, NOW)

    def tries(number: int) -> bool:
        try:
            accept(engine, safe, token, replace(GOOD, sign_in_name=f"person{number}"), NOW)
        except NoInvitationError:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(tries, range(4))) == 1
    with engine.connect() as connection:
        assert len(accounts(connection)) == 1


def test_an_invitation_ends(engine: Engine, safe: Safe) -> None:
    """After three days a link opens nothing, and the next invitation sweeps it away."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    with engine.connect() as connection:
        assert invitation(connection, token, NOW + HOLDS - timedelta(seconds=1)).grant == ADMINISTRATOR
    with pytest.raises(NoInvitationError):
        accept(engine, safe, token, GOOD, NOW + HOLDS)
    invite(engine, ADMINISTRATOR, None, NOW + HOLDS)
    with engine.connect() as connection:
        assert len(connection.execute(select(StaffInvitation)).all()) == 1


@pytest.mark.parametrize("token", ["", "nothing", "\0", "\ud800", "x" * 10_000])
def test_a_made_up_token(engine: Engine, token: str) -> None:
    """Whatever stands in the address, there is no such invitation."""
    with engine.connect() as connection, pytest.raises(NoInvitationError):
        invitation(connection, token, NOW)


def test_tables_hold_no_token_and_no_passphrase(engine: Engine, safe: Safe) -> None:
    """Whoever reads the tables finds neither link, cookie, passphrase nor the secret of codes."""
    waiting = invite(engine, ADMINISTRATOR, None, NOW)
    mali = somebody(engine, safe)
    session = mali.signs_in(NOW)
    with engine.connect() as connection:
        kept = repr([connection.execute(select(table)).all() for table in Organization.metadata.tables.values()])
    assert mali.account_id in kept
    assert [one for one in (waiting, session, PASSPHRASE, mali.secret) if one in kept] == []


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [
        (Grant(Role.EDITOR), NoOrganizationError),
        (Grant(Role.EDITOR, "no-such"), UnknownOrganizationError),
        (Grant(Role.EDITOR, "\0"), UnknownOrganizationError),
        (Grant(Role.REVIEWER, countries=("TH", "XX")), UnknownCountryError),
    ],
)
def test_what_the_directory_does_not_know(engine: Engine, grant: Grant, refusal: type[Exception]) -> None:
    """Nobody is invited to an organization or a country that is none."""
    with pytest.raises(refusal):
        invite(engine, grant, None, NOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sign_in_name": "ab"}, UnfitNameError),
        ({"sign_in_name": "a" * 65}, UnfitNameError),
        ({"sign_in_name": "two words"}, UnfitNameError),
        ({"sign_in_name": "nul\0nul"}, UnfitNameError),
        ({"sign_in_name": "hid\u200bden"}, UnfitNameError),
        ({"sign_in_name": "<script>"}, UnfitNameError),
        ({"sign_in_name": "a" * 1_000_000}, UnfitNameError),
        ({"sign_in_name": "ＭＡＬＩ"}, NameTakenError),
        ({"passphrase": "elevenchars"}, ShortPassphraseError),
        ({"passphrase": "long enough " * 30}, LongPassphraseError),
        ({"passphrase": "my name is SomChai"}, NameInPassphraseError),
        ({"passphrase": "Password1234"}, CommonPassphraseError),
        ({"passphrase": "Change-Me Password 2026"}, CommonPassphraseError),
        ({"passphrase": "123456789012"}, CommonPassphraseError),
        ({"passphrase": "9876543210987"}, CommonPassphraseError),
        ({"passphrase": "abababababababab"}, CommonPassphraseError),
        ({"passphrase": "\ufb03" * 3}, ShortPassphraseError),
        ({"totp_secret": "AAAA"}, UnfitSecretError),
        ({"totp_secret": "not base 32!"}, UnfitSecretError),
        ({"code": ""}, WrongCodeError),
        ({"code": "12345"}, WrongCodeError),
        ({"code": pyotp.TOTP(SECRET).at(NOW - 3 * STEP)}, WrongCodeError),
    ],
)
def test_what_has_to_be_chosen_anew(
    engine: Engine, safe: Safe, mali: Somebody, change: dict[str, str], refusal: type[Exception]
) -> None:
    """What can't be taken is refused by its reason, without what was typed, and the invitation still holds."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    with pytest.raises(refusal) as refused:
        accept(engine, safe, token, replace(GOOD, **change), NOW)
    assert str(refused.value) == ""
    assert accept(engine, safe, token, GOOD, NOW) != mali.account_id


@pytest.mark.parametrize(
    "passphrase", ["สวนมะม่วงหลังบ้านยาย", "коровы любят зелёный чай", "p@$$ 漢字 and tea", "é" * 4 + "abcdefgh"]
)
def test_passphrases_in_any_script(engine: Engine, safe: Safe, passphrase: str) -> None:
    """A passphrase may be in any script, and be typed composed or not."""
    token = invite(engine, ADMINISTRATOR, None, NOW)
    accept(engine, safe, token, replace(GOOD, passphrase=passphrase), NOW)
    later = NOW + STEP
    apart = passphrase.replace("é", "e\u0301")
    assert sign_in(engine, safe, Credentials("somchai", apart, pyotp.TOTP(SECRET).at(later)), later)


@pytest.mark.parametrize("name", ["มาลี", "мария", "José.G", "mali+th@ngo.example", "ﷴ٣٤"])
def test_names_in_any_script(engine: Engine, safe: Safe, name: str) -> None:
    """A name may be in any script, and is the same in capitals."""
    one = somebody(engine, safe, name)
    assert sign_in(engine, safe, replace(one.typed(NOW), name=f" {name.upper()} "), NOW)


def test_the_code_that_set_the_app_up_is_used(engine: Engine, safe: Safe) -> None:
    """Whoever looked on while the app was set up can't sign in with the code that was typed then."""
    accept(engine, safe, invite(engine, ADMINISTRATOR, None, NOW), GOOD, NOW)
    with pytest.raises(RefusedError):
        sign_in(engine, safe, Credentials("somchai", PASSPHRASE, GOOD.code), NOW)


def test_the_longest_passphrase_counts_to_its_end(engine: Engine, safe: Safe) -> None:
    """A passphrase as long as allowed is refused with its last character changed, and one longer opens nothing."""
    longest = ("seven green umbrellas " * 20)[:LONGEST]
    accept(engine, safe, invite(engine, ADMINISTRATOR, None, NOW), replace(GOOD, passphrase=longest), NOW)
    later = NOW + STEP
    code = pyotp.TOTP(SECRET).at(later)
    for wrong in (longest[:-1] + "?", longest + "?"):
        with pytest.raises(RefusedError):
            sign_in(engine, safe, Credentials("somchai", wrong, code), later)
    assert sign_in(engine, safe, Credentials("somchai", longest, code), later)


@pytest.mark.parametrize("fate", [disable, lambda *given: change_role(*given[:2], REVIEWER, *given[2:])])
def test_who_no_longer_administers_has_invited_nobody(engine: Engine, safe: Safe, mali: Somebody, fate: object) -> None:
    """An administrator who is shut out, or made something else, leaves no open link behind."""
    other = somebody(engine, safe, "anong")
    token = invite(engine, ADMINISTRATOR, other.account_id, NOW)
    assert callable(fate)
    fate(engine, other.account_id, mali.account_id, NOW)
    with pytest.raises(NoInvitationError):
        accept(engine, safe, token, GOOD, NOW)


def test_a_reset_keeps_who_it_is(engine: Engine, safe: Safe, mali: Somebody) -> None:
    """After a lost phone the same account has new secrets; name and role stay, old secrets and sessions are gone."""
    session = mali.signs_in(NOW)
    token = reset(engine, mali.account_id, None, NOW)
    assert person_of(engine, session, NOW) is None
    with engine.connect() as connection:
        assert invitation(connection, token, NOW).sign_in_name == "mali"
    assert accept(engine, safe, token, replace(GOOD, passphrase="nine blue teapots"), NOW) == mali.account_id
    later = NOW + 2 * STEP
    with pytest.raises(RefusedError):
        mali.signs_in(later)
    new = Credentials("mali", "nine blue teapots", pyotp.TOTP(SECRET).at(later))
    person = person_of(engine, sign_in(engine, safe, new, later), later)
    assert person
    assert (person.account_id, person.role) == (mali.account_id, Role.ADMINISTRATOR)
    with engine.connect() as connection:
        assert [one.act for one in acts(connection)] == [
            *(Act.SIGNED_IN, Act.ACCEPTED, Act.RESET, Act.SIGNED_IN, Act.ACCEPTED, Act.INVITED)
        ]


def test_a_reset_ends_what_began_since(engine: Engine, safe: Safe, mali: Somebody) -> None:
    """Whoever was let in again with the old secrets before the link was used is out once it is."""
    token = reset(engine, mali.account_id, None, NOW)
    enable(engine, mali.account_id, None, NOW)
    session = mali.signs_in(NOW)
    accept(engine, safe, token, GOOD, NOW)
    assert person_of(engine, session, NOW) is None


def test_a_reset_gives_no_role_back(engine: Engine, safe: Safe, mali: Somebody) -> None:
    """Who was made a reviewer, or shut out, after a reset does not become an administrator by the old link."""
    anong = somebody(engine, safe, "anong")
    token = reset(engine, anong.account_id, mali.account_id, NOW)
    change_role(engine, anong.account_id, REVIEWER, mali.account_id, NOW)
    accept(engine, safe, token, GOOD, NOW)
    with engine.connect() as connection:
        role = connection.scalar(select(col(StaffAccount.role)).where(col(StaffAccount.id) == anong.account_id))
    assert role == Role.REVIEWER
    token = reset(engine, anong.account_id, mali.account_id, NOW)
    disable(engine, anong.account_id, mali.account_id, NOW)
    with pytest.raises(NoInvitationError):
        accept(engine, safe, token, GOOD, NOW)


def test_what_the_app_reads() -> None:
    """The address for the QR code names the line and the person, and holds a secret of 160 bits."""
    address = address_of(SECRET, "mali@ngo.example")
    assert pyotp.parse_uri(address).secret == SECRET
    assert address.startswith("otpauth://totp/Waylight:mali%40ngo.example?secret=")
    assert "issuer=Waylight" in address
    assert len(SECRET) * 5 == 160
    with pytest.raises(UnfitSecretError):
        address_of("short", "mali")


def test_reasons_are_one_kind() -> None:
    """A page can catch whatever is wrong with a passphrase at once."""
    reasons = (ShortPassphraseError, LongPassphraseError, CommonPassphraseError, NameInPassphraseError)
    assert all(issubclass(one, UnfitPassphraseError) for one in reasons)
