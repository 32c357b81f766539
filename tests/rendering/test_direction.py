"""Numbers, links and Latin names in a text from right to left, laid out as Unicode's algorithm lays them out."""

import re
from collections.abc import Callable

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.bidi import marking
from bot.rendering.reader_locale import Reader
from bot.rendering.value_formatters import WRITTEN, fill

Readers = Callable[..., Reader]

NUMBERS = st.from_regex(r"\+?[0-9]{1,4}([ -][0-9]{1,4}){0,4}", fullmatch=True)


def seen(text: str) -> str:
    """Return what somebody sees who reads from right to left, from the left edge on, without invisible signs."""
    return re.sub("[\u200e\u2068\u2069]", "", get_display(text, base_dir="R"))


@pytest.mark.parametrize("channel", ["telegram", "sms"])
@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phones", ["+66 85 714 4320"], "+66 85 714 4320"),
        ("phone", ["+66 85 714 4320", "1300"], "+66 85 714 4320"),
        ("phones", ["034-434-726"], "034-434-726"),
        ("numbers", ["191"], "191"),
        ("chats", ["LINE @refuge"], "LINE @refuge"),
        ("website", "https://refuge.example/a?b=1", "https://refuge.example/a?b=1"),
        ("email", "help@refuge.example", "help@refuge.example"),
        ("contact", "help@refuge.example", "help@refuge.example"),
        ("name", "Refuge (Women) 24/7", "Refuge (Women) 24/7"),
        ("hours", "Mon-Fri 9-17", "Mon-Fri 9-17"),
        ("place", {"country": "TH", "region": "TH-63", "name": "Mae Sot"}, "Mae Sot"),
        ("count", 12, "12"),
    ],
)
def test_reads_as_it_was_written(reader: Readers, channel: str, kind: str, value: object, shown: str) -> None:
    """In an Arabic line each of them is seen from left to right, whole."""
    assert WRITTEN[kind](reader("ar", channel), value)
    line = fill(
        f"الهاتف: {{{kind}}} هنا", {"phones": value} if kind == "phone" else {kind: value}, reader("ar", channel)
    )
    assert f" {shown} " in seen(line)


def test_without_marks_it_would_not() -> None:
    """The fault is real: an unmarked number is seen with its groups in the wrong order."""
    assert "+66 85 714 4320" not in seen("الهاتف: +66 85 714 4320")


@pytest.mark.parametrize("channel", ["telegram", "sms"])
@given(number=NUMBERS)
def test_any_number(channel: str, number: str) -> None:
    """Whatever its groups and signs, a number is seen as it was written."""
    assert f" {number} " in seen(f"الهاتف: {marking(right_to_left=True, channel=channel)(number)} هنا")


def test_the_first_of_several_numbers_is_read_first(reader: Readers) -> None:
    """Each number is marked by itself, so that the list runs with the text."""
    assert seen(WRITTEN["phones"](reader("ar"), ["191", "1 300"])) == "1 300 ,191"


def test_old_phones_get_the_old_mark(reader: Readers) -> None:
    """By SMS nothing is sent that a phone from before 2013 has never seen."""
    assert WRITTEN["phone"](reader("ar", "sms"), ["191"]) == "\u200e191\u200e"
    assert WRITTEN["phone"](reader("ar", "telegram"), ["191"]) == "\u2068191\u2069"


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_arabic_values_are_left_alone(reader: Readers, channel: str) -> None:
    """A value that follows the text's direction needs no mark."""
    assert WRITTEN["country"](reader("ar", channel), "TH") == "تايلاند"
    assert WRITTEN["name"](reader("ar", channel), "منظمة IOM") == "منظمة IOM"


@pytest.mark.parametrize("language", ["en", "th", "ru", "hi"])
def test_left_to_right_needs_no_marks(reader: Readers, language: str) -> None:
    """Other languages get nothing invisible, which would cost an SMS its cheap alphabet."""
    assert WRITTEN["phones"](reader(language, "sms"), ["+66 85", "191"]) == "+66 85, 191"
