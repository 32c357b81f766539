"""Finding many phrases at once, beside a search for one after the other."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu.text.phrase_index import FoundPhrase, PhraseIndex, find_in_lexicon, phrase_key
from nlu.text.word_lists import UNSPACED

PHRASES = st.lists(
    st.tuples(st.text(st.sampled_from("ab กข"), min_size=1, max_size=6), st.sampled_from(["x", "y"])), max_size=8
)
PHRASES_OF_TEXTS = ("sister", "half sister", "brother", "น้องสาว", "น้อง", "မလာနဲ့ ကြည့်နေတယ်")
TEXTS = st.text(st.sampled_from("ab กข1"), max_size=40)


def naive(phrases: list[tuple[str, str]], text_key: str) -> list[FoundPhrase]:
    """Return what should be found: at each position the longest phrase, unspaced ones first, none inside another."""
    labels: dict[str, str] = {}
    for phrase, label in phrases:
        key = phrase_key(phrase)
        for form in (key, key.replace(" ", "")) if UNSPACED.search(key) else (key,):
            if form:
                labels.setdefault(form, label)
    found, end = [], 0
    for start in range(len(text_key)):
        if start < end:
            continue
        here = [key for key in labels if text_key.startswith(key, start) and _is_whole(key, text_key, start)]
        if here:
            best = max(here, key=lambda key: (UNSPACED.search(key) is not None, len(key)))
            end = start + len(best)
            found.append(FoundPhrase(labels[best], start, end))
    return found


def _is_whole(key: str, text_key: str, start: int) -> bool:
    """Return whether a phrase stands at word boundaries, which an unspaced script does not have."""
    if UNSPACED.search(key):
        return True
    end = start + len(key)
    return (start == 0 or text_key[start - 1] == " ") and (end == len(text_key) or text_key[end] == " ")


@given(PHRASES, TEXTS)
@example([("a b", "x"), ("b", "y")], "a b a b")
@example([("ก", "x"), ("กข", "y")], "กขก aก")
@example([("a", "x"), ("a a", "y")], "a a a")
@example([("ก ข", "x")], "กข ก ข ก")
def test_equals_a_naive_search(phrases: list[tuple[str, str]], text: str) -> None:
    """The index finds what a search for each phrase finds."""
    text_key = phrase_key(text)
    assert list(PhraseIndex.build(phrases).find(text_key)) == naive(phrases, text_key)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My SISTER is here", ["sister"]),
        ("my sisterhood", []),
        ("half sister and brother", ["half sister", "brother"]),
        ("น้องสาวของฉัน", ["น้องสาว"]),
        ("မလာနဲ့ ကြည့်နေတယ်", ["မလာနဲ့ ကြည့်နေတယ်"]),
        ("မလာနဲ့ကြည့်နေတယ်", ["မလာနဲ့ ကြည့်နေတယ်"]),
        ("", []),
    ],
)
def test_finds_phrases(text: str, found: list[str]) -> None:
    """Case does not matter, whole words do, and the longest phrase counts; spaces of Burmese may be left out."""
    index = PhraseIndex.build((phrase, phrase) for phrase in PHRASES_OF_TEXTS)
    assert [hit.label for hit in index.find(phrase_key(text))] == found


def test_first_label_counts() -> None:
    """Of two labels of one phrase the first counts."""
    assert [hit.label for hit in PhraseIndex.build([("a", "x"), ("A", "y")]).find("a")] == ["x"]


def test_digits_are_plain() -> None:
    """A phrase with a number is found in the digits of any script."""
    assert phrase_key("আমার বয়স ১৫") == phrase_key("আমার বয়স 15")


def test_lexicon_of_a_language_and_english() -> None:
    """English phrases are found in any text, since people mix it in; those of a third language are not."""
    key = phrase_key("my hermana and my sister")
    assert [hit.label for hit in find_in_lexicon(key, "people", "es", "relations")] == ["sister", "sister"]
    assert [hit.label for hit in find_in_lexicon(key, "people", "de", "relations")] == ["sister"]


def test_unknown_language_has_no_phrases() -> None:
    """A language without a file, or an unknown one, is no error."""
    assert find_in_lexicon("hermana", "people", "und", "relations") == []
    assert find_in_lexicon("anything", "no such folder", "en") == []


def test_time_does_not_grow_with_the_phrases() -> None:
    """A thousand times as many phrases take no more than a few times as long."""
    text_key = " ".join(f"w{number}" for number in range(2000))
    few, many = (PhraseIndex.build((f"p{number} q", "x") for number in range(size)) for size in (10, 10_000))
    assert _seconds(many, text_key) <= 20 * _seconds(few, text_key) + 0.01


def _seconds(index: PhraseIndex, text_key: str) -> float:
    started = time.process_time()
    assert not list(index.find(text_key))
    return time.process_time() - started
