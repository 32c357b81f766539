"""Numbers, links and Latin names in right-to-left text, laid out by Unicode's algorithm."""

import re
from collections.abc import Callable

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.reader_locale import ReaderLocale, make_isolate
from bot.rendering.value_formatters import FORMATTERS, fill

Readers = Callable[..., ReaderLocale]

NUMBERS = st.from_regex(r"\+?[0-9]{1,4}([ -][0-9]{1,4}){0,4}", fullmatch=True)


def visible(text: str) -> str:
    """Return what a right-to-left reader sees from the left edge on, without invisible characters."""
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
def test_value_reads_left_to_right(reader: Readers, channel: str, kind: str, value: object, shown: str) -> None:
    """In an Arabic line each value is displayed from left to right, unbroken."""
    assert FORMATTERS[kind](reader("ar", channel), value)
    line = fill(
        f"الهاتف: {{{kind}}} هنا", {"phones": value} if kind == "phone" else {kind: value}, reader("ar", channel)
    )
    assert f" {shown} " in visible(line)


def test_unmarked_number_is_reordered() -> None:
    """The problem is real: the groups of an unmarked number are displayed in the wrong order."""
    assert "+66 85 714 4320" not in visible("الهاتف: +66 85 714 4320")


@pytest.mark.parametrize("channel", ["telegram", "sms"])
@given(number=NUMBERS)
def test_any_number_reads_correctly(channel: str, number: str) -> None:
    """Whatever its groups and signs, a number is displayed as it was written."""
    assert f" {number} " in visible(f"الهاتف: {make_isolate(right_to_left=True, channel=channel)(number)} هنا")


def test_list_follows_text_direction(reader: Readers) -> None:
    """Each number is isolated by itself, so the list follows the direction of the text."""
    assert visible(FORMATTERS["phones"](reader("ar"), ["191", "1 300"])) == "1 300 ,191"


def test_sms_uses_left_to_right_mark(reader: Readers) -> None:
    """SMS contain no character that phones from before 2013 do not know."""
    assert FORMATTERS["phone"](reader("ar", "sms"), ["191"]) == "\u200e191\u200e"
    assert FORMATTERS["phone"](reader("ar", "telegram"), ["191"]) == "\u2068191\u2069"


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_arabic_value_is_unmarked(reader: Readers, channel: str) -> None:
    """A value that follows the direction of the text gets no mark."""
    assert FORMATTERS["country"](reader("ar", channel), "TH") == "تايلاند"
    assert FORMATTERS["name"](reader("ar", channel), "منظمة IOM") == "منظمة IOM"


@pytest.mark.parametrize("language", ["en", "th", "ru", "hi"])
def test_left_to_right_text_is_unmarked(reader: Readers, language: str) -> None:
    """Left-to-right languages get no invisible characters, which would make an SMS more expensive."""
    assert FORMATTERS["phones"](reader(language, "sms"), ["+66 85", "191"]) == "+66 85, 191"
