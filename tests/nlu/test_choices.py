"""Which offered choice a typed answer means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.choices import match_choice

LABELS = ["A safe place to sleep", "Legal help", "Médico", "อยากคุยกับคน"]


@pytest.mark.parametrize(
    "text",
    [
        "2", "2.", "#2", "(2)", "2)", " 2 ", "02", "2️⃣", "２", "②", "➋", "❷",
        "๒", "໒", "២", "၂", "٢", "۲", "२", "২", "二",
    ],
)  # fmt: skip
def test_digits(text: str) -> None:
    """A number counts from 1, in the digits of any script."""
    assert match_choice(text, LABELS) == 1


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("legal help", 1),
        ("LEGAL  HELP!", 1),
        ("legal help please", 1),
        ("medico", 2),
        ("อยากคุยกับคน", 3),
        ("อยากคุยกับคนค่ะ", 3),
        ("lgal help", 1),
        ("leagl help", 1),
        ("legall help", 1),
        ("legal halp", 1),
    ],
)
def test_labels(text: str, index: int) -> None:
    """A label matches in any spelling, and with one wrong letter if it is long."""
    assert match_choice(text, LABELS) == index


@pytest.mark.parametrize("text", ["legal", "lgl help", "mediko", "legal help 2 days"])
def test_unrelated_text_is_not_a_label(text: str) -> None:
    """More than one wrong letter, or one in a short label, says nothing."""
    assert match_choice(text, ["Legal help", "Home", "Hotel"]) is None


def test_ambiguous_misspelling() -> None:
    """What is as near to one label as to another is neither."""
    assert match_choice("houze a", ["house a", "doctor"]) == 0
    assert match_choice("house c", ["house a", "house b"]) is None


@pytest.mark.parametrize(
    "text",
    ["0", "5", "99", "-", "", "2 days", "2 days ago", "1234", "1 2", "12:30", "-1", "legal", "help", "²", "½", "二十"],
)
def test_no_choice(text: str) -> None:
    """What is out of range, more than a number, or only part of a label is no choice."""
    assert match_choice(text, LABELS) is None


@pytest.mark.parametrize("text", ["2h", "me2", "4u", "2 m", "2 km"])
def test_letters_next_to_a_number(text: str) -> None:
    """A number next to a letter ("2h", "4u") is not a choice."""
    assert match_choice(text, LABELS) is None


@pytest.mark.parametrize(
    "text",
    [
        "2 días", "dos hijos", "2 วัน", "สองคน", "2 ngày", "hai đứa con", "2 jours", "2 dias", "2 دقائق", "2 дня",
        "दो दिन", "2 din", "২ মাস", "2 minggu", "dua hari", "2 araw", "两天", "三个月", "ສອງມື້", "២ ថ្ងៃ", "၂ ရက်",
        "২ দিন", "no one", "second time",
    ],
)  # fmt: skip
def test_amount_is_not_a_choice(text: str) -> None:
    """How many or how long, in any language, names no choice."""
    assert match_choice(text, LABELS) is None


@pytest.mark.parametrize(
    "text",
    [
        "option 2", "number 2", "no. 2", "two", "the second one", "2nd", "i want the second one please",
        "la 2", "opcion 2", "dos", "la segunda", "opción 2 por favor", "2do",
        "a segunda", "o dois", "número 2", "le deuxième", "le 2 svp", "2e", "numéro deux",
        "ข้อ 2", "ข้อ2ค่ะ", "สอง", "อันที่สอง", "เอาข้อสอง", "song", "ຂໍ້ ໒", "ອັນທີສອງ", "ທີ 2", "ទីពីរ", "លេខ២", "lek 2",
        "နံပါတ် ၂", "ဒုတိယ", "နှစ်", "số 2", "cái thứ hai", "so hai", "第二个", "第2個", "二号", "选2", "di er",
        "الثاني", "رقم ٢", "رقم اثنين", "второй", "номер 2", "вторую пожалуйста", "vtoroy",
        "दूसरा wala", "नंबर 2", "dusra wala", "do number", "দুই নম্বর", "২ নং", "২য়টা", "dui number",
        "yang kedua", "nomor dua", "yg ke 2", "no2", "yung pangalawa", "pangalawa po", "ika-2",
    ],
)  # fmt: skip
def test_numbers_in_words(text: str) -> None:
    """A number can be said in words of any of our languages, with what people write around it."""
    assert match_choice(text, LABELS) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the last one", "la última", "o último", "le dernier", "สุดท้าย", "ອັນສຸດທ້າຍ", "ចុងក្រោយ", "နောက်ဆုံး", "cái cuối cùng",
        "最后一个", "الأخير", "последний", "आखिरी वाला", "শেষেরটা", "yang terakhir", "yung huli",
    ],
)  # fmt: skip
def test_last_choice(text: str) -> None:
    """The last one is the last one that was offered."""
    assert match_choice(text, LABELS) == 3
    assert match_choice(text, LABELS[:2]) == 1


def test_language_of_conversation_decides() -> None:
    """A word that is a number here and something else there is read in the language that is spoken."""
    assert match_choice("si", LABELS) is None
    assert match_choice("si", LABELS, "es") is None
    assert match_choice("si", LABELS, "th") == 3
    assert match_choice("ba", LABELS, "vi") == 2
    assert match_choice("do", LABELS, "en") is None
    assert match_choice("do", LABELS, "hi") == 1


def test_no_choices_offered() -> None:
    """Without choices nothing is chosen, not even by an empty text."""
    assert match_choice("1", []) is None
    assert match_choice("last", []) is None
    assert match_choice("", ["", "!"]) is None


@given(st.text(st.characters(codec=None, exclude_categories=[])), st.lists(st.text(), max_size=5))
def test_index_is_in_range(text: str, labels: list[str]) -> None:
    """Any text returns an offered index or None."""
    index = match_choice(text, labels)
    assert index is None or 0 <= index < len(labels)
