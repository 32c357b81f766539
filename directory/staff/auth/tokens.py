"""Random tokens of sessions, invitations and browsers, and the digests that are stored of them."""

import hashlib
import secrets
from typing import Final

_BYTES: Final = 32


def new_token() -> str:
    """Return a token of 256 bits for a URL or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def token_digest(token: str) -> str:
    """Return the SHA-256 digest of a token, which is enough since a token can't be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
