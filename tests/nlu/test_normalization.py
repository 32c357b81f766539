"""One spelling for what can be spelt in many ways."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.normalization import MAX_LENGTH, match_key, normalize, strip_accents

anything = st.text(st.characters(codec=None, exclude_categories=[]), max_size=300)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("toi la\u0300 ai", "toi là ai"),
        ("he\u200blp\u2060", "help"),
        ("\u202ehelp\u202c \u2066me\u2069", "help me"),
        ("\ufeffhelp", "help"),
        ("he\ud800lp", "help"),
        ("a\ue000b", "ab"),
        ("  one\n\ttwo\r\n three  ", "one, two, three"),
        ("one.\ntwo!\n\nthree\n", "one. two! three"),
        ("one\u00a0two\u3000three", "one two three"),
        ("a\0b", "ab"),
        ("", ""),
        ("\u200b\u200d", ""),
        ("Help ME", "Help ME"),
        ("ช่วย", "ช่วย"),
        ("🆘", "🆘"),
    ],
)
def test_normalizes(text: str, normal: str) -> None:
    """Composed, on one line, without invisible characters; letters, marks and emoji are kept."""
    assert normalize(text) == normal


@given(anything)
def test_output_is_safe(text: str) -> None:
    """Any output is NFC, valid UTF-8, without control or format characters or surrounding spaces."""
    normal = normalize(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert normal.encode("utf-8").decode("utf-8") == normal
    assert not any(unicodedata.category(character).startswith("C") for character in normal)
    assert normal == normal.strip()


@given(anything)
def test_idempotent(text: str) -> None:
    """Normalization is idempotent."""
    assert normalize(normalize(text)) == normalize(text)


@given(st.integers(MAX_LENGTH - 5, 3 * MAX_LENGTH), st.sampled_from("aก😀á"))
def test_maximum_length(length: int, letter: str) -> None:
    """No more is read of a message than its first characters."""
    assert normalize(letter * length) == letter * min(length, MAX_LENGTH)


def test_cut_at_space() -> None:
    """A long text that is cut behind a word has no space at its end, as no other text has."""
    assert normalize("a" * (MAX_LENGTH - 1) + " b") == "a" * (MAX_LENGTH - 1)


def test_stacked_accents() -> None:
    """A flood of combining marks is cut before it is composed, which would take long."""
    assert len(normalize("a" + "\u0301\u0316" * 500_000)) <= MAX_LENGTH


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("¿Dónde ESTÁS?", "donde estas"),
        ("Año", "ano"),
        ("don't", "dont"),
        ("don’t!", "dont"),
        ("A-B_c", "a b c"),
        ("ช่วยด้วย!", "ช่วยด้วย"),
        ("น้ำ", "น้ำ"),
        ("ວຽງຈັນ", "ວຽງຈັນ"),
        ("မြန်မာ", "မြန်မာ"),
        ("हिन्दी", "हिन्दी"),
        ("straße", "strasse"),
        ("...", ""),
        ("🆘", ""),
    ],
)
def test_match_key(text: str, compared: str) -> None:
    """Latin accents and punctuation go; signs of other scripts stay, without which words are other words."""
    assert match_key(text) == compared


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("¿Dónde ESTÁS?", "¿donde estas?"),
        ("Cứu  em!", "cuu em!"),
        ("น้ำ!", "น้ำ!"),
        ("أين؟", "اين؟"),
        ("й", "й"),
        ("", ""),
    ],
)
def test_strip_accents(text: str, plain: str) -> None:
    """Accents of Latin letters go and punctuation stays."""
    assert strip_accents(text) == plain


@given(anything)
def test_match_key_is_idempotent(text: str) -> None:
    """The key of a key is itself."""
    assert match_key(match_key(text)) == match_key(text)


@given(st.text(st.sampled_from("كأإآىئؤةهـًّ\u0654ёйकखँं़ড়ঁকខ្រតដាំេុីះກຫນມລໍ່າເແกํ่้าเแ ab\u0301"), max_size=30))
def test_match_key_of_signs_is_idempotent(text: str) -> None:
    """So it is where every sign is one that is made the same as another."""
    assert match_key(match_key(text)) == match_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ma", "má"),
        ("HOLA", "hola"),
        ("e\u0301", "é"),
        ("a  b", "a b"),
        ("أين", "اين"),
        ("إلى", "الي"),
        ("آسف", "اسف"),
        ("مساعدة", "مساعده"),
        ("ســـلام", "سلام"),
        ("مُسَاعَدَة", "مساعدة"),
        ("کتابی", "كتابي"),
        ("ещё", "еще"),
        ("हाँ", "हां"),
        ("ज़रूर", "जरूर"),
        ("ស្ត្រី", "ស្រ្តី"),
        ("ខ្ញំុ", "ខ្ញុំ"),
        ("ផ្ដាច់", "ផ្តាច់"),
        ("นํ้า", "น้ำ"),
        ("เเม่", "แม่"),
        ("ຫນຶ່ງ", "ໜຶ່ງ"),
        ("ເເມ່ນ", "ແມ່ນ"),
        ("ຄໍາ", "ຄຳ"),
        ("ຊ່ວຍເຫຼືອ", "ຊ່ວຍເຫລືອ"),
    ],
)
def test_equal_match_keys(one: str, other: str) -> None:
    """What people spell in many ways has one key."""
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ที่", "ที"), ("ใกล", "ไกล"), ("कि", "की"), ("あ", "ア"), ("চাঁদ", "চাদ"), ("й", "и")]
)
def test_different_match_keys(one: str, other: str) -> None:
    """What are other words in their script have other keys."""
    assert match_key(one) != match_key(other)
