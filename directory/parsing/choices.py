"""Words out of a short list: yes or no, status, whom a service is for, what a person can get."""

from functools import lru_cache
from typing import Final

from directory.domain.audiences import Audience
from directory.domain.search_types import Need
from directory.parsing.name_keys import folded
from directory.parsing.result import Judged, RefusedError
from directory.taxonomy import needs_of

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


def flag(text: str, _country: str = "") -> Judged:
    """Return yes or no.

    Raises:
        RefusedError: it is neither.
    """
    word = text.casefold()
    if word in _YES or word in _NO:
        return Judged("yes" if word in _YES else "no")
    raise RefusedError(what=f'"{text}" is neither yes nor no.', mend="Write yes or no, or leave the cell empty.")


def status(text: str, _country: str = "") -> Judged:
    """Return a status of HSDS.

    Raises:
        RefusedError: HSDS has no such status.
    """
    word = folded(text)
    if word in STATUSES:
        return Judged(word)
    raise RefusedError(what=f'"{text}" is not a status.', mend=f"Write one of {', '.join(STATUSES)}.")


@lru_cache(maxsize=1024)
def audience(text: str, _country: str = "") -> Judged:
    """Return the code of an audience; "children" gives two, "everybody" is a word of its own.

    Raises:
        RefusedError: there is no such audience.
    """
    word = folded(text)
    code = word.replace(" ", "_")
    if code in list(Audience):
        return Judged(code)
    if word in _AUDIENCES:
        return Judged(_AUDIENCES[word])
    mend = f"Leave the cell empty for everybody, or write children, {', '.join(Audience)}."
    raise RefusedError(what=f'"{text}" is not a group that the directory knows.', mend=mend)


@lru_cache(maxsize=1024)
def need(text: str, _country: str = "") -> Judged:
    """Return the codes of the needs that a word names.

    Raises:
        RefusedError: no need has this name.
    """
    code = folded(text).replace(" ", "_")
    if code in list(Need):
        return Judged(code)
    if known := needs_of(text):
        return Judged("; ".join(known))
    raise RefusedError(what=f'"{text}" is not a need that the directory knows.', mend=f"Write {', '.join(Need)}.")
