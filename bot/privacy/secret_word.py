"""Hash a word that a person chose, to verify it later without storing it."""

import hashlib
import hmac
import secrets

_COST, _BLOCK, _PARALLEL = 2**12, 8, 1
"""Parameters of scrypt (RFC 7914): 10 ms and 4 MB for each try, which prevents guessing by the million."""


def hash_word(word: str) -> dict[str, str]:
    """Return {"salt", "digest"} of a word, in hexadecimal; it does not reveal the word."""
    salt = secrets.token_bytes(16)
    return {"salt": salt.hex(), "digest": _digest(word, salt).hex()}


def verify_word(word: str, stored: dict[str, str]) -> bool:
    """Return whether `stored` is what `hash_word` returned for this word."""
    return hmac.compare_digest(_digest(word, bytes.fromhex(stored["salt"])), bytes.fromhex(stored["digest"]))


def _digest(word: str, salt: bytes) -> bytes:
    return hashlib.scrypt(word.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL)
