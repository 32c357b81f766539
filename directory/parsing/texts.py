"""Free texts and ids."""

from typing import Final
from uuid import UUID

from directory.parsing.result import Judged, RefusedError

_LONGEST_NAME: Final = 200
_LONGEST_TEXT: Final = 5000


def name(text: str, _country: str = "") -> Judged:
    """Return a short text.

    Raises:
        RefusedError: it is too long for a name.
    """
    return _within(text, _LONGEST_NAME)


def free(text: str, _country: str = "") -> Judged:
    """Return a longer text.

    Raises:
        RefusedError: it is too long to be read.
    """
    return _within(text, _LONGEST_TEXT)


def uuid(text: str, _country: str = "") -> Judged:
    """Return an id of the directory.

    Raises:
        RefusedError: it is no UUID.
    """
    try:
        return Judged(str(UUID(text)))
    except ValueError as fault:
        mend = "Leave it empty for a new service, or copy the id from an export of the directory."
        raise RefusedError(what="This is not an id of the directory.", mend=mend) from fault


def _within(text: str, longest: int) -> Judged:
    if len(text) > longest:
        raise RefusedError(what=f"This text has more than {longest} characters.", mend="Shorten it.")
    return Judged(text)
