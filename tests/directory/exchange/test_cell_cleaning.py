"""Cleaning of cells."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.parsing.cells import (
    clean_cell,
    escape_for_csv,
    escape_for_workbook,
    looks_like_formula,
    normalize_text,
    reject_garbled,
)
from directory.parsing.result import InvalidValueError


@given(st.text(), st.booleans())
@example("a\u200d \u200c\u200db", False)  # noqa: FBT003
@example("-\u200e-", True)  # noqa: FBT003
def test_normalizing_is_idempotent(text: str, is_list: bool) -> None:  # noqa: FBT001
    """A normalized text is in NFC, on one line, and has only visible characters."""
    once = normalize_text(text, is_list=is_list)
    assert normalize_text(once, is_list=is_list) == once
    assert once == unicodedata.normalize("NFC", once).strip()
    assert not {"\n", "\r", "\u200b", "\u200e", "\u202e", "\ufeff", "\0"} & set(once)


@given(st.text().map(normalize_text))
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("'s Heerenberg")
def test_escaping_round_trip(text: str) -> None:
    """No exported cell is a formula, and reading it gives the same text."""
    assert not looks_like_formula(escape_for_csv(text))
    assert clean_cell(escape_for_csv(text)) == clean_cell(escape_for_workbook(text)) == text


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_rejects_direction_marks(sign: str) -> None:
    """A number that is displayed backwards is rejected."""
    with pytest.raises(InvalidValueError, match="turns the direction"):
        clean_cell(f"+66 {sign}2 123 4567")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("\u200eHelp\u200f", "Help"),
        ("He\u200blp\ufeff", "Help"),
        ("  two\u00a0\u3000 words\t", "two words"),
        ("Ho\u0302tel", "Hôtel"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("He\u200clp", "Help"),
        ("Soft\u00adly", "Softly"),
        ("\u2014", ""),
        ("a\x07b", "ab"),
    ],
)
def test_removes_invisible_characters(typed: str, left: str) -> None:
    """Marks, spaces and joiners that only hide are removed; those that shape letters stay."""
    assert clean_cell(typed) == left


@pytest.mark.parametrize("typed", ["\t=1", "\rx"])
def test_rejects_leading_tab(typed: str) -> None:
    """Some spreadsheets run a formula behind a tab."""
    with pytest.raises(InvalidValueError, match="formula"):
        clean_cell(typed)


@pytest.mark.parametrize(
    "typed", ["Ca\ufffda", "???? ????", "Ø§Ù\u0084", "Ø§Ù„", "à¸šà¹‰à¸²à¸™", "#REF!", "#NAME?", "NiÃ±o"]
)
def test_rejects_garbled_text(typed: str) -> None:
    """Letters that were lost or garbled by an earlier save are reported."""
    with pytest.raises(InvalidValueError):
        reject_garbled(clean_cell(typed))


@pytest.mark.parametrize(
    "typed", ["What?", "Who??", "Niño", "Ärzte für Übersetzung", "ÄÖÜ", "Français – Été", "€ 5", "?"]
)
def test_accepts_unusual_text(typed: str) -> None:
    """Accents and single question marks are not damage."""
    assert clean_cell(typed) == typed
    reject_garbled(typed)


def test_line_breaks_separate_list_items() -> None:
    """A list that was typed on several lines of a cell is a list."""
    assert clean_cell("th\nmy\r\nen", is_list=True) == "th; my; en"
