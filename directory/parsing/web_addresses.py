"""Web and e-mail addresses."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from directory.parsing.result import InvalidValueError, ParseResult, reject

_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_USUAL = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?:/[A-Za-z0-9._~/-]{0,500})?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})\.?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_SAFE_SIGNS: Final = "%/:=&?~#+!$,;'@()*[]"
_HINT: Final = "Write the whole address of the page, such as https://example.org/help."
_MAX_LENGTH: Final = 2000


@lru_cache(maxsize=16_384)
def parse_url(text: str, _country: str = "") -> ParseResult:
    """Return a web address as HSDS requires it: https or http, in ASCII.

    A host name in another script is written in its IDNA form, which reveals lookalike letters.

    Raises:
        InvalidValueError: it is not the address of a page.
    """
    if _USUAL.fullmatch(text):
        return ParseResult(text)
    given = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError as exc:
        raise InvalidValueError(reason="This is not a web address.", hint=_HINT) from exc
    if parts.scheme not in {"http", "https"} or " " in given or len(given) > _MAX_LENGTH:
        reject("This is not a web address.", _HINT)
    if "@" in parts.netloc:
        reject("This web address holds a user's name.", "Write it without the part before the @.")
    if not _HOST.fullmatch(host):
        reject("This is not the address of a public page.", _HINT)
    rest = (quote(part, safe=_SAFE_SIGNS) for part in (parts.path, parts.query, parts.fragment))
    return ParseResult(urlunsplit((parts.scheme, host + port, *rest)))


@lru_cache(maxsize=16_384)
def parse_email(text: str, _country: str = "") -> ParseResult:
    """Return an e-mail address.

    Raises:
        InvalidValueError: it is no e-mail address, or several.
    """
    plain = text.removeprefix("mailto:")
    if _EMAIL.fullmatch(plain) and ".." not in plain and not plain.startswith("."):
        return ParseResult(plain)
    raise InvalidValueError(
        reason="This is not an e-mail address.", hint="Write one address, such as help@example.org."
    )
