"""Cutting a message into clauses."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu.reading.clauses import LONGEST, MOST_CLAUSES, split_clauses
from nlu.text.normalization import normalize

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=400)
SPACED = st.text(st.sampled_from("ab .,!?;:-\n12"), max_size=600)
UNSPACED = st.text(st.sampled_from("กขคงเแ่้า។៕កខគ\u17b6\u17d2 ຂ້ອຍ"), max_size=600)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text."""
    return [clause.text for clause in split_clauses(normalize(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I need a doctor", ["I need a doctor"]),
        (
            "I came here in March last year. My boss keeps my passport. He says that he will kill me!",
            ["I came here in March last year.", "My boss keeps my passport.", "He says that he will kill me!"],
        ),
        (
            "i wash dishes in a big hotel\nthey lock the door at night",
            ["i wash dishes in a big hotel,", "they lock the door at night"],
        ),
        ("โรงงานอยู่สมุทรสาคร เขาขังเราไว้ตอนกลางคืน", ["โรงงานอยู่สมุทรสาคร เขาขังเราไว้ตอนกลางคืน"]),
        (
            "โรงงานอยู่สมุทรสาคร เขาขังเราไว้ตอนกลางคืน แล้วก็ยึดพาสปอร์ตไป",
            ["โรงงานอยู่สมุทรสาคร", "เขาขังเราไว้ตอนกลางคืน", "แล้วก็ยึดพาสปอร์ตไป"],
        ),
        ("我在工厂上班。他们把门锁了,我出不去!", ["我在工厂上班。", "他们把门锁了,我出不去!"]),
        ("मैं दुबई में काम करती हूँ। मालिक मुझे मारता है।", ["मैं दुबई में काम करती हूँ।", "मालिक मुझे मारता है।"]),
        (
            "အလုပ်ရှင်က ပတ်စ်ပို့ယူထားတယ်။ ကျွန်မ ထွက်လို့မရဘူး။",
            ["အလုပ်ရှင်က ပတ်စ်ပို့ယူထားတယ်။", "ကျွန်မ ထွက်လို့မရဘူး။"],
        ),
        (
            "أعمل في بيت في الرياض منذ سنة؟ لا يعطونني راتبي أبدا",
            ["أعمل في بيت في الرياض منذ سنة؟", "لا يعطونني راتبي أبدا"],
        ),
        ("እኔ ቤይሩት ውስጥ ነው የምሰራው። ደሞዜን አልሰጠችኝም።", ["እኔ ቤይሩት ውስጥ ነው የምሰራው።", "ደሞዜን አልሰጠችኝም።"]),
    ],
)
def test_sentences_are_clauses(text: str, expected: list[str]) -> None:
    """The ends of sentences of each script, and of lines, cut."""
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "he pays 1,500.50 a month and not 3.000 as he said",
        "K. S. Rao wrote it, at 10:30",
        "we get up at 5, eat, and go",
    ],
)
def test_stays_whole(text: str) -> None:
    """Numbers, initials and short lists are not cut."""
    assert clauses(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "i work in a house since two years and last night the son came in my room and i am scared he will come again",
        "trabajo en una casa desde hace dos años y el hijo entró anoche en mi cuarto y tengo miedo de que vuelva hoy",
        "ทำงานบ้านให้เขามาสองปีแล้วไม่เคยได้เงินเดือนเลยแล้วเมื่อคืนลูกชายเขาเข้ามาในห้องหนูกลัวมากเขาบอกว่าจะกลับมาอีกถ้าทุกคนหลับหมดแล้ว",
        "ကျွန်မ အိမ်အကူလုပ်တာ နှစ်နှစ်ရှိပြီ လစာတစ်ခါမှမရဘူး မနေ့ညက သူ့သားအခန်းထဲဝင်လာတယ် အရမ်းကြောက်တယ် ပြန်လာမယ်လို့ပြောတယ်",
        "我在这家做了两年从来没拿到工资昨天晚上他儿子进了我的房间我很害怕他说等大家都睡着了还要再来求求你们帮帮我吧",
        "ខ្ញុំធ្វើការផ្ទះគេពីរឆ្នាំហើយមិនដែលបានប្រាក់ខែទេយប់មិញកូនប្រុសគាត់ចូលមកក្នុងបន្ទប់ខ្ញុំភ័យណាស់គាត់ថានឹងមកវិញពេលគេដេកអស់",
    ],
)
def test_run_on_is_cut(text: str) -> None:
    """A message without punctuation is cut all the same: no clause is much longer than the training texts."""
    found = clauses(text)
    assert len(found) > 1
    assert max(map(len, found)) <= LONGEST
    assert min(map(len, found)) >= LONGEST // 8


def test_cuts_a_run_on_at_a_conjunction() -> None:
    """Where a run-on has a conjunction near its middle, the clause begins with it."""
    first = "he took my papers the day that i arrived at the house of his mother"
    second = "because he said that they are not safe with a girl who cannot read"
    assert clauses(f"{first} {second}") == [first, second]


def test_short_pieces_are_joined() -> None:
    """A piece of a word or two is read with its neighbour in the same sentence."""
    assert clauses("please, sir, i am here, ok?") == ["please, sir, i am here, ok?"]
    assert clauses("no. my sister is sick, please") == ["no.", "my sister is sick, please"]


def test_positions_and_sentences() -> None:
    """A clause tells where it stands, and the number of its sentence."""
    text = "I live with my aunt in a small flat near the sea, and my cousin lives there as well. He hits me!"
    found = split_clauses(text)
    assert [text[clause.start : clause.end] for clause in found] == [clause.text for clause in found]
    assert [clause.sentence for clause in found] == [0, 0, 1]


@pytest.mark.parametrize("text", ["", " ", "?!", "...", "🆘 🆘", "- - -"])
def test_nothing_to_cut(text: str) -> None:
    """What has no letters or digits has no clause."""
    assert clauses(text) == []


@given(st.one_of(ANY_TEXT, SPACED, UNSPACED))
@example("a" * 1000)
@example("ก" * 1000)
@example("我" * 1000)
@example(". " * 500)
@example("a. " * 333)
def test_keeps_every_letter(text: str) -> None:
    """Together the clauses have all letters and digits of the text, in their order, and no clause overlaps another."""
    normalized = normalize(text)
    found = split_clauses(normalized)
    assert _letters("".join(clause.text for clause in found)) == _letters(normalized)
    for clause in found:
        assert normalized[clause.start : clause.end] == clause.text == clause.text.strip() != ""
    assert all(one.end <= other.start and one.sentence <= other.sentence for one, other in pairwise(found))


@given(st.one_of(SPACED, UNSPACED))
def test_clauses_have_a_length(text: str) -> None:
    """No clause is longer than the longest, which grows with the text."""
    normalized = normalize(text)
    longest = max(LONGEST, len(normalized) // MOST_CLAUSES)
    assert all(len(clause.text) <= longest for clause in split_clauses(normalized))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
