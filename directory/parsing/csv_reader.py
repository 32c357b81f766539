"""Read the rows of an untrusted CSV file.

Only UTF-8 and UTF-16 with a byte order mark are accepted: guessing any other encoding would garble names. The file is
streamed, and a row takes bounded memory whatever the file holds.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from directory.parsing.result import InvalidValueError, reject

_LONGEST_LINE: Final = 1 << 20
_SEPARATORS: Final = ",;\t"
_SEPARATOR_LINES: Final = {f"sep={separator}": separator for separator in _SEPARATORS}
_SAVE: Final = 'Save it in Excel with "Save as", type "CSV UTF-8", or as XLSX.'
_ENCODING: Final = "This file is not in UTF-8: names in other scripts would come out wrong."
# The first switches between Japanese alphabets; the second is found in damaged files and in UTF-16 without its mark.
_NOT_TEXT: Final = ("\x1b", "\0")


class TruncatedFileError(InvalidValueError):
    """The last row is incomplete: the file may have been cut off while it was copied."""

    def __init__(self) -> None:
        super().__init__("The file ends in the middle of this row.", "Save or copy the file again.")


def read_csv_rows(file: BinaryIO) -> Iterator[list[str]]:
    """Yield the cells of each row unchanged, empty rows included.

    Raises:
        InvalidValueError: the file is in another encoding, or its quoting is broken.
    """
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=lines.separator, strict=True)
    wide = 0
    try:
        for row in reader:
            wide = max(wide, len(row))
            if lines.cut and len(row) < wide:
                raise TruncatedFileError
            yield row
    except csv.Error as exc:
        raise InvalidValueError(*_SENTENCES["unexpected" in str(exc)]) from exc


_SENTENCES: Final = {
    True: ("A quotation mark is opened and never closed.", "Close or remove it, or save the sheet as XLSX."),
    False: (
        "The quotation marks of this row do not fit together, or a cell is far too long.",
        "Write a quotation mark inside a text twice, or save the sheet as XLSX.",
    ),
}


class _Lines:
    """The lines of a file, and the separator that its first line uses."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._text = io.TextIOWrapper(file, encoding=_encoding(file), errors="strict", newline="")
        self.cut = False
        self._first: str | None = self._read()
        self.separator = _SEPARATOR_LINES.get(self._first.strip().casefold(), "")
        if self.separator:
            # `sep=;` is a hint that Excel writes for itself, not a row.
            self._first = self._read()
        self.separator = self.separator or _most_used(self._first)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, self._first = self._first, None
        if line is None:
            line = self._read()
        if not line:
            # The caller opened the file and closes it.
            self._text.detach()
            raise StopIteration
        return line

    def _read(self) -> str:
        try:
            line = self._text.readline(_LONGEST_LINE)
        except UnicodeError as exc:
            raise InvalidValueError(
                reason=f"{_ENCODING} Line {_first_undecodable(self._file)} shows it.", hint=_SAVE
            ) from exc
        if any(sign in line for sign in _NOT_TEXT):
            reject(_ENCODING, _SAVE)
        if len(line) >= _LONGEST_LINE:
            reject("This row is too long for a sheet.", "Check that the file is a CSV file.")
        self.cut = bool(line) and not line.endswith(("\n", "\r"))
        return line


def _encoding(file: BinaryIO) -> str:
    start = file.read(4)
    file.seek(0)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "utf-16" if wide else "utf-8-sig"


def _first_undecodable(file: BinaryIO) -> int:
    """Return the number of the first line that is not UTF-8, 1 in any other encoding; the decoder reads ahead of it."""
    file.seek(0)
    line = 1
    while raw := file.readline(_LONGEST_LINE):
        try:
            raw.decode("utf-8")
        except UnicodeError:
            return line
        line += 1
    return 1


def _most_used(header: str) -> str:
    return max(_SEPARATORS, key=header.count)
