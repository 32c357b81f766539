"""Clean the text of one cell from an untrusted file.

The danger is a text that looks like another one: direction marks make a number read backwards, and invisible characters
make two names look the same. Harmless characters are removed, deceptive ones are rejected, and nothing is ever run.
"""

import re
import unicodedata
from contextlib import suppress
from typing import Final

from directory.parsing.result import reject

_PLAIN = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\u2028\u2029]+\s*")
_SPACES = re.compile(r"\s+")
# Joiners shape letters of Persian, Indian and other scripts; after a Latin letter or a digit they only hide.
_LOST_JOINERS = re.compile("(?:^|(?<=[\x00-\x7f]))[\u200c\u200d]+|[\u200c\u200d]+$")
_JOINERS: Final = frozenset("\u200c\u200d")
_ERRORS: Final = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "########")
_LOST_LETTERS = re.compile(r"\ufffd|(?<![\w?])\?{2,}")
# No text has these characters, but UTF-8 decoded as Western European does.
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_LOST: Final = "Letters of this cell were lost or garbled when a file was saved."
_TYPE_AGAIN: Final = 'Type them again, and save the file as "CSV UTF-8" or as XLSX.'
_NOTHING: Final = frozenset({"-", "--", "\u2013", "\u2014"})
_FORMULA_STARTS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
_ESCAPED = re.compile(rf"'+[{_FORMULA_STARTS}]")
_NEEDS_ESCAPE = re.compile(rf"'*[{_FORMULA_STARTS}]")


def clean_cell(raw: str, *, is_list: bool = False) -> str:
    """Return a cell's text in NFC on one line, without invisible characters; a lone dash is empty.

    Raises:
        InvalidValueError: the text could deceive, or begins with a tab as some formulas do.
    """
    if _PLAIN.fullmatch(raw) and raw[0] not in "'-":
        return raw
    if raw[:1] in {"\t", "\r"}:
        reject("This cell looks like a formula: it begins with a tab.", "Begin it with a letter.")
    if _DIRECTION_MARKS.search(raw):
        reason = "This cell holds an invisible sign that turns the direction of writing."
        reject(reason, "Empty the cell and type the text again instead of pasting it.")
    if _CONTROLS.search(raw):
        reject(_LOST, _TYPE_AGAIN)
    text = normalize_text(raw, is_list=is_list)
    return text[1:] if _ESCAPED.match(text) else text


def normalize_text(text: str, *, is_list: bool = False) -> str:
    """Return a text in NFC on one line, without invisible characters."""
    text = _BREAKS.sub("; " if is_list else " ", text.strip())
    text = unicodedata.normalize("NFC", "".join(sign for sign in text if sign.isprintable() or not _is_hidden(sign)))
    text = _SPACES.sub(" ", _LOST_JOINERS.sub("", text)).strip()
    # Removing characters can join others that must be removed too.
    while (again := _LOST_JOINERS.sub("", text).strip()) != text:
        text = again
    return "" if text in _NOTHING else text


def reject_garbled(text: str) -> None:
    """Reject what a spreadsheet or a wrong encoding left of a text.

    Raises:
        InvalidValueError: the text is the error of a formula, or letters of it were lost.
    """
    if text in _ERRORS:
        reject("This cell holds the error of a formula.", "Type the text itself.")
    if _LOST_LETTERS.search(text) or _is_garbled(text):
        reject(_LOST, _TYPE_AGAIN)


def escape_for_csv(text: str) -> str:
    """Return a text as it is written to a CSV file, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _NEEDS_ESCAPE.match(text) else text


def escape_for_workbook(text: str) -> str:
    """Return a text as it is written to a workbook: only what `clean_cell` would unescape is escaped."""
    return f"'{text}" if _ESCAPED.match(text) else text


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text."""
    return text[:1] in _FORMULA_STARTS and bool(text)


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and not sign.isspace() and sign not in _JOINERS


def _is_garbled(text: str) -> bool:
    """Return whether UTF-8 was decoded as Western European: decoded properly, such a text becomes shorter."""
    with suppress(UnicodeError):
        return not text.isascii() and len(text.encode("cp1252").decode("utf-8")) < len(text)
    return False
