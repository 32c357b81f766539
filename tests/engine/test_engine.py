"""One message in, at least one reply out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.message import Heard
from bot.engine.engine import Engine
from tests.engine.writer import Writer

INTRODUCTION = "a machine, not a person"
DANGER = {
    "en": ("he has a knife and he is coming", "112"),
    "es": ("tiene un cuchillo y me va a matar", "112"),
    "th": ("เขาจะฆ่าหนู ช่วยด้วย", "112"),
}


async def test_start(writer: Writer) -> None:
    """The network's own beginning is a greeting: an introduction, whether it is safe, then what can be chosen."""
    await writer.sends(Heard.START)
    assert INTRODUCTION in writer.heard
    assert list(writer.tokens) == ["Yes", "Not now"]
    await writer.chooses(writer.tokens["Yes"])
    assert "A doctor" in writer.tokens


async def test_whoever_begins_with_a_need(writer: Writer) -> None:
    """A first message that says more than hello is introduced, warned and answered in one turn."""
    await writer.says("i need a lawyer in Bangkok")
    assert writer.heard.index(INTRODUCTION) < writer.heard.index("'rain'") < writer.heard.index("Tel: ")


async def test_the_introduction_comes_once(writer: Writer) -> None:
    """Who has been told that a machine answers is not told again in the same conversation."""
    await writer.sends(Heard.START)
    assert INTRODUCTION in writer.heard
    await writer.sends(Heard.START)
    assert INTRODUCTION not in writer.heard
    assert "A doctor" in writer.tokens


async def test_unreadable(writer: Writer) -> None:
    """Somebody who sends a photo is asked for words."""
    await writer.sends(Heard.UNREADABLE)
    assert "I can only read words" in writer.heard


@pytest.mark.parametrize("words", ["", "   ", "\n", "\u200b\u200d", "/", "\0", "\ue000"])
async def test_no_words_in_it(writer: Writer, words: str) -> None:
    """A text in which there is nothing to see is answered as a photo would be."""
    await writer.says(words)
    assert "I can only read words" in writer.heard


@pytest.mark.parametrize("language", DANGER)
async def test_danger_comes_first(engine: Engine, language: str) -> None:
    """Whoever begins with danger gets what helps as the very first words, in their language."""
    words, helps = DANGER[language]
    writer = Writer(engine, language_hint=language)
    await writer.says(words)
    assert helps in writer.replies[0].text
    assert INTRODUCTION not in writer.heard
    assert (await writer.record()).slots["need"] == "danger"


async def test_danger_with_a_place(writer: Writer) -> None:
    """Where the first message tells the country too, its police number comes at once."""
    await writer.says("he wants to kill me, i am in Chiang Mai")
    assert "191" in writer.heard


async def test_danger_where_the_network_knows_the_country(engine: Engine) -> None:
    """The network's guess of the country is good enough for an emergency number."""
    writer = Writer(engine, country_hint="TH")
    await writer.says("he has a knife")
    assert "191" in writer.heard
    assert "Thailand" in writer.heard


async def test_a_language_without_catalogue(engine: Engine) -> None:
    """A language that we can't write is answered in one that most of its readers know, and the words are read."""
    writer = Writer(engine, language_hint="nod")
    await writer.sends(Heard.START)
    assert "สวัสดี" in writer.heard


async def test_a_flood_of_characters(writer: Writer) -> None:
    """Ten thousand characters are answered, and what stands at their beginning is understood."""
    await writer.says("i need a place to sleep. " * 400)
    assert (await writer.record()).slots["need"] == "shelter"


@pytest.mark.parametrize("words", ["😀", "👩🏽‍⚖️🏳️‍🌈", "🆘🆘🆘", "🇹🇭", "...", "?", "1234567890123"])
async def test_signs_only(writer: Writer, words: str) -> None:
    """Emoji, flags and punctuation alone get an answer that is no fault of ours."""
    await writer.says(words)
    assert writer.replies
    assert "went wrong" not in writer.heard


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.characters(codec=None, exclude_categories=[]), max_size=40).map("".join))
async def test_every_character_there_is(engine: Engine, words: str) -> None:
    """Whatever Unicode has, in any order, surrogates and unassigned planes too: an answer, and no trouble of ours."""
    writer = Writer(engine)
    await writer.says(words)
    assert all(reply.text for reply in writer.replies)
    assert "went wrong" not in writer.heard
    assert await writer.record()
