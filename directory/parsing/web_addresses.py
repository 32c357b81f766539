"""Web and e-mail addresses."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from directory.parsing.result import Judged, RefusedError

_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_USUAL = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?:/[A-Za-z0-9._~/-]{0,500})?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})\.?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_KEPT: Final = "%/:=&?~#+!$,;'@()*[]"
_MEND: Final = "Write the whole address of the page, such as https://example.org/help."
_LONGEST: Final = 2000


@lru_cache(maxsize=16_384)
def web_address(text: str, _country: str = "") -> Judged:
    """Return a web address as HSDS wants it: https or http, in ASCII.

    A name in another script is written in the form that shows which letters it really has.

    Raises:
        RefusedError: it is no address of a page.
    """
    if _USUAL.fullmatch(text):
        return Judged(text)
    given = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError as fault:
        raise RefusedError(what="This is not a web address.", mend=_MEND) from fault
    if parts.scheme not in {"http", "https"} or " " in given or len(given) > _LONGEST:
        raise RefusedError(what="This is not a web address.", mend=_MEND)
    if "@" in parts.netloc:
        raise RefusedError(
            what="This web address holds a user's name.", mend="Write it without what stands before the @."
        )
    if not _HOST.fullmatch(host):
        raise RefusedError(what="This is not the address of a public page.", mend=_MEND)
    rest = (quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    return Judged(urlunsplit((parts.scheme, host + port, *rest)))


@lru_cache(maxsize=16_384)
def email(text: str, _country: str = "") -> Judged:
    """Return an e-mail address.

    Raises:
        RefusedError: it is no e-mail address, or several.
    """
    plain = text.removeprefix("mailto:")
    if _EMAIL.fullmatch(plain) and ".." not in plain and not plain.startswith("."):
        return Judged(plain)
    raise RefusedError(what="This is not an e-mail address.", mend="Write one address, such as help@example.org.")
