"""Who is answered in which language."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from locales.registry import LANGUAGES, READ_INSTEAD, SOURCE, fallbacks, resolve_language


@pytest.mark.parametrize(
    ("code", "answered"),
    [
        ("en", "en"),
        ("es", "es"),
        ("th", "th"),
        ("es-419", "es"),
        ("TH", "th"),
        ("en-GB", "en"),
        ("ES-mx", "es"),
        ("tts", "th"),
        ("qu", "es"),
        ("ca-ES", "es"),
        ("tlh", "en"),
        ("xx", "en"),
        ("", "en"),
        (None, "en"),
        ("-", "en"),
    ],
)
def test_resolve_language(code: str | None, answered: str) -> None:
    """The language itself, then without its region, then one that most of its readers know, then English."""
    assert resolve_language(code) == answered


@given(st.text())
def test_resolve_language_never_fails(code: str) -> None:
    """Any language code of a channel resolves to an available language."""
    assert resolve_language(code) in LANGUAGES


def test_read_instead() -> None:
    """A language without a catalogue resolves to an available one, else English; there are no cycles."""
    for code, readable in READ_INSTEAD.items():
        assert code not in READ_INSTEAD.values()
        assert code in LANGUAGES or resolve_language(code) == (readable if readable in LANGUAGES else SOURCE)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("pt-BR", ("pt-BR", "pt", "en")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh", "en")),
        ("th", ("th", "en")),
    ],
)
def test_fallbacks(code: str, chain: tuple[str, ...]) -> None:
    """A text is looked for in the region, then in the language, then in English."""
    assert fallbacks(code) == chain


SIXTEEN = {
    "en": "English",
    "th": "ไทย",
    "lo": "ລາວ",
    "km": "ខ្មែរ",
    "my": "မြန်မာ",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "ar": "العربية",
    "ru": "Русский",
    "hi": "हिन्दी",
    "bn": "বাংলা",
    "id": "Indonesia",
    "fil": "Filipino",
}


def test_sixteen_languages() -> None:
    """All sixteen languages are spoken, each by its own name; Arabic is written from right to left."""
    assert {code: LANGUAGES[code].own_name for code in SIXTEEN if code in LANGUAGES} == SIXTEEN
    assert [code for code in SIXTEEN if LANGUAGES[code].direction == "rtl"] == ["ar"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_language_from_cldr(code: str) -> None:
    """Every language has its code, its own name as CLDR has it, and the direction it is written in."""
    language, locale = LANGUAGES[code], Locale.parse(code, sep="-")
    assert language.code == code
    assert language.own_name.casefold() == str(locale.get_display_name()).casefold()
    assert language.direction == ("rtl" if locale.text_direction == "rtl" else "ltr")


def test_source_is_a_language() -> None:
    """The language of the source texts can be spoken too."""
    assert SOURCE in LANGUAGES
