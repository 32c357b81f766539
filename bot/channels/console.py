"""A conversation in a terminal."""

from collections.abc import Callable

from bot.channels.common.numbered_choices import as_numbered
from bot.channels.common.text_input import as_written
from bot.core.message import Address, Heard, InboundMessage
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import AnsweredOnce

CHANNEL = "console"
QUIT = "/quit"
BEGIN = "/start"
HERE = Address("terminal")
"""One person sits at a terminal; their address says nothing."""


async def converse(
    once: AnsweredOnce,
    pseudonyms: Pseudonyms,
    language_hint: str | None,
    read: Callable[[], str],
    write: Callable[[str], None],
) -> None:
    """Answer each line that `read` gives, until it raises EOFError or gives "/quit".

    `write` gets each reply, choices below it as numbered lines. The bot never
    writes first, here neither. `read` blocks the event loop while somebody types:
    in a thread, Ctrl-C would wait for the Enter key. Assumes that nothing else in
    this process needs the loop meanwhile.
    """
    while (line := _line(read)) is not None:
        await _turn(once, await _hear(line, pseudonyms, language_hint), write)


def _line(read: Callable[[], str]) -> str | None:
    try:
        line = read()
    except EOFError:
        return None
    return None if line.strip() == QUIT else line


async def _hear(line: str, pseudonyms: Pseudonyms, language_hint: str | None) -> InboundMessage:
    sender = await pseudonyms.of(CHANNEL, HERE)
    if line.strip() == BEGIN:
        return InboundMessage(CHANNEL, sender, Heard.START, language_hint=language_hint)
    words = as_written(line)
    heard = Heard.WORDS if words else Heard.UNREADABLE
    return InboundMessage(CHANNEL, sender, heard, words=words, language_hint=language_hint)


async def _turn(once: AnsweredOnce, inbound: InboundMessage, write: Callable[[str], None]) -> None:
    async with once.turn(inbound) as turn:
        await turn.begin()
        for reply in turn.answered.replies:
            write(as_numbered(reply))
