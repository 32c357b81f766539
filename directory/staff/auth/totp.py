"""One-time codes by time (RFC 6238): 6 digits, a new one every 30 seconds, the neighbouring ones accepted too."""

import re
import unicodedata
from datetime import datetime
from typing import Final

import pyotp
from pyotp.exceptions import OTPVerificationError

from directory.staff.auth.errors import UnfitSecretError

_ISSUER: Final = "Waylight"
_SECRET: Final = re.compile(r"[A-Z2-7]{32}")
"""160 bits, as RFC 4226 recommends."""
_DIGITS: Final = 6
_NEIGHBOURS: Final = 1


def new_secret() -> str:
    """Return a secret for an authenticator app, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, sign_in_name: str) -> str:
    """Return the `otpauth:` address that an app reads from a QR code.

    Raises:
        UnfitSecretError: the secret is none of ours.
    """
    return pyotp.TOTP(_checked(secret)).provisioning_uri(name=sign_in_name, issuer_name=_ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of time that a code is of, None if it is not of now.

    The digits may be of any script, with spaces between: an app shows "123 456". Which step has been used is
    the caller's to remember.

    Raises:
        UnfitSecretError: the secret is none of ours.
    """
    digits = "".join(str(unicodedata.digit(sign, "?")) for sign in code[: _DIGITS * 3] if not sign.isspace())
    try:
        return pyotp.TOTP(_checked(secret)).verify_and_get_timecode(digits, for_time=now, valid_window=_NEIGHBOURS)
    except OTPVerificationError:
        return None


def _checked(secret: str) -> str:
    if not _SECRET.fullmatch(secret):
        raise UnfitSecretError
    return secret
