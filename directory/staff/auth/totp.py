"""Time-based one-time codes (RFC 6238): 6 digits, a step of 30 seconds, with one neighbouring step accepted."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError

from directory.staff.auth.errors import InvalidTotpSecretError

_ISSUER: Final = "Waylight"
_SECRET: Final = re.compile(r"[A-Z2-7]{32}")
"""160 bits, as RFC 4226 recommends."""
_DIGITS: Final = 6
_VALID_WINDOW: Final = 1
_GROUP_LENGTH = 4


def new_secret() -> str:
    """Return a secret for an authenticator app, in base 32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, sign_in_name: str) -> str:
    """Return the `otpauth:` URI that an app reads from a QR code.

    Raises:
        InvalidTotpSecretError: the secret is not one that `new_secret` makes.
    """
    return pyotp.TOTP(_validated(secret)).provisioning_uri(name=sign_in_name, issuer_name=_ISSUER)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step of a code, or None if the code is not valid now.

    The digits may be of any script, with spaces between: an app shows "123 456". The caller remembers used steps.

    Raises:
        InvalidTotpSecretError: the secret is not one that `new_secret` makes.
    """
    digits = "".join(
        str(unicodedata.digit(character, "?")) for character in code[: _DIGITS * 3] if not character.isspace()
    )
    try:
        return pyotp.TOTP(_validated(secret)).verify_and_get_timecode(digits, for_time=now, valid_window=_VALID_WINDOW)
    except OTPVerificationError:
        return None


def _validated(secret: str) -> str:
    if not _SECRET.fullmatch(secret):
        raise InvalidTotpSecretError
    return secret


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """`qr_code` is a data URI of the image; `key` is the secret to type if the QR code can't be scanned."""

    qr_code: str
    key: str


def setup_for(secret: str, sign_in_name: str) -> TotpSetup | None:
    """Return the QR code and key of a secret, or None if the secret is invalid (the form was changed)."""
    try:
        code = segno.make(provisioning_uri(secret, sign_in_name), micro=False)
    except InvalidTotpSecretError:
        return None
    grouped = " ".join(secret[first : first + _GROUP_LENGTH] for first in range(0, len(secret), _GROUP_LENGTH))
    return TotpSetup(code.svg_data_uri(scale=5, border=4), grouped)
