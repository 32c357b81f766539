"""Refuse workbooks that are made to exhaust whoever opens them.

A workbook is a zip of XML files: a few kilobytes can unpack to many gigabytes, and a library that builds
a tree keeps all of it in memory. So every part is first read through as a stream with a parser that keeps
nothing, and counted.
"""

import re
from typing import Final
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from directory.exchange.sheet.values.outcome import RefusedError

_CHUNK: Final = 1 << 20
_MOST_PARTS: Final = 2_000
_MOST_BYTES: Final = 1 << 30
# Excel's own sheets are packed up to about 30 times, those of our export up to 20 times.
_TIGHTEST: Final = 200
_SMALL: Final = 1 << 22
_DEEPEST: Final = 24
_MOST_ROWS: Final = 1_048_576
_MOST_IN_ROW: Final = 50_000
_MOST_OUTSIDE: Final = 300_000
# Where a part repeats itself: the element that the reader forgets again, and how deep it stands.
_REPEATED: Final = {"worksheet": ("row", 3), "sst": ("si", 2)}
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_MEND: Final = 'Save the sheet as "CSV UTF-8" instead.'


def refuse_bombs(archive: ZipFile) -> None:
    """Read through every part of a workbook.

    Raises:
        RefusedError: it is larger, deeper or stranger than any sheet that a person fills in.
    """
    parts = archive.infolist()
    sizes = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or sizes > _MOST_BYTES or any(map(_too_tight, parts)):
        raise RefusedError(what="This workbook is too large.", mend=_MEND)
    for part in parts:
        if not part.is_dir():
            _read_through(archive, part)


def _too_tight(part: ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > _TIGHTEST * max(part.compress_size, 1)


def _read_through(archive: ZipFile, part: ZipInfo) -> None:
    with archive.open(part) as file:
        chunk = file.read(_CHUNK)
        if chunk.lstrip(_MARKS)[:1] != b"<":
            return
        if b"\0" in chunk[:4] or _OTHER_ENCODING.match(chunk.lstrip(_MARKS)):
            raise RefusedError(what="A part of this workbook has an encoding that Excel does not use.", mend=_MEND)
        counter = _Counter()
        while chunk:
            counter.feed(chunk)
            chunk = file.read(_CHUNK)


class _Counter:
    """Counts the elements of one part."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = self._rows = self._in_row = self._outside = 0
        self._repeated = ("", 0)

    def feed(self, chunk: bytes) -> None:
        seen = self._rows + self._in_row + self._outside
        self._parser.Parse(chunk, False)  # noqa: FBT003 - its only form
        # A text of a megabyte stands in no cell: the reader would keep it whole.
        if len(chunk) == _CHUNK and seen == self._rows + self._in_row + self._outside:
            raise RefusedError(what="A cell of this workbook is too long.", mend=_MEND)

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        plain = name.rpartition(" ")[2]
        if self._depth == 1:
            self._repeated = _REPEATED.get(plain, ("", 0))
        if (plain, self._depth) == self._repeated:
            self._rows, self._in_row = self._rows + 1, 1
        elif self._in_row:
            self._in_row += 1
        else:
            self._outside += 1
        # Texts that repeat are kept once, so there can be more of them than rows.
        most_rows = _MOST_ROWS * (3 - self._repeated[1] + 1)
        if (
            self._depth > _DEEPEST
            or self._rows > most_rows
            or self._in_row > _MOST_IN_ROW
            or self._outside > _MOST_OUTSIDE
        ):
            raise RefusedError(what="This workbook is too large.", mend=_MEND)

    def _end(self, _name: str) -> None:
        if self._depth == self._repeated[1]:
            self._in_row = 0
        self._depth -= 1

    def _doctype(self, *_about: object) -> None:
        raise RefusedError(what="This workbook holds instructions that no spreadsheet writes.", mend=_MEND)
