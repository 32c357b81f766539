"""Which language a text is in, and which one is asked for."""

from collections.abc import Callable

import pytest

from bot.engine.standalone_parser import StandaloneParser
from nlu.text.language_names import requested_language
from nlu.text.scripts import detect_script, language_from_letters
from tests.nlu.conftest import LANGUAGES, Understood

pytestmark = pytest.mark.slow

FLOOR = 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_user_messages(understood: Callable[[str], Understood], language: str) -> None:
    """Of short texts with slang, loan words and no accents 19 in 20 are known for their language."""
    rows = understood(language)
    missed = [(text, said["language"]) for text, _, said in rows if said["language"] != language]
    assert len(missed) <= (1 - FLOOR) * len(rows), missed


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ຂ້ອຍຕ້ອງການຄວາມຊ່ວຍເຫຼືອ", "lo"),
        ("ខ្ញុំត្រូវការជំនួយ", "km"),
        ("ကျွန်တော် အကူအညီလိုတယ်", "my"),
        ("我需要帮助", "zh"),
        ("도와주세요", "ko"),
        ("助けてください", "ja"),
        ("أحتاج إلى مساعدة من فضلكم", "ar"),
        ("Мне нужна помощь, пожалуйста", "ru"),
        ("मुझे मदद चाहिए कृपया", "hi"),
        ("Tôi cần giúp đỡ, tôi muốn về nhà với mẹ tôi", "vi"),
        ("Je voudrais rentrer chez moi, aidez-moi s'il vous plaît", "fr"),
        ("Tolong, saya mau pulang ke rumah ibu saya", "id"),
        ("Gusto ko nang umuwi sa amin, tulungan niyo po ako", "fil"),
        ("আমার সাহায্য দরকার", "bn"),
        ("Ich brauche Hilfe, ich möchte nach Hause", "de"),
        ("எனக்கு உதவி வேண்டும்", "ta"),
        ("", "und"),
        ("12345", "und"),
        ("🆘", "und"),
        ("zzz qqq", "und"),
    ],
)
def test_sentences(understanding: StandaloneParser, text: str, language: str) -> None:
    """A language without a catalogue or training texts is known too, so that people who speak it can be looked for.

    What is in no language is "und", never English.
    """
    assert understanding.parse(text)["language"] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("speak spanish please", "es"),
        ("español", "es"),
        ("en ingles por favor", "en"),
        ("พูดภาษาไทยได้ไหม", "th"),
        ("ภาษาอังกฤษ", "en"),
        ("ภาษาพม่า", "my"),
        ("พม่า", "my"),
        ("pasa thai", "th"),
        ("burmese please", "my"),
        ("can you write in burmese", "my"),
        ("မြန်မာလို ပြောပါ", "my"),
        ("ເວົ້າລາວແດ່", "lo"),
        ("និយាយខ្មែរ", "km"),
        ("tieng viet", "vi"),
        ("中文", "zh"),
        ("请说普通话", "zh"),
        ("parler français", "fr"),
        ("em português", "pt"),
        ("انجليزي", "en"),
        ("po-russki", "ru"),
        ("по русски", "ru"),
        ("बात हिंदी में करो", "hi"),
        ("banglay bolen", "bn"),
        ("bahasa", "id"),
        ("Bahasa Indonesia", "id"),
        ("tagalog po", "fil"),
        ("speak nepali", "ne"),
        ("по-японски", "ja"),
        ("بالياباني", "ja"),
        ("日语", "ja"),
        ("deutsch", "de"),
        ("اردو", "ur"),
        ("kiswahili", "sw"),
        ("ไทใหญ่", "shn"),
        ("another language", None),
        ("", None),
        ("spanishish", None),
    ],
)
def test_requested_language(text: str, language: str | None) -> None:
    """A language is known by its name in any of our languages, in itself, or in everyday speech."""
    assert requested_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i dont speak english", None),
        ("ฉันพูดอังกฤษไม่ได้", None),
        ("ຂ້ອຍເວົ້າອັງກິດບໍ່ໄດ້", None),
        ("ខ្ញុំអត់ចេះអង់គ្លេសទេ", None),
        ("အင်္ဂလိပ်လို မပြောတတ်ဘူး", None),
        ("em không biết tiếng anh", None),
        ("听不懂英文 讲中文", "zh"),
        ("no hablo inglés, español por favor", "es"),
        ("je parle pas anglais, français svp", "fr"),
        ("não falo inglês", None),
        ("لا أتكلم الإنجليزية، عربي لو سمحت", "ar"),
        ("я не говорю по-английски, по-русски можно?", "ru"),
        ("mujhe english nahi aati, hindi me bolo", "hi"),
        ("আমি ইংরেজি বুঝি না, বাংলায় বলেন", "bn"),
        ("gak bisa bahasa inggris, bahasa indonesia aja", "id"),
        ("hindi ako marunong mag english, tagalog po", "fil"),
    ],
)
def test_language_that_is_not_spoken(text: str, language: str | None) -> None:
    """Who says which language they don't speak asks for another, if they name one."""
    assert requested_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("дякую, їжа є", "uk"),
        ("қайда", None),
        ("нет", None),
        ("ٹھیک ہے", "ur"),
        ("¿dónde?", "es"),
        ("được", "vi"),
        ("hi", None),
    ],
)
def test_language_from_letters(text: str, language: str | None) -> None:
    """Some letters identify one language; shared letters identify none."""
    assert language_from_letters(text) == language


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("hello", "Latn"),
        ("สวัสดี", "Thai"),
        ("ສະບາຍດີ", "Laoo"),
        ("สวัสดี facebook", "Thai"),
        ("ไป International Organization for Migration", "Latn"),
        ("日本語です", "Jpan"),
        ("中文", "Hani"),
        ("مرحبا", "Arab"),
        ("ሰላም", "Ethi"),
        ("12 34 !", None),
        ("🆘", None),
        ("", None),
    ],
)
def test_detect_script(text: str, script: str | None) -> None:
    """A text is in the script that says most, though names and brands in it may be Latin."""
    assert detect_script(text) == script
