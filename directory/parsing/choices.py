"""Words from short lists: yes or no, status, audiences and needs."""

from functools import lru_cache
from typing import Final

from directory.domain.audiences import Audience
from directory.domain.search_types import Need
from directory.parsing.result import InvalidValueError, ParseResult
from directory.parsing.texts import normalize_name
from directory.taxonomy import needs_for_word

STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
EVERYBODY: Final = "everybody"
_YES: Final = frozenset({"yes", "y", "true", "1", "x"})
_NO: Final = frozenset({"no", "n", "false", "0"})
_AUDIENCES: Final = {
    "children": "girls; boys",
    "child": "girls; boys",
    "minors": "girls; boys",
    "everyone": EVERYBODY,
    "everybody": EVERYBODY,
    "all": EVERYBODY,
    "lgbt": "lgbtq",
    "lgbtqi": "lgbtq",
    "migrant workers": "migrants",
    "seafarers": "seafaring",
    "fishers": "seafaring",
    "domestic workers": "domestic_work",
    "sex workers": "sex_trade",
}


def parse_flag(text: str, _country: str = "") -> ParseResult:
    """Return yes or no.

    Raises:
        InvalidValueError: it is neither.
    """
    word = text.casefold()
    if word in _YES or word in _NO:
        return ParseResult("yes" if word in _YES else "no")
    raise InvalidValueError(reason=f'"{text}" is neither yes nor no.', hint="Write yes or no, or leave the cell empty.")


def parse_status(text: str, _country: str = "") -> ParseResult:
    """Return a status of HSDS.

    Raises:
        InvalidValueError: HSDS has no such status.
    """
    word = normalize_name(text)
    if word in STATUSES:
        return ParseResult(word)
    raise InvalidValueError(reason=f'"{text}" is not a status.', hint=f"Write one of {', '.join(STATUSES)}.")


@lru_cache(maxsize=1024)
def parse_audience(text: str, _country: str = "") -> ParseResult:
    """Return the code of an audience; "children" gives two, "everybody" stays a word of its own.

    Raises:
        InvalidValueError: there is no such audience.
    """
    word = normalize_name(text)
    code = word.replace(" ", "_")
    if code in list(Audience):
        return ParseResult(code)
    if word in _AUDIENCES:
        return ParseResult(_AUDIENCES[word])
    hint = f"Leave the cell empty for everybody, or write children, {', '.join(Audience)}."
    raise InvalidValueError(reason=f'"{text}" is not a group that the directory knows.', hint=hint)


@lru_cache(maxsize=1024)
def parse_need(text: str, _country: str = "") -> ParseResult:
    """Return the codes of the needs that a word names.

    Raises:
        InvalidValueError: no need has this name.
    """
    code = normalize_name(text).replace(" ", "_")
    if code in list(Need):
        return ParseResult(code)
    if known := needs_for_word(text):
        return ParseResult("; ".join(known))
    raise InvalidValueError(
        reason=f'"{text}" is not a need that the directory knows.', hint=f"Write {', '.join(Need)}."
    )
