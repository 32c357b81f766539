"""The secret for an authenticator app, as a picture and as letters."""

from dataclasses import dataclass

import segno

from directory.staff.auth.errors import UnfitSecretError
from directory.staff.auth.totp import address_of

_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """`picture` is an address that holds the whole image; `letters` are for who can't take a picture of it."""

    picture: str
    letters: str


def picture_of(secret: str, sign_in_name: str) -> Shown | None:
    """Return what to show of a secret, None for one that is none of ours (somebody changed the form)."""
    try:
        code = segno.make(address_of(secret, sign_in_name), micro=False)
    except UnfitSecretError:
        return None
    grouped = " ".join(secret[first : first + _LETTERS] for first in range(0, len(secret), _LETTERS))
    return Shown(code.svg_data_uri(scale=5, border=4), grouped)
