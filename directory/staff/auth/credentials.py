"""Verify a passphrase and a one-time code, with the same work whether or not the account exists."""

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from directory.settings import DirectorySettings
from directory.staff.auth.encryption import SecretCipher, staff_key
from directory.staff.auth.errors import DecryptionError
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.totp import matching_step, new_secret

LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed on the sign-in form."""

    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredCredentials:
    """The secrets of an account as they are stored."""

    account_id: str
    passphrase_hash: str = field(repr=False)
    totp_sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """`hash` is the passphrase hash to store, None if the passphrase is wrong; `step` is None if the code is wrong."""

    hash: str | None = field(repr=False)
    step: int | None


class CredentialVerifier:
    """Verifies credentials with an installation's cipher and hasher. Make one per process: it computes a hash."""

    def __init__(self, cipher: SecretCipher, hasher: PassphraseHasher | None = None) -> None:
        """Take the cipher, and a hasher if its parameters differ from the defaults."""
        self.cipher = cipher
        self.hasher = hasher or PassphraseHasher()
        self._dummy = StoredCredentials("", self.hasher.hash(new_secret()), cipher.encrypt("", new_secret()))

    @classmethod
    def from_settings(cls, settings: DirectorySettings) -> "CredentialVerifier":
        """Return the verifier of an installation; raises what `staff_key` raises."""
        return cls(SecretCipher(staff_key(settings)))

    def verify(self, stored: StoredCredentials | None, given: Credentials, now: datetime) -> VerificationResult:
        """Verify credentials; without an account, do the same work, so that the response time reveals nothing."""
        against = stored or self._dummy
        fits = self.hasher.verify(against.passphrase_hash, given.passphrase)
        step = self._verify_code(against, given.code, now)
        if stored is None or not fits:
            return VerificationResult(None, None)
        return VerificationResult(
            self._rehash_if_outdated(stored.passphrase_hash, given.passphrase) if step else stored.passphrase_hash, step
        )

    def _verify_code(self, stored: StoredCredentials, code: str, now: datetime) -> int | None:
        secret = self._decrypt(stored)
        if secret is None:
            # The user must not learn of it, the operator must.
            LOG.error("totp secret not decryptable: WAYLIGHT_STAFF_KEY or staff.key was changed")
            return None
        return matching_step(secret, code, now)

    def _decrypt(self, stored: StoredCredentials) -> str | None:
        try:
            return self.cipher.decrypt(stored.account_id, stored.totp_sealed)
        except DecryptionError:
            return None

    def _rehash_if_outdated(self, stored: str, passphrase: str) -> str:
        return self.hasher.hash(passphrase) if self.hasher.needs_rehash(stored) else stored
