"""Read JSON from strangers: UTF-8, not nested without end, no numbers that JSON does not have, no field twice."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NoReturn

from directory.exchange.report import Fault

_MOST_BYTES: Final = 2**31
"""A file is read into memory: two gigabytes at most. A larger directory comes as CSV."""

_CHUNK: Final = 2**20


class UnreadableError(ValueError):
    """A file that can't be read at all; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        """Take the fault."""
        super().__init__(str(fault))
        self.fault = fault


class _NotJsonError(ValueError):
    """Something that Python reads as JSON and the standard does not."""


def read_json(name: str, file: BinaryIO) -> Any:
    """Return what a JSON file holds.

    Raises:
        UnreadableError: it is not JSON, not UTF-8, too deep or too large.
    """
    raw = b"".join(_chunks(file))
    if len(raw) > _MOST_BYTES:
        raise _refused(name, None, "This file is too large to be read as JSON.", "Send it as CSV.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise _refused(name, line, "This file is not UTF-8.", "Save it as UTF-8.") from None
    return _parsed(name, text)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file up to one byte too much, in parts: to read it at once takes all the memory that it might need."""
    left = _MOST_BYTES + 1
    while left and (chunk := file.read(min(left, _CHUNK))):
        left -= len(chunk)
        yield chunk


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_constant, object_pairs_hook=_pairs, parse_int=_whole)
    except json.JSONDecodeError as fault:
        what = f"This is not JSON at character {fault.colno} of the line: {fault.msg}."
        raise _refused(name, fault.lineno, what, "Mend it there.") from None
    except RecursionError:
        raise _refused(name, None, "This file nests objects too deeply.", "No HSDS object needs that.") from None
    except _NotJsonError as fault:
        raise _refused(name, None, str(fault), "Take it out.") from None


def _refused(name: str, line: int | None, what: str, mend: str) -> UnreadableError:
    return UnreadableError(Fault(name, line, None, what, mend))


def _constant(text: str) -> NoReturn:
    what = f"This file holds {text}, which is no number in JSON."
    raise _NotJsonError(what)


def _whole(text: str) -> int | float:
    # Python refuses to read thousands of digits as a whole number; as a float they are infinite and refused later.
    return int(text) if len(text) < 20 else float(text)  # noqa: PLR2004 - what 64 bits can hold


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        what = f'An object has the field "{twice[:60]}" twice.'
        raise _NotJsonError(what)
    return found
