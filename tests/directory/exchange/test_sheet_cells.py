"""What a cell may hold, and what is taken out of it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.parsing.cells import clean, guarded, kept, looks_like_formula, refuse_damage, tidy
from directory.parsing.result import RefusedError


@given(st.text(), st.booleans())
@example("a\u200d \u200c\u200db", False)  # noqa: FBT003
@example("-\u200e-", True)  # noqa: FBT003
def test_tidying_twice_changes_nothing(text: str, is_list: bool) -> None:  # noqa: FBT001
    """A text that was tidied is tidy, in NFC, on one line, and shows everything it holds."""
    once = tidy(text, is_list=is_list)
    assert tidy(once, is_list=is_list) == once
    assert once == unicodedata.normalize("NFC", once).strip()
    assert not {"\n", "\r", "\u200b", "\u200e", "\u202e", "\ufeff", "\0"} & set(once)


@given(st.text().map(tidy))
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("'s Heerenberg")
def test_a_guarded_text_comes_back(text: str) -> None:
    """No cell that we write is run by a spreadsheet, and reading it gives the same text."""
    assert not looks_like_formula(guarded(text))
    assert clean(guarded(text)) == clean(kept(text)) == text


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_signs_that_turn_the_writing_are_refused(sign: str) -> None:
    """A number that is shown backwards is refused."""
    with pytest.raises(RefusedError, match="turns the direction"):
        clean(f"+66 {sign}2 123 4567")


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
def test_what_cannot_be_seen_is_taken_out(typed: str, left: str) -> None:
    """Marks, spaces and joiners that only hide are gone; those that shape letters stay."""
    assert clean(typed) == left


@pytest.mark.parametrize("typed", ["\t=1", "\rx"])
def test_a_leading_tab_is_a_formula(typed: str) -> None:
    """Some spreadsheets run what stands behind a tab."""
    with pytest.raises(RefusedError, match="formula"):
        clean(typed)


@pytest.mark.parametrize(
    "typed", ["Ca\ufffda", "???? ????", "Ø§Ù\u0084", "Ø§Ù„", "à¸šà¹‰à¸²à¸™", "#REF!", "#NAME?", "NiÃ±o"]
)
def test_damage_of_an_earlier_save_is_refused(typed: str) -> None:
    """Letters that were lost or garbled before we got the file are pointed out."""
    with pytest.raises(RefusedError):
        refuse_damage(clean(typed))


@pytest.mark.parametrize(
    "typed", ["What?", "Who??", "Niño", "Ärzte für Übersetzung", "ÄÖÜ", "Français – Été", "€ 5", "?"]
)
def test_right_texts_are_not_taken_for_damage(typed: str) -> None:
    """Accents and question marks alone are no damage."""
    assert clean(typed) == typed
    refuse_damage(typed)


def test_line_breaks_of_a_list_part_its_items() -> None:
    """A list that was typed on several lines of a cell is a list."""
    assert clean("th\nmy\r\nen", is_list=True) == "th; my; en"
