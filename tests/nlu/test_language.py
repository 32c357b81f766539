"""Which language a text is in, and which one is asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.engine.understanding import Understanding
from nlu.text.language_names import named_language
from nlu.text.scripts import script_of
from tests.nlu.conftest import Understood

LANGUAGES = ["en", "es", "th"]
SENTENCES = Path(__file__).parents[3] / "shared" / "external" / "lid" / "short-sentences"
FLOOR = 0.90


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_people_write_here(understood: Callable[[str], Understood], language: str) -> None:
    """Of short texts with slang, loan words and no accents nine in ten are known for their language."""
    rows = understood(language)
    missed = [(text, said["language"]) for text, _, said in rows if said["language"] != language]
    assert len(missed) <= (1 - FLOOR) * len(rows), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_sentences(understanding: Understanding, language: str) -> None:
    """Of everyday sentences from elsewhere nine in ten are known for their language."""
    path = SENTENCES / f"{language}.txt"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    sentences = path.read_text("utf-8").splitlines()[:60]
    missed = [text for text in sentences if understanding.of(text)["language"] != language]
    assert len(missed) <= (1 - FLOOR) * len(sentences), missed


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
        ("", "en"),
        ("12345", "en"),
        ("🆘", "en"),
    ],
)
def test_languages_we_do_not_write(understanding: Understanding, text: str, language: str) -> None:
    """A language without a catalogue is known too, so that people who speak it can be looked for."""
    assert understanding.of(text)["language"] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("speak spanish please", "es"),
        ("español", "es"),
        ("en ingles por favor", "en"),
        ("พูดภาษาไทยได้ไหม", "th"),
        ("ภาษาอังกฤษ", "en"),
        ("ภาษาพม่า", "my"),
        ("can you write in burmese", "my"),
        ("Bahasa Indonesia", "id"),
        ("tagalog po", "fil"),
        ("မြန်မာ", "my"),
        ("another language", None),
        ("", None),
        ("spanishish", None),
    ],
)
def test_named_language(text: str, language: str | None) -> None:
    """A language is known by its name in any of our languages, in itself, or in everyday speech."""
    assert named_language(text) == language


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
def test_script(text: str, script: str | None) -> None:
    """A text is in the script that says most, though names and brands in it may be Latin."""
    assert script_of(text) == script
