"""What a passphrase and a code are tried against: the same work for whoever there is, and for nobody."""

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from directory.settings import DirectorySettings
from directory.staff.auth.encryption import Seal, staff_key
from directory.staff.auth.errors import WrongKeyError
from directory.staff.auth.passphrases import Passphrases
from directory.staff.auth.totp import new_secret, step_of

LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody typed to sign in."""

    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an account's secrets."""

    account_id: str
    passphrase_hash: str = field(repr=False)
    totp_sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven: `step` is the code's, None for a wrong one; `hash` is to be kept, None if it did not fit."""

    hash: str | None = field(repr=False)
    step: int | None


class Safe:
    """The seal and the passphrases of an installation. One for a process: making it takes a hash."""

    def __init__(self, seal: Seal, passphrases: Passphrases | None = None) -> None:
        """Take the seal, and other passphrases than the default ones where they are made in another way."""
        self.seal = seal
        self.passphrases = passphrases or Passphrases()
        self._nobody = Kept("", self.passphrases.hash(new_secret()), seal.close("", new_secret()))

    @classmethod
    def of(cls, settings: DirectorySettings) -> "Safe":
        """Return what an installation has; raises what `key.staff_key` raises."""
        return cls(Seal(staff_key(settings)))

    def prove(self, kept: Kept | None, given: Credentials, now: datetime) -> Proof:
        """Try what was typed; without an account the work is the same, so that the time it takes says nothing."""
        against = kept or self._nobody
        fits = self.passphrases.fits(against.passphrase_hash, given.passphrase)
        step = self._step(against, given.code, now)
        if kept is None or not fits:
            return Proof(None, None)
        return Proof(self._renewed(kept.passphrase_hash, given.passphrase) if step else kept.passphrase_hash, step)

    def _step(self, kept: Kept, code: str, now: datetime) -> int | None:
        secret = self._opened(kept)
        if secret is None:
            # Whoever signs in learns nothing of it, and whoever runs the service has to.
            LOG.error("A secret for one-time codes can't be opened: WAYLIGHT_STAFF_KEY or staff.key is another one.")
            return None
        return step_of(secret, code, now)

    def _opened(self, kept: Kept) -> str | None:
        try:
            return self.seal.open(kept.account_id, kept.totp_sealed)
        except WrongKeyError:
            return None

    def _renewed(self, kept: str, passphrase: str) -> str:
        return self.passphrases.hash(passphrase) if self.passphrases.is_outdated(kept) else kept
