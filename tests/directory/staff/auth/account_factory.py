"""An account with a passphrase and an authenticator app, for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import Engine

from directory.staff.auth.credentials import Credentials, CredentialVerifier, SecretCipher
from directory.staff.auth.invitations import Applicant, accept_invitation, invite
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.totp import new_secret

NOW = datetime(2026, 11, 28, 12, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)
PASSPHRASE = "seven green umbrellas"
ADMINISTRATOR = Grant(Role.ADMINISTRATOR)
REVIEWER = Grant(Role.REVIEWER, countries=("KH", "TH"))


def fast_verifier(key: bytes = b"k" * 32) -> CredentialVerifier:
    """Return a verifier with fast hashes."""
    return CredentialVerifier(SecretCipher(key), PassphraseHasher(fast_hasher()))


def fast_hasher() -> PasswordHasher:
    """Return a fast hasher."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True)
class Member:
    """Credentials of an account, and how to use them."""

    engine: Engine
    verifier: CredentialVerifier
    account_id: str
    name: str
    secret: str

    def code(self, now: datetime) -> str:
        """Read the code from the app."""
        return pyotp.TOTP(self.secret).at(now)

    def typed(self, now: datetime, passphrase: str = PASSPHRASE) -> Credentials:
        """Type everything as it should be."""
        return Credentials(self.name, passphrase, self.code(now))

    def signs_in(self, now: datetime) -> str:
        """Sign in, and return the token."""
        return sign_in(self.engine, self.verifier, self.typed(now), now)


def create_member(
    engine: Engine,
    verifier: CredentialVerifier,
    name: str = "mali",
    grant: Grant = ADMINISTRATOR,
    by: str | None = None,
) -> Member:
    """Let somebody in, who used the code of a minute before NOW."""
    before = NOW - 2 * STEP
    token = invite(engine, grant, by, before)
    secret = new_secret()
    applicant = Applicant(name, PASSPHRASE, secret, pyotp.TOTP(secret).at(before), "th")
    return Member(engine, verifier, accept_invitation(engine, verifier, token, applicant, before), name, secret)
