"""Hash passphrases, and refuse weak ones."""

import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.staff.auth.errors import (
    CommonPassphraseError,
    PassphraseTooLongError,
    PassphraseTooShortError,
    UsernameInPassphraseError,
)

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
_MIN_DISTINCT_CHARACTERS: Final = 5
# Parts of the most common passphrases that are long enough, as letters and digits only.
_COMMON: Final = (
    *("password", "passw0rd", "passphrase", "letmein", "welcome", "iloveyou", "administrator", "changeme", "waylight"),
    *("qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y", "qazwsxedcrfv", "abcdefghijklm", "abc", "admin"),
    *("correcthorsebatterystaple", "trafficking", "hotline", "staff", "secret"),
)
_DIGIT_SEQUENCE: Final = "0123456789" * 3
_HASH_SEMAPHORE: Final = threading.BoundedSemaphore(2)
"""Each hash takes 19 MiB: more at once would let an attacker exhaust a small server's memory."""


class PassphraseHasher:
    """Hashes passphrases with argon2id.

    The parameters are OWASP's for little memory (Password Storage Cheat Sheet: 19 MiB, 2 iterations, 1 degree of
    parallelism). A hash made with other parameters is renewed at the next sign-in.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def hash(self, passphrase: str) -> str:
        """Return the hash of a passphrase."""
        with _HASH_SEMAPHORE:
            return self._hasher.hash(_normalized_bytes(passphrase))

    def verify(self, stored: str, passphrase: str) -> bool:
        """Return whether a passphrase matches a hash; takes as long for one that exceeds the maximum length."""
        tried = _normalized_bytes(passphrase if len(passphrase) <= MAX_LENGTH else "")
        try:
            with _HASH_SEMAPHORE:
                return self._hasher.verify(stored, tried)
        except (VerificationError, InvalidHashError):
            return False

    def needs_rehash(self, stored: str) -> bool:
        """Return whether a hash was made with other parameters."""
        return self._hasher.check_needs_rehash(stored)


def check_passphrase(passphrase: str, name: str) -> None:
    """Refuse a weak passphrase; `name` is the normalized sign-in name.

    Raises:
        InvalidPassphraseError: it is weak; the subclass says why.
    """
    if len(passphrase) > MAX_LENGTH:
        raise PassphraseTooLongError
    normalized = unicodedata.normalize("NFKC", passphrase)
    if len(normalized) < MIN_LENGTH:
        raise PassphraseTooShortError
    if name in unicodedata.normalize("NFKC", normalized.casefold()):
        raise UsernameInPassphraseError
    if _is_common(normalized.casefold()):
        raise CommonPassphraseError


def _is_common(normalized: str) -> bool:
    """Return whether it consists only of common words and sequences of digits."""
    rest = "".join(character for character in normalized if character.isalnum())
    if len(set(normalized)) < _MIN_DISTINCT_CHARACTERS or rest in _DIGIT_SEQUENCE or rest in _DIGIT_SEQUENCE[::-1]:
        return True
    for word in sorted(_COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest == "" or rest.isdecimal()


def _normalized_bytes(passphrase: str) -> bytes:
    # The same characters may be typed composed or decomposed (NIST SP 800-63B asks for one form).
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
