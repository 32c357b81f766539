"""SMS keywords for stop, help and start in the languages that Twilio does not recognize."""

import pytest

from locales.registry import LANGUAGES
from tests.conversations.person import Person
from tests.conversations.test_languages import SHELTER, without_place

STOP = {
    "en": ["stop please", "Stop."], "es": ["PARAR", "Alto", "BAJA", "CANCELAR", "FIN"],
    "fr": ["ARRET", "Arrêt", "ARRETER", "ANNULER", "FIN"], "pt": ["PARAR", "CANCELAR", "FIM"],
    "ru": ["СТОП", "ОТМЕНА", "КОНЕЦ"], "ar": ["توقف", "إيقاف", "إلغاء", "قف"], "hi": ["बंद करो", "रोको", "रद्द करो"],
    "bn": ["বন্ধ", "থামুন", "বাতিল"], "id": ["BERHENTI", "BATAL", "SELESAI"], "fil": ["TIGIL", "ITIGIL", "HINTO"],
    "vi": ["DỪNG", "DUNG", "HUY"], "zh": ["停止", "退订", "取消", "结束"], "th": ["หยุด", "ยกเลิก"],
    "lo": ["ຢຸດ", "ຍົກເລີກ"], "km": ["ឈប់", "បញ្ឈប់"], "my": ["ရပ်", "ရပ်ပါ"],
}  # fmt: skip
HELP = {
    "en": ["HELP", "INFO", "menu"], "es": ["INFO", "opciones"], "fr": ["AIDE", "INFO"], "pt": ["INFO", "opções"],
    "ru": ["ПОМОЩЬ", "справка"], "ar": ["مساعدة", "معلومات"], "hi": ["मदद", "madad"], "bn": ["সাহায্য", "তথ্য"],
    "id": ["BANTUAN", "INFO"],
    "fil": ["TULONG", "INFO"], "vi": ["TRỢ GIÚP", "GIÚP ĐỠ"], "zh": ["帮助"], "th": ["ช่วยเหลือ", "เมนู"],
    "lo": ["ຊ່ວຍເຫຼືອ"], "km": ["ជំនួយ"], "my": ["အကူအညီ"],
}  # fmt: skip
"""Spanish AYUDA and Portuguese AJUDA may be cries for help: they get the danger reply, which says where to call."""
START = {
    "en": ["start"], "es": ["EMPEZAR", "COMENZAR"], "fr": ["COMMENCER", "Début"], "pt": ["COMEÇAR", "INICIAR"],
    "ru": ["СТАРТ", "НАЧАТЬ"], "ar": ["بدء", "بداية"], "hi": ["शुरू", "shuru"], "bn": ["শুরু"], "id": ["MULAI"],
    "fil": ["SIMULA"], "vi": ["BẮT ĐẦU", "BAT DAU"], "zh": ["开始"], "th": ["เริ่ม"], "lo": ["ເລີ່ມ"], "km": ["ចាប់ផ្តើម"],
    "my": ["စတင်"],
}  # fmt: skip


def each(words: dict[str, list[str]]) -> pytest.MarkDecorator:
    """Return each keyword with its language; every language has one."""
    assert set(words) == set(LANGUAGES)
    return pytest.mark.parametrize(("language", "word"), [(code, word) for code in words for word in words[code]])


@each(STOP)
async def test_stop(texter: Person, language: str, word: str) -> None:
    """A keyword for stop ends an open question, and it is not asked again."""
    await texter.send_text(without_place(SHELTER[language]))
    texter.assert_question("utter_ask_place")
    await texter.send_text(word)
    assert texter.responses == ["utter_goodbye"]
    assert texter.language == language


@each(HELP)
async def test_help(texter: Person, language: str, word: str) -> None:
    """A keyword for help or information shows what the bot can do."""
    await texter.send_text(SHELTER[language])
    await texter.send_text(word)
    assert texter.responses[-1].startswith(("utter_ask_need", "utter_clarify"))
    assert texter.choices


@pytest.mark.parametrize("word", ["HELP", "help", "INFO"])
async def test_help_first(texter: Person, word: str) -> None:
    """The word that Twilio would answer itself opens the menu, whoever writes it first."""
    await texter.send_text(word)
    assert texter.responses == ["utter_intro", "utter_ask_need"]
    assert texter.choices


@each(START)
async def test_start(texter: Person, language: str, word: str) -> None:
    """A keyword for start is greeted like START, in its language, and asked whether it is safe to write."""
    await texter.send_text(word)
    assert texter.responses == ["utter_intro", "utter_ask_safe"]
    if language != "en":
        assert texter.language.partition("-")[0] == language


@pytest.mark.parametrize("word", ["YES", "yes", "1"])
async def test_yes(texter: Person, word: str) -> None:
    """The keyword that reopens a stopped number answers a question as its number does."""
    await texter.send_text("hello")
    texter.assert_question("utter_ask_safe")
    await texter.send_text(word)
    texter.assert_responses("utter_what_i_do", "utter_how_to_stop")
    assert "'bye'" in texter.reply_text
    assert "stop'" not in texter.reply_text
