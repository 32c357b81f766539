"""Names and search words come to one form."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.domain.text_keys import normalize_text
from directory.search.free_text.tokens import words_of


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Urban\tLIGHT \n", "urban light"),
        ("Bogotá São Łódź", "bogota sao lodz"),
        ("Đà Nẵng", "da nang"),
        ("Straße", "strasse"),
        ("Ελλάδα", "ελλαδα"),
        ("Йога Ёлка", "иога елка"),
        ("ＦＵＬＬ　ｗｉｄｔｈ １２", "full width 12"),
        ("ﾃｽﾄ", "テスト"),
        ("๑๙๑ ໑໙໕ ១១៧ ၁၉၉ ٣ १", "191 195 117 199 3 1"),
        ("مُؤَسَّسَة", "موسسه"),
        ("أحمد إلى آمنة", "احمد الي امنه"),
        ("کمک‌های", "كمكهاي"),
        ("شـــكرا", "شكرا"),
        ("zero\u200bwidth \u202eright\u202c", "zerowidth right"),
        ("a\x00b", "ab"),
        ("“quoted” — dash’s", '"quoted" - dash\'s'),
        ('" * % _ \\ NEAR( ^', '" * % _ \\ near( ^'),
        ("", ""),
    ],
)
def test_normalizes_variants(typed: str, normal: str) -> None:
    """What people type in different ways is the same afterwards."""
    assert normalize_text(typed) == normal


@pytest.mark.parametrize("word", ["ที่นี่", "ມູນນິທິ", "ជំនួយ", "ကူညီ", "सहायता", "সাহায্য", "நன்றி", "ብሔራዊ", "쉼터", "が", "北京"])
def test_keeps_marks_that_are_letters(word: str) -> None:
    """Vowel and tone signs of scripts that need them are not taken away."""
    assert len(normalize_text(word)) >= len(unicodedata.normalize("NFC", word))
    assert normalize_text(word) == unicodedata.normalize("NFKC", word)


@given(st.text(max_size=40))
@example("A\x1f\u0300")
def test_is_idempotent(typed: str) -> None:
    """Normalized text does not change."""
    assert normalize_text(normalize_text(typed)) == normalize_text(typed)


@given(st.text(max_size=40))
def test_composed_equals_decomposed(typed: str) -> None:
    """Whether accents come as signs of their own makes no difference."""
    composed, apart = (unicodedata.normalize(form, typed) for form in ("NFC", "NFD"))
    assert normalize_text(composed) == normalize_text(apart)


@given(st.text(max_size=40))
def test_removes_invisible_characters(typed: str) -> None:
    """No control sign, no mark of direction and no doubled space comes through."""
    normal = normalize_text(typed)
    assert not [sign for sign in normal if unicodedata.category(sign)[0] == "C"]
    assert normal.split() == ([word for word in normal.split(" ") if word] if normal else [])
    assert "  " not in normal


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Women (DFWAC), Dubai", ["women", "(", "dfwac", ")", "dubai"]),
        ("don't anti-trafficking", ["don't", "anti-trafficking"]),
        ('"*"', ['"', "*", '"']),
        ("ที่นี่!", ["ที่นี่", "!"]),
        ("สตรี", ["สตรี"]),
    ],
)
def test_splits_words(typed: str, words: list[str]) -> None:
    """Signs at the edge of a word stand alone, those within stay."""
    assert words_of(typed) == words
