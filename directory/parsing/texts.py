"""Names, free texts, ids, and names in a comparable form."""

import re
import unicodedata
from functools import lru_cache
from typing import Final
from uuid import UUID

from directory.domain.digits import to_ascii_digits
from directory.parsing.result import InvalidValueError, ParseResult, reject

_LONGEST_NAME: Final = 200
_LONGEST_TEXT: Final = 5000
_BETWEEN = re.compile(r"[^a-z0-9]+")


def parse_name(text: str, _country: str = "") -> ParseResult:
    """Return a short text.

    Raises:
        InvalidValueError: it is too long for a name.
    """
    return _limited(text, _LONGEST_NAME)


def parse_code(text: str, _country: str = "") -> ParseResult:
    """Return a short text such as a postal code, with the digits 0 to 9.

    Raises:
        InvalidValueError: it is too long.
    """
    return _limited(to_ascii_digits(text), _LONGEST_NAME)


def parse_text(text: str, _country: str = "") -> ParseResult:
    """Return a longer text.

    Raises:
        InvalidValueError: it is too long.
    """
    return _limited(text, _LONGEST_TEXT)


def parse_uuid(text: str, _country: str = "") -> ParseResult:
    """Return an id of the directory.

    Raises:
        InvalidValueError: it is not a UUID.
    """
    try:
        return ParseResult(str(UUID(text)))
    except ValueError as exc:
        hint = "Leave it empty for a new service, or copy the id from an export of the directory."
        raise InvalidValueError(reason="This is not an id of the directory.", hint=hint) from exc


def _limited(text: str, longest: int) -> ParseResult:
    if len(text) > longest:
        reject(f"This text has more than {longest} characters.", "Shorten it.")
    return ParseResult(text)


@lru_cache(maxsize=4096)
def normalize_name(text: str) -> str:
    """Return a name without case, Latin accents, punctuation and repeated spaces."""
    lower = text.casefold()
    if lower.isascii():
        return _BETWEEN.sub(" ", lower).strip()
    # Only Latin accents are removed: vowel signs and tones of other scripts are letters.
    bare = (sign for sign in unicodedata.normalize("NFKD", lower) if not "\u0300" <= sign <= "\u036f")
    signs = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in bare)
    return " ".join(unicodedata.normalize("NFC", signs).split())
