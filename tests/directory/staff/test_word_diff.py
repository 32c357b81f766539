"""Differences are marked word by word."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from directory.staff.proposals.field_diff import DiffPart, diff_words

TEXTS = st.text(alphabet="ab 12.ñที่พัก你好ا\u0301\n", max_size=40)


def mark_differences(parts: tuple[DiffPart, ...]) -> list[str]:
    """Return the texts with differences marked."""
    return [part.text for part in parts if part.differs]


def test_one_changed_digit() -> None:
    """Only the differing part of a number is marked."""
    old, new = diff_words("Call 02 123 4567 at night", "Call 02 123 4568 at night")
    assert (mark_differences(old), mark_differences(new)) == (["4567"], ["4568"])


def test_added_words() -> None:
    """Additions leave the old text unmarked."""
    old, new = diff_words("Shelter", "Shelter for women")
    assert (mark_differences(old), mark_differences(new)) == ([], [" for women"])


def test_scripts_without_spaces() -> None:
    """Thai and Chinese are compared by character, and combining marks stay with their letter."""
    old, new = diff_words("โทรหาเราวันนี้", "โทรหาเราวันนี")
    assert (mark_differences(old), mark_differences(new)) == (["นี้"], ["นี"])
    assert mark_differences(diff_words("我们帮助妇女", "我们帮助儿童")[1]) == ["儿童"]


def test_empty_old_text() -> None:
    """A value in place of an empty one is marked as a whole."""
    assert diff_words("", "free") == ((), (DiffPart("free", differs=True),))


@given(TEXTS, TEXTS)
def test_parts_join_to_the_text(old: str, new: str) -> None:
    """The parts of each text join to the text, and equal parts are equal."""
    before, after = diff_words(old, new)
    assert ("".join(part.text for part in before), "".join(part.text for part in after)) == (old, new)
    same = ["".join(part.text for part in parts if not part.differs) for parts in (before, after)]
    assert same[0] == same[1]


def test_long_texts_are_not_compared() -> None:
    """Long texts are not compared, so that the page stays fast."""
    begun = process_time()
    diff_words("a b " * 1_250, "b c " * 1_250)
    assert process_time() - begun < 1
