"""Which words differ: nobody should have to look for one wrong digit."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from directory.staff.proposals.word_diff import Part, compared

TEXTS = st.text(alphabet="ab 12.ñที่พัก你好ا\u0301\n", max_size=40)


def marked(parts: tuple[Part, ...]) -> list[str]:
    """Return what is marked as different."""
    return [part.text for part in parts if part.differs]


def test_one_digit() -> None:
    """The part of a number that differs is marked, and nothing else."""
    old, new = compared("Call 02 123 4567 at night", "Call 02 123 4568 at night")
    assert (marked(old), marked(new)) == (["4567"], ["4568"])


def test_something_added() -> None:
    """What is only added leaves the old text unmarked."""
    old, new = compared("Shelter", "Shelter for women")
    assert (marked(old), marked(new)) == ([], [" for women"])


def test_scripts_without_spaces() -> None:
    """A Thai or Chinese text is not marked as a whole, and no vowel sign is torn from its letter."""
    old, new = compared("โทรหาเราวันนี้", "โทรหาเราวันนี")
    assert (marked(old), marked(new)) == (["นี้"], ["นี"])
    assert marked(compared("我们帮助妇女", "我们帮助儿童")[1]) == ["儿童"]


def test_nothing_before() -> None:
    """A value where there was none is new as a whole."""
    assert compared("", "free") == ((), (Part("free", differs=True),))


@given(TEXTS, TEXTS)
def test_the_parts_are_the_text(old: str, new: str) -> None:
    """Whatever is compared, nothing is lost, and equal parts are equal."""
    before, after = compared(old, new)
    assert ("".join(part.text for part in before), "".join(part.text for part in after)) == (old, new)
    same = ["".join(part.text for part in parts if not part.differs) for parts in (before, after)]
    assert same[0] == same[1]


def test_long_texts_take_no_time() -> None:
    """Two long texts that have nothing in common are not compared word by word for seconds."""
    begun = process_time()
    compared("a b " * 1_250, "b c " * 1_250)
    assert process_time() - begun < 1
