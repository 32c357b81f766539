"""Who is answered in which language."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from locales.registry import LANGUAGES, SOURCE, spoken


@pytest.mark.parametrize(
    ("code", "answered"),
    [
        ("en", "en"),
        ("es", "es"),
        ("th", "th"),
        ("es-419", "es"),
        ("TH", "th"),
        ("en-GB", "en"),
        ("lo", "th"),
        ("qu", "es"),
        ("ca-ES", "es"),
        ("my", "en"),
        ("xx", "en"),
        ("", "en"),
        (None, "en"),
        ("-", "en"),
    ],
)
def test_spoken(code: str | None, answered: str) -> None:
    """The language itself, then without its region, then one that most of its readers know, then English."""
    assert spoken(code) == answered


@given(st.text())
def test_spoken_never_fails(code: str) -> None:
    """Whatever a network sends for a language, there is one to answer in."""
    assert spoken(code) in LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_knows_itself(code: str) -> None:
    """Every language has its code, its own name as CLDR has it, and the direction it is written in."""
    language, locale = LANGUAGES[code], Locale.parse(code)
    assert language.code == code
    assert language.own_name.casefold() == str(locale.languages[code]).casefold()
    assert language.direction == ("rtl" if locale.text_direction == "rtl" else "ltr")


def test_the_source_is_a_language() -> None:
    """The language of the source texts can be spoken too."""
    assert SOURCE in LANGUAGES
