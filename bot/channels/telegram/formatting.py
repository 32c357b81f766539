"""Replies as Telegram messages: split to its maximum length, with buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.common.reply_text import split_text, with_numbered_choices
from bot.core.message import Choice, Reply

TEXT_LIMIT = 4096
TOKEN_MAX_BYTES = 64
MAX_SHORT_LABEL = 16
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to Telegram."""

    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()
    is_silent: bool = False
    """The phone makes no sound."""

    def without_buttons(self) -> "Outgoing":
        """Return the message with its choices as numbered lines, which can be typed."""
        return replace(self, text=with_numbered_choices(Reply(self.text, self.choices)), choices=())


def to_outgoing(replies: Sequence[Reply]) -> list[Outgoing]:
    """Return the messages of the replies; a reply's choices belong to its last message."""
    return [message for reply in replies for message in _messages(reply)]


def _messages(reply: Reply) -> Iterator[Outgoing]:
    *parts, last = split_text(reply.text, TEXT_LIMIT) or [reply.text]
    yield from (Outgoing(part, is_silent=reply.is_silent) for part in parts)
    yield Outgoing(last, reply.choices, reply.is_silent)


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return one button per row, or two if both are short; raise ValueError if a token has more than 64 bytes."""
    rows: list[list[Choice]] = []
    for choice in choices:
        if len(choice.token.encode()) > TOKEN_MAX_BYTES:
            message = f"a choice's token is over {TOKEN_MAX_BYTES} bytes"
            raise ValueError(message)
        if rows and len(rows[-1]) == 1 and max(len(choice.label), len(rows[-1][0].label)) <= MAX_SHORT_LABEL:
            rows[-1].append(choice)
        else:
            rows.append([choice])
    buttons = [[InlineKeyboardButton(choice.label, callback_data=choice.token) for choice in row] for row in rows]
    return InlineKeyboardMarkup(buttons) if buttons else None
