"""One message in, at least one reply out."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.message import MessageKind
from bot.engine.engine import Engine
from tests.engine.writer import Writer
from tests.metrics.exposition import CounterChanges

INTRODUCTION = "a machine, not a person"
DANGER = {
    "en": ("he has a knife and he is coming", "112"),
    "es": ("tiene un cuchillo y me va a matar", "112"),
    "th": ("เขาจะฆ่าหนู ช่วยด้วย", "112"),
}


async def test_start(writer: Writer) -> None:
    """/start is a greeting: the introduction, the question whether it is safe, then the menu."""
    await writer.send(MessageKind.START)
    assert INTRODUCTION in writer.text
    assert list(writer.tokens) == ["Yes", "Not now"]
    await writer.press(writer.tokens["Yes"])
    assert "A doctor" in writer.tokens


async def test_a_first_message_with_a_need(writer: Writer) -> None:
    """A first message that says more than hello gets introduction, answer and how to hide it in one turn."""
    await writer.send_text("i need a lawyer in Bangkok")
    assert writer.text.index(INTRODUCTION) < writer.text.index("Tel: ") < writer.text.index("'rain'")


async def test_how_to_hide_is_said_once(writer: Writer) -> None:
    """The next services come without it, and so do the first ones if it was said before."""
    await writer.send_text("i need a lawyer in Bangkok")
    await writer.send_text("i need a doctor")
    assert "Tel: " in writer.text
    assert "'rain'" not in writer.text
    other = Writer(writer.engine)
    await other.send(MessageKind.START)
    await other.press(other.tokens["Yes"])
    assert "'rain'" in other.text
    await other.send_text("i need a lawyer in Bangkok")
    assert "Tel: " in other.text
    assert "'rain'" not in other.text


async def test_the_introduction_comes_once(writer: Writer) -> None:
    """The introduction is not repeated in the same conversation."""
    await writer.send(MessageKind.START)
    assert INTRODUCTION in writer.text
    await writer.send(MessageKind.START)
    assert INTRODUCTION not in writer.text
    assert "A doctor" in writer.tokens


async def test_unreadable(writer: Writer) -> None:
    """A photo is answered with a request for words."""
    await writer.send(MessageKind.UNREADABLE)
    assert "I can only read words" in writer.text


@pytest.mark.parametrize("words", ["", "   ", "\n", "\u200b\u200d", "/", "\0", "\ue000"])
async def test_a_text_without_words(writer: Writer, words: str) -> None:
    """A text without visible characters is answered like a photo."""
    await writer.send_text(words)
    assert "I can only read words" in writer.text


@pytest.mark.parametrize("language", DANGER)
async def test_danger_comes_first(engine: Engine, language: str) -> None:
    """If the first message is about danger, the reply begins with what helps, in the language of the person."""
    words, helps = DANGER[language]
    writer = Writer(engine, language_hint=language)
    await writer.send_text(words)
    assert helps in writer.replies[0].text
    assert INTRODUCTION not in writer.text
    assert (await writer.state()).slots["need"] == "danger"


async def test_danger_with_a_place(writer: Writer) -> None:
    """If the first message contains the place, the reply has the police number of the country."""
    await writer.send_text("he wants to kill me, i am in Chiang Mai")
    assert "191" in writer.text


async def test_danger_with_a_country_hint(engine: Engine) -> None:
    """The network's guess of the country is good enough for an emergency number."""
    writer = Writer(engine, country_hint="TH")
    await writer.send_text("he has a knife")
    assert "191" in writer.text
    assert "Thailand" in writer.text


async def test_a_language_without_catalogue(engine: Engine) -> None:
    """A language without a catalogue is answered in one that most of its speakers read."""
    writer = Writer(engine, language_hint="nod")
    await writer.send(MessageKind.START)
    assert "สวัสดี" in writer.text


async def test_a_very_long_text(writer: Writer) -> None:
    """Ten thousand characters are answered, and their beginning is understood."""
    await writer.send_text("i need a place to sleep. " * 400)
    assert (await writer.state()).slots["need"] == "shelter"


@pytest.mark.parametrize("words", ["😀", "👩🏽‍⚖️🏳️‍🌈", "🆘🆘🆘", "🇹🇭", "...", "?", "1234567890123"])
async def test_texts_without_letters(writer: Writer, words: str) -> None:
    """Emoji, flags and punctuation alone get an answer that is no apology."""
    await writer.send_text(words)
    assert writer.replies
    assert "went wrong" not in writer.text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.characters(codec=None, exclude_categories=[]), max_size=40).map("".join))
async def test_any_unicode_text(engine: Engine, words: str) -> None:
    """Any characters in any order, surrogates and unassigned ones too, get an answer that is no apology."""
    writer = Writer(engine)
    await writer.send_text(words)
    assert all(reply.text for reply in writer.replies)
    assert "went wrong" not in writer.text
    assert await writer.state()


async def test_warm_up_loads_the_encoder(engine: Engine) -> None:
    """Warming up computes embeddings and reads a text in each language, so that no person waits for what is loaded."""
    read, embedded = (
        CounterChanges("waylight_understanding_seconds_count"),
        CounterChanges("waylight_embedding_seconds_count"),
    )
    await engine.warm_up()
    assert read() == {"": 16}
    assert embedded()[""] >= 1


async def test_metrics_of_parsing(writer: Writer) -> None:
    """Each parsed text is counted, and each embedding that one needed."""
    read, embedded = (
        CounterChanges("waylight_understanding_seconds_count"),
        CounterChanges("waylight_embedding_seconds_count"),
    )
    await writer.send_text("hello")
    assert (read(), embedded()) == ({"": 1}, {})
    await writer.send_text("ພວກເຮົາເຮັດວຽກຢູ່ເຮືອ")
    assert (read(), embedded()) == ({"": 2}, {"": 1})


def test_model_version(engine: Engine, model_dir: Path) -> None:
    """The version names the file of the model, and when it was trained."""
    model, trained_at = engine.model_version
    assert (model_dir / "models" / f"waylight-{model}.tar.gz").exists()
    assert trained_at.tzinfo is not None
