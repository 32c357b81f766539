"""A conversation in a terminal."""

import logging
from collections.abc import Callable

from bot.channels.numbered import as_numbered
from bot.channels.words import as_written
from bot.message import Address, Answer, Heard, InboundMessage
from bot.privacy.faults import name_fault
from bot.privacy.pseudonyms import Pseudonyms

LOG = logging.getLogger(__name__)
CHANNEL = "console"
QUIT = "/quit"
BEGIN = "/start"
HERE = Address("terminal")
"""One person sits at a terminal; their address says nothing."""


async def converse(
    answer: Answer,
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
        await _turn(answer, _hear(line, pseudonyms, language_hint), write)


def _line(read: Callable[[], str]) -> str | None:
    try:
        line = read()
    except EOFError:
        return None
    return None if line.strip() == QUIT else line


def _hear(line: str, pseudonyms: Pseudonyms, language_hint: str | None) -> InboundMessage:
    sender = pseudonyms.of(CHANNEL, HERE)
    if line.strip() == BEGIN:
        return InboundMessage(CHANNEL, sender, Heard.START, language_hint=language_hint)
    words = as_written(line)
    return InboundMessage(
        CHANNEL, sender, Heard.WORDS if words else Heard.UNREADABLE, words, language_hint=language_hint
    )


async def _turn(answer: Answer, inbound: InboundMessage, write: Callable[[str], None]) -> None:
    try:
        for reply in await answer(inbound):
            write(as_numbered(reply))
    except Exception as fault:  # noqa: BLE001  the turn's edge: whatever it was must not reach a log with its text
        LOG.error("a turn failed: %s", name_fault(fault))  # noqa: TRY400  a traceback may quote the person
