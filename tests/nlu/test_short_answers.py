"""What a message of one small word means, and the lists behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.components.choice import ChoiceMatcher
from nlu.text.normalization import match_key
from nlu.text.short_answers import ShortAnswer, parse_short_answer
from nlu.text.word_lists import load_word_lists

SIXTEEN = "en th lo km my vi zh es fr pt ar ru hi bn id fil".split()  # noqa: SIM905  shorter so


def test_all_lists_in_all_languages() -> None:
    """A language without one of the lists would be deaf to something that the others hear."""
    read_lists = load_word_lists()
    assert set(read_lists) == set(SIXTEEN)
    for language, words in read_lists.items():
        assert set(words) == set(read_lists["en"]), language
        assert set(words["age"]) == set(read_lists["en"]["age"]), language
        assert set(words["unable"]) == set(read_lists["en"]["unable"]), language
        assert set(words["numbers"]) == {*range(1, 20), "last"}, language
        assert set(words["language_names"]) == set(SIXTEEN), language
        assert all(words[said] for said in ShortAnswer), language


def test_no_ambiguous_words() -> None:
    """Within a language a word is one number, or a yes, a no, a stop or a question how this works."""
    for language, words in load_word_lists().items():
        meanings: dict[str, set[object]] = {}
        for word_meaning, names in [*words["numbers"].items(), *((said, words[said]) for said in ShortAnswer)]:
            for name in names:
                meanings.setdefault(match_key(name), set()).add(word_meaning)
        assert {word: means for word, means in meanings.items() if len(means) > 1} == {}, language


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes please!", "ok", "ครับ", "ใช่ค่ะ", "ແມ່ນ", "បាទ", "ဟုတ်ကဲ့", "vâng", "dạ", "是的", "sí", "si", "oui", "sim",
     "نعم", "ايوا", "да", "हाँ", "haan ji", "হ্যাঁ", "ji", "iya", "oo", "opo"],
)  # fmt: skip
def test_yes(text: str) -> None:
    """A whole message that is a yes in one of our languages, and nothing else in the conversation's, is a yes."""
    language = "es" if text in {"si", "sí"} else None
    assert parse_short_answer(text, language) is ShortAnswer.YES


@pytest.mark.parametrize(
    "text",
    ["no", "No thanks", "ไม่", "ไม่เอาค่ะ", "ບໍ່", "ទេ", "မဟုတ်ဘူး", "không", "dạ không", "不要", "non merci", "não", "لا",
     "нет", "नहीं", "nahi ji", "না", "tidak", "gak mau", "hindi po", "ayoko"],
)  # fmt: skip
def test_no(text: str) -> None:
    """So is a no."""
    assert parse_short_answer(text, None) is ShortAnswer.NO


@pytest.mark.parametrize(("language", "said"), [("fil", ShortAnswer.NO), ("en", None), ("hi", None), (None, None)])
def test_hindi(language: str | None, said: ShortAnswer | None) -> None:
    """The word "hindi" is a no to who writes Filipino; to everybody else it is a language."""
    assert parse_short_answer("hindi", language) is said


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop po", "unsubscribe", "หยุด", "ຢຸດ", "ឈប់", "ရပ်ပါ", "dừng lại", "退订", "darme de baja", "arrêt", "parar",
     "توقف", "стоп", "बंद करो", "বন্ধ করুন", "berhenti", "itigil", "ALTO", "FIN", "CANCELAR", "取消", "ยกเลิก"],
)  # fmt: skip
def test_stop(text: str) -> None:
    """Who opts out is understood in each language, not in English alone."""
    assert parse_short_answer(text) is ShortAnswer.STOP


@pytest.mark.parametrize(
    "text", ["info", "menu", "ayuda", "help", "เมนู", "说明", "informasi", "справка", "معلومات", "जानकारी"]
)
def test_help(text: str) -> None:
    """A word that asks what can be done here asks for the menu."""
    assert parse_short_answer(text) is ShortAnswer.HELP


@pytest.mark.parametrize(
    "text",
    ["START", "empezar", "COMMENCER", "Começar", "начать", "بدء", "शुरू", "শুরু", "mulai", "simula", "bắt đầu", "开始",
     "เริ่ม", "ເລີ່ມ", "ចាប់ផ្តើម", "စတင်"],
)  # fmt: skip
def test_start(text: str) -> None:
    """Who begins as one does by SMS, with a word for it, begins in each language."""
    assert parse_short_answer(text) is ShortAnswer.START


@pytest.mark.parametrize(
    "text",
    ["help!", "help me", "HELP ME", "¡ayuda!", "ayudame", "aidez moi", "救命", "ช่วยด้วย", "ຊ່ວຍແດ່", "ជួយផង", "ကယ်ပါ",
     "cứu em", "tulong", "tolong", "بچاؤ", "الحقوني", "помогите", "बचाओ", "বাঁচান", "socorro",
     "stop him", "leave me alone", "he wont stop"],
)  # fmt: skip
def test_cry_for_help_is_not_a_short_answer(text: str) -> None:
    """Who cries for help must not get a menu for it: that is for the danger lexicon and the classifier."""
    assert parse_short_answer(text) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [("หยุด", "goodbye"), ("menu", "ask_menu"), ("เริ่ม", "greet"), ("opo", "affirm"), ("нет", "deny"), ("mai sot", None)],
)
def test_sets_the_intent(text: str, intent: str | None) -> None:
    """The component settles the intent of a small word and leaves everything else to the classifier."""
    message = Message({"text": text, "language": "en"})
    ChoiceMatcher().process([message])
    assert (message.get("intent") or {}).get("name") == intent


def test_keeps_danger() -> None:
    """A short answer does not change an intent that an earlier component has set."""
    message = Message({"text": "stop", "intent": {"name": "in_danger", "confidence": 1.0}})
    ChoiceMatcher().process([message])
    assert message.get("intent")["name"] == "in_danger"


@given(st.text(st.characters(codec=None, exclude_categories=[])), st.sampled_from([None, *SIXTEEN]))
def test_any_text(text: str, language: str | None) -> None:
    """Any text returns a short answer or None."""
    assert parse_short_answer(text, language) in {None, *ShortAnswer}
