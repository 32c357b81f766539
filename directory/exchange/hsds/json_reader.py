"""Read untrusted JSON: UTF-8, bounded depth, no numbers outside of the standard, no duplicate fields."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NoReturn

from directory.domain.import_report import Issue

_MAX_BYTES: Final = 2**31
"""A file is read into memory, two gigabytes at most. A larger directory comes as CSV."""

_CHUNK: Final = 2**20


class UnreadableFileError(ValueError):
    """A file that cannot be read at all; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(str(issue))
        self.issue = issue


class _NotJsonError(ValueError):
    """Something that Python reads as JSON and the standard does not allow."""


def read_json(name: str, file: BinaryIO) -> Any:
    """Return the content of a JSON file.

    Raises:
        UnreadableFileError: it is not JSON, not UTF-8, too deep or too large.
    """
    raw = b"".join(_chunks(file))
    if len(raw) > _MAX_BYTES:
        raise _unreadable(name, None, "This file is too large to be read as JSON.", "Send it as CSV.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise _unreadable(name, line, "This file is not UTF-8.", "Save it as UTF-8.") from None
    return _parse(name, text)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in chunks, up to one byte too many: a single read() would allocate the limit at once."""
    left = _MAX_BYTES + 1
    while left and (chunk := file.read(min(left, _CHUNK))):
        left -= len(chunk)
        yield chunk


def _parse(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_reject_constant, object_pairs_hook=_unique_pairs, parse_int=_parse_int)
    except json.JSONDecodeError as exc:
        reason = f"This is not JSON at character {exc.colno} of the line: {exc.msg}."
        raise _unreadable(name, exc.lineno, reason, "Correct it there.") from None
    except RecursionError:
        raise _unreadable(name, None, "This file nests objects too deeply.", "No HSDS object needs that.") from None
    except _NotJsonError as exc:
        raise _unreadable(name, None, str(exc), "Take it out.") from None


def _unreadable(name: str, line: int | None, reason: str, hint: str) -> UnreadableFileError:
    return UnreadableFileError(Issue(name, line, None, reason, hint))


def _reject_constant(text: str) -> NoReturn:
    reason = f"This file holds {text}, which is no number in JSON."
    raise _NotJsonError(reason)


def _parse_int(text: str) -> int | float:
    # Python refuses integers of thousands of digits; as a float they become infinite and are rejected later.
    return int(text) if len(text) < 20 else float(text)  # noqa: PLR2004 - what 64 bits can hold


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    obj = dict(pairs)
    if len(obj) != len(pairs):
        names = [name for name, _ in pairs]
        duplicate = next(name for name in names if names.count(name) > 1)
        reason = f'An object has the field "{duplicate[:60]}" twice.'
        raise _NotJsonError(reason)
    return obj
