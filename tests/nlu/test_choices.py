"""Which offered choice a typed answer means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.choices import chosen

LABELS = ["A safe place to sleep", "Legal help", "Médico", "อยากคุยกับคน"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("1", 0),
        ("4", 3),
        ("2.", 1),
        ("#2", 1),
        ("(2)", 1),
        ("2)", 1),
        (" 2 ", 1),
        ("02", 1),
        ("๒", 1),
        ("٢", 1),
        ("۲", 1),
        ("२", 1),
        ("2️⃣", 1),
        ("legal help", 1),
        ("LEGAL  HELP!", 1),
        ("medico", 2),
        ("อยากคุยกับคน", 3),
    ],
)
def test_chosen(text: str, index: int) -> None:
    """A number counts from 1 in the digits of any script; a label is known however it is spelt."""
    assert chosen(text, LABELS) == index


@pytest.mark.parametrize(
    "text", ["0", "5", "99", "-", "", "2 days", "2 days ago", "1234", "1 2", "12:30", "-1", "legal", "help", "²", "½"]
)
def test_not_chosen(text: str) -> None:
    """What is out of range, more than a number, or only part of a label is no choice."""
    assert chosen(text, LABELS) is None


@pytest.mark.parametrize("text", ["2h", "me2", "4u", "2 m"])
def test_letters_beside_a_number(text: str) -> None:
    """A number with a letter beside it ("2h", "4u") is part of something else that was said."""
    assert chosen(text, LABELS) is None


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("option 2", 1), ("number 3", 2), ("two", 1), ("the second one", 1), ("la 2", 1), ("opcion 2", 1),
        ("dos", 1), ("la primera", 0), ("opción 3 por favor", 2), ("ข้อ 2", 1), ("ข้อ2ค่ะ", 1), ("สอง", 1),
    ],
)  # fmt: skip
def test_in_words(text: str, index: int) -> None:
    """A number can be said in words, with what people write around it."""
    assert chosen(text, LABELS) == index


def test_nothing_offered() -> None:
    """Without choices nothing is chosen, not even by an empty text."""
    assert chosen("1", []) is None
    assert chosen("", ["", "!"]) is None


@given(st.text(st.characters(codec=None, exclude_categories=[])), st.lists(st.text(), max_size=5))
def test_always_in_range(text: str, labels: list[str]) -> None:
    """Whatever is typed: an index that was offered, or nothing."""
    index = chosen(text, labels)
    assert index is None or 0 <= index < len(labels)
