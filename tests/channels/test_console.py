"""What is the terminal's own."""

from collections.abc import Callable

import pytest

from bot.channels.console import converse
from bot.core.message import Heard
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.echo import Echo
from tests.channels.people import answered_once


def typing(*lines: str) -> Callable[[], str]:
    """Return a `read` that gives the lines and then ends as a terminal does."""
    left = iter(lines)

    def read() -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return read


@pytest.mark.parametrize("lines", [(), ("/quit", "never"), (" /quit ", "never")])
async def test_a_conversation_ends(lines: tuple[str, ...]) -> None:
    """The end of the input and /quit end it, and the bot has not written first."""
    echo, written = Echo(), list[str]()
    await converse(answered_once(echo), Pseudonyms(InMemory()), None, typing(*lines), written.append)
    assert (echo.heard, written) == ([], [])


async def test_start_and_language() -> None:
    """The conversation can be begun as on Telegram, and the language asked for is passed on."""
    echo, written = Echo(), list[str]()
    await converse(answered_once(echo), Pseudonyms(InMemory()), "th", typing("/start"), written.append)
    assert (echo.heard[0].heard, echo.heard[0].language_hint) == (Heard.START, "th")
