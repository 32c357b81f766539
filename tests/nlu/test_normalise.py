"""One spelling for what can be spelt in many ways."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.normalization import LONGEST, key, normalise, without_accents

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
        ("  one\n\ttwo\r\n three  ", "one two three"),
        ("one\u00a0two\u3000three", "one two three"),
        ("a\0b", "ab"),
        ("", ""),
        ("\u200b\u200d", ""),
        ("Help ME", "Help ME"),
        ("ช่วย", "ช่วย"),
        ("🆘", "🆘"),
    ],
)
def test_normal(text: str, normal: str) -> None:
    """Composed, on one line, without what nobody sees; letters, marks and emoji stay."""
    assert normalise(text) == normal


@given(anything)
def test_always_harmless(text: str) -> None:
    """Whatever comes in: NFC, valid UTF-8, no control or format character, no space at either end."""
    normal = normalise(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert normal.encode("utf-8").decode("utf-8") == normal
    assert not any(unicodedata.category(character).startswith("C") for character in normal)
    assert normal == normal.strip()


@given(anything)
def test_idempotent(text: str) -> None:
    """What is normal stays as it is."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.integers(LONGEST - 5, 3 * LONGEST), st.sampled_from("aก😀á"))
def test_capped(length: int, letter: str) -> None:
    """No more is read of a message than its first characters."""
    assert normalise(letter * length) == letter * min(length, LONGEST)


def test_cut_at_a_space() -> None:
    """A long text that is cut behind a word has no space at its end, as no other text has."""
    assert normalise("a" * (LONGEST - 1) + " b") == "a" * (LONGEST - 1)


def test_a_pile_of_accents() -> None:
    """A flood of combining marks is cut before it is composed, which would take long."""
    assert len(normalise("a" + "\u0301\u0316" * 500_000)) <= LONGEST


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
def test_key(text: str, compared: str) -> None:
    """Latin accents and punctuation go; signs of other scripts stay, without which words are other words."""
    assert key(text) == compared


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
def test_without_accents(text: str, plain: str) -> None:
    """Accents of Latin letters go and punctuation stays."""
    assert without_accents(text) == plain


@given(anything)
def test_key_is_idempotent(text: str) -> None:
    """The key of a key is itself."""
    assert key(key(text)) == key(text)


@given(st.text(st.sampled_from("كأإآىئؤةهـًّ\u0654ёйकखँं़ড়ঁকខ្រតដាំេុីះກຫນມລໍ່າເແกํ่้าเแ ab\u0301"), max_size=30))
def test_key_of_signs_is_idempotent(text: str) -> None:
    """So it is where every sign is one that is made the same as another."""
    assert key(key(text)) == key(text)


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
def test_same_key(one: str, other: str) -> None:
    """What people spell in many ways has one key."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ที่", "ที"), ("ใกล", "ไกล"), ("कि", "की"), ("あ", "ア"), ("চাঁদ", "চাদ"), ("й", "и")]
)
def test_other_key(one: str, other: str) -> None:
    """What are other words in their script have other keys."""
    assert key(one) != key(other)
