"""After STOP the bot stays silent until the person begins again or asks for help."""

import pytest

from bot.core.message import MessageKind
from bot.engine.engine import Engine
from bot.engine.tracker_store import ConversationState
from tests.engine.writer import Writer

INTRODUCTION = "a machine, not a person"
OPTED_OUT = ConversationState({"opted_out": True}, None)


@pytest.fixture(params=["sms", "whatsapp"])
async def stopped(request: pytest.FixtureRequest, engine: Engine) -> Writer:
    """Return a person who has looked for a lawyer by text message and stopped the messages."""
    writer = Writer(engine, request.param)
    await writer.send_text("i need a lawyer in Bangkok")
    assert await writer.send(MessageKind.OPT_OUT) == []
    return writer


async def test_only_the_wish_is_stored(stopped: Writer) -> None:
    """Nothing is left of the conversation but that the person stopped it."""
    assert await stopped.state() == OPTED_OUT


async def test_a_blocked_chat_is_not_stored(engine: Engine) -> None:
    """Telegram delivers nothing of whoever blocked the bot, so nothing has to be stored."""
    writer = Writer(engine, "telegram")
    await writer.send_text("i need a lawyer in Bangkok")
    assert await writer.send(MessageKind.OPT_OUT) == []
    assert await engine._processor.tracker_store.load_state(writer.pseudonym) is None


async def test_silence(stopped: Writer) -> None:
    """No answer to anything else, and nothing of it is stored."""
    for words in ("hello", "thank you", "what are my rights?", "menu", "MORE", "1", "blorp", ""):
        assert await stopped.send_text(words) == []
    for kind in (MessageKind.UNREADABLE, MessageKind.OPT_OUT):
        assert await stopped.send(kind) == []
    assert await stopped.press("anything") == []
    assert await stopped.state() == OPTED_OUT


async def test_start_ends_the_silence(stopped: Writer) -> None:
    """START begins a new conversation, which goes on."""
    await stopped.send(MessageKind.START)
    assert INTRODUCTION in stopped.text
    assert list(stopped.tokens) == ["Yes", "Not now"]
    assert {"opted_out", "need", "place"}.isdisjoint((await stopped.state()).slots)
    assert await stopped.send_text("menu") != []


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("he is going to kill me", "danger"),
        ("i want to die", "self_harm"),
        ("i need a place to sleep", "shelter"),
        ("i want to talk to a person", "human"),
        ("i want to go home", "return_home"),
    ],
)
async def test_a_plea_ends_the_silence(stopped: Writer, words: str, need: str) -> None:
    """Whoever asks for help gets it, beside an introduction unless they are in danger, and the next answer too."""
    await stopped.send_text(words)
    assert (INTRODUCTION in stopped.text) == (need not in {"danger", "self_harm"})
    slots = (await stopped.state()).slots
    assert (slots["need"], slots.get("place"), slots.get("opted_out")) == (need, None, None)
    assert await stopped.send_text("hello") != []
