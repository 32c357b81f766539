"""Replies as messages that Telegram carries: cut to its length, with buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.common.message_splitter import pieces
from bot.core.message import Choice, Reply

TEXT_LIMIT = 4096
TOKEN_LIMIT = 64
SHORT_LABEL = 16
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as Telegram carries it."""

    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()


def outgoing(replies: Sequence[Reply]) -> list[Outgoing]:
    """Return the messages in which replies are sent; a reply's choices stand below its last piece."""
    return [message for reply in replies for message in _outgoing(reply)]


def _outgoing(reply: Reply) -> Iterator[Outgoing]:
    *before, last = pieces(reply.text, TEXT_LIMIT) or [reply.text]
    yield from map(Outgoing, before)
    yield Outgoing(last, reply.choices)


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return one button a row, two where both are short; raise ValueError on a token over 64 bytes."""
    rows: list[list[Choice]] = []
    for choice in choices:
        if len(choice.token.encode()) > TOKEN_LIMIT:
            fault = f"a choice's token is over {TOKEN_LIMIT} bytes"
            raise ValueError(fault)
        if rows and len(rows[-1]) == 1 and max(len(choice.label), len(rows[-1][0].label)) <= SHORT_LABEL:
            rows[-1].append(choice)
        else:
            rows.append([choice])
    buttons = [[InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows]
    return InlineKeyboardMarkup(buttons) if buttons else None
