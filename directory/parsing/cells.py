"""The text of one cell, from a file that a stranger made.

The danger is a text that looks like another one: marks that turn the direction of writing make a
number read backwards, invisible characters make two names that look the same. What is harmless
is removed, what could deceive is refused, and nothing is ever run.
"""

import re
import unicodedata
from contextlib import suppress
from typing import Final

from directory.parsing.result import RefusedError

_PLAIN = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\u2028\u2029]+\s*")
_SPACES = re.compile(r"\s+")
# Joiners shape letters of Persian, Indian and other scripts; after a Latin letter or a digit they only hide.
_LOST_JOINERS = re.compile("(?:^|(?<=[\x00-\x7f]))[\u200c\u200d]+|[\u200c\u200d]+$")
_JOINERS: Final = frozenset("\u200c\u200d")
_ERRORS: Final = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "########")
_LOST_LETTERS = re.compile(r"\ufffd|(?<![\w?])\?{2,}")
# No text has these, but UTF-8 that was read as Western European does.
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_LOST: Final = "Letters of this cell were lost or garbled when a file was saved."
_TYPE_AGAIN: Final = 'Type them again, and save the file as "CSV UTF-8" or as XLSX.'
_NOTHING: Final = frozenset({"-", "--", "\u2013", "\u2014"})
_RUNS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
_GUARDED = re.compile(rf"'+[{_RUNS}]")
_NEEDS_GUARD = re.compile(rf"'*[{_RUNS}]")


def clean(raw: str, *, is_list: bool = False) -> str:
    """Return a cell's text in NFC on one line, without what cannot be seen; a lone dash is nothing.

    Raises:
        RefusedError: the text could deceive, or begins with a tab as some formulas do.
    """
    if _PLAIN.fullmatch(raw) and raw[0] not in "'-":
        return raw
    if raw[:1] in {"\t", "\r"}:
        raise RefusedError(what="This cell looks like a formula: it begins with a tab.", mend="Begin it with a letter.")
    if _TURNS.search(raw):
        what = "This cell holds an invisible sign that turns the direction of writing."
        raise RefusedError(what=what, mend="Empty the cell and type the text again instead of pasting it.")
    if _CONTROLS.search(raw):
        raise RefusedError(what=_LOST, mend=_TYPE_AGAIN)
    text = tidy(raw, is_list=is_list)
    return text[1:] if _GUARDED.match(text) else text


def tidy(text: str, *, is_list: bool = False) -> str:
    """Return a text in NFC on one line, without characters that cannot be seen."""
    text = _BREAKS.sub("; " if is_list else " ", text.strip())
    text = unicodedata.normalize("NFC", "".join(one for one in text if one.isprintable() or not _hidden(one)))
    text = _SPACES.sub(" ", _LOST_JOINERS.sub("", text)).strip()
    # Taking something out can bring together what then has to be tidied too.
    while (again := _LOST_JOINERS.sub("", text).strip()) != text:
        text = again
    return "" if text in _NOTHING else text


def refuse_damage(text: str) -> None:
    """Refuse what a spreadsheet or a wrong encoding left of a text.

    Raises:
        RefusedError: the text is the error of a formula, or letters of it were lost.
    """
    if text in _ERRORS:
        raise RefusedError(what="This cell holds the error of a formula.", mend="Type the text itself.")
    if _LOST_LETTERS.search(text) or _garbled(text):
        raise RefusedError(what=_LOST, mend=_TYPE_AGAIN)


def guarded(text: str) -> str:
    """Return a text as it is written into a CSV, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def kept(text: str) -> str:
    """Return a text as it is written into a workbook: only what `clean` would take for guarded is guarded."""
    return f"'{text}" if _GUARDED.match(text) else text


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run a text."""
    return text[:1] in _RUNS and bool(text)


def _hidden(one: str) -> bool:
    return unicodedata.category(one) in {"Cc", "Cf", "Cs"} and not one.isspace() and one not in _JOINERS


def _garbled(text: str) -> bool:
    """Tell whether UTF-8 was once read as Western European: such a text becomes shorter when read rightly."""
    with suppress(UnicodeError):
        return not text.isascii() and len(text.encode("cp1252").decode("utf-8")) < len(text)
    return False
