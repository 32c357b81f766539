"""A conversation in a terminal."""

from collections.abc import Callable

from bot.channels.common.reply_text import with_numbered_choices
from bot.channels.common.text_input import clean_text
from bot.core.message import Address, InboundMessage, MessageKind
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import IdempotentResponder

CHANNEL = "console"
QUIT = "/quit"
START = "/start"
ADDRESS = Address("terminal")
"""A terminal has one user, so their address identifies no person."""


async def run_console(
    responder: IdempotentResponder,
    pseudonyms: Pseudonyms,
    language_hint: str | None,
    read: Callable[[], str],
    write: Callable[[str], None],
) -> None:
    """Answer each line that `read` returns, until it raises EOFError or returns "/quit".

    `write` gets each reply, with its choices as numbered lines. As on other channels, the bot never writes first.
    `read` blocks the event loop during typing, because in a thread Ctrl-C would wait for the Enter key. Assumes that
    nothing else in this process needs the loop meanwhile.
    """
    while (line := _read_line(read)) is not None:
        await _answer(responder, await _parse(line, pseudonyms, language_hint), write)


def _read_line(read: Callable[[], str]) -> str | None:
    try:
        line = read()
    except EOFError:
        return None
    return None if line.strip() == QUIT else line


async def _parse(line: str, pseudonyms: Pseudonyms, language_hint: str | None) -> InboundMessage:
    sender = await pseudonyms.for_address(CHANNEL, ADDRESS)
    if line.strip() == START:
        return InboundMessage(CHANNEL, sender, MessageKind.START, language_hint=language_hint)
    text = clean_text(line)
    kind = MessageKind.TEXT if text else MessageKind.UNREADABLE
    return InboundMessage(CHANNEL, sender, kind, text=text, language_hint=language_hint)


async def _answer(responder: IdempotentResponder, inbound: InboundMessage, write: Callable[[str], None]) -> None:
    async with responder.turn(inbound) as turn:
        await turn.start()
        for reply in turn.stored_reply.replies:
            write(with_numbered_choices(reply))
