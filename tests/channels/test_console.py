"""The console channel."""

from collections.abc import Callable

import pytest

from bot.channels.console import run_console
from bot.core.message import MessageKind
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.virtual_users import make_responder


def typing(*lines: str) -> Callable[[], str]:
    """Return a `read` function that returns the lines, and then raises EOFError."""
    left = iter(lines)

    def read() -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return read


@pytest.mark.parametrize("lines", [(), ("/quit", "never"), (" /quit ", "never")])
async def test_conversation_ends(lines: tuple[str, ...]) -> None:
    """It ends at the end of the input and at /quit, and the bot does not write first."""
    echo, written = EchoEngine(), list[str]()
    await run_console(make_responder(echo), Pseudonyms(MemoryStore()), None, typing(*lines), written.append)
    assert (echo.messages, written) == ([], [])


async def test_start_and_language_hint() -> None:
    """/start begins a conversation, as on Telegram, and the language is passed on as a hint."""
    echo, written = EchoEngine(), list[str]()
    await run_console(make_responder(echo), Pseudonyms(MemoryStore()), "th", typing("/start"), written.append)
    assert (echo.messages[0].kind, echo.messages[0].language_hint) == (MessageKind.START, "th")
