"""A word that somebody chose, kept so that it can be known again and not read."""

import hashlib
import hmac
import secrets

_COST, _BLOCK, _PARALLEL = 2**12, 8, 1
"""Parameters of scrypt (RFC 7914): some 10 ms and 4 MB, so that words can't be tried by the million."""


def keep(word: str) -> dict[str, str]:
    """Return {"salt", "digest"} of a word, in hexadecimal; the word itself can't be read from it."""
    salt = secrets.token_bytes(16)
    return {"salt": salt.hex(), "digest": _digest(word, salt).hex()}


def is_kept(word: str, kept: dict[str, str]) -> bool:
    """Tell whether this is the word that `keep` was given."""
    return hmac.compare_digest(_digest(word, bytes.fromhex(kept["salt"])), bytes.fromhex(kept["digest"]))


def _digest(word: str, salt: bytes) -> bytes:
    return hashlib.scrypt(word.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL)
