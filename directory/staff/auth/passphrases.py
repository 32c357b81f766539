"""Passphrases: which are good enough, and how they are kept."""

import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.staff.auth.errors import (
    CommonPassphraseError,
    LongPassphraseError,
    NameInPassphraseError,
    ShortPassphraseError,
)

SHORTEST: Final = 12
LONGEST: Final = 256
_FEWEST_SIGNS: Final = 5
# The commonest that are long enough, as letters and digits only.
_COMMON: Final = (
    *("password", "passw0rd", "passphrase", "letmein", "welcome", "iloveyou", "administrator", "changeme", "waylight"),
    *("qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y", "qazwsxedcrfv", "abcdefghijklm", "abc", "admin"),
    *("correcthorsebatterystaple", "trafficking", "hotline", "staff", "secret"),
)
_DIGITS: Final = "0123456789" * 3
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Each hash takes 19 MiB: with more at once, whoever tries many would take a small server's memory."""


class Passphrases:
    """Hashes passphrases with argon2id.

    The parameters are OWASP's for little memory (Password Storage Cheat Sheet: 19 MiB, 2 iterations, 1 degree of
    parallelism); another hasher may be given, and a hash of other parameters is renewed at the next sign-in.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def hash(self, passphrase: str) -> str:
        """Return what is kept of a passphrase."""
        with _AT_ONCE:
            return self._hasher.hash(_bytes(passphrase))

    def fits(self, kept: str, passphrase: str) -> bool:
        """Tell whether a passphrase is the one that was kept; takes as long for one that is too long to be any."""
        tried = _bytes(passphrase if len(passphrase) <= LONGEST else "")
        try:
            with _AT_ONCE:
                return self._hasher.verify(kept, tried)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than ours."""
        return self._hasher.check_needs_rehash(kept)


def check(passphrase: str, name: str) -> None:
    """Refuse a passphrase that would be guessed, by whoever knows the sign-in name as it is kept.

    Raises:
        UnfitPassphraseError: a class below it says why.
    """
    if len(passphrase) > LONGEST:
        raise LongPassphraseError
    said = unicodedata.normalize("NFKC", passphrase)
    if len(said) < SHORTEST:
        raise ShortPassphraseError
    if name in unicodedata.normalize("NFKC", said.casefold()):
        raise NameInPassphraseError
    if _is_common(said.casefold()):
        raise CommonPassphraseError


def _is_common(said: str) -> bool:
    """Tell whether nothing is left of it without the commonest words, and digits in their order."""
    left = "".join(sign for sign in said if sign.isalnum())
    if len(set(said)) < _FEWEST_SIGNS or left in _DIGITS or left in _DIGITS[::-1]:
        return True
    for word in sorted(_COMMON, key=len, reverse=True):
        left = left.replace(word, "")
    return left == "" or left.isdecimal()


def _bytes(passphrase: str) -> bytes:
    # The same signs may be typed composed or not (NIST SP 800-63B asks for one form).
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
