"""Replies as TwiML, and their number of segments."""

import re
from collections.abc import Callable, Iterator, Sequence

from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.common.reply_text import split_text, with_numbered_choices
from bot.channels.sms.parsing import SMS
from bot.core.message import Reply
from bot.metrics import instruments

TEXT_LIMIT = 1600

# XML 1.0 can't express these; one of them would make the whole response unreadable.
_INVALID_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_twiml(replies: Sequence[Reply], status_url: str | None = None) -> str:
    """Return the replies as TwiML: one Message per 1600 characters, an empty Response if there are none.

    Twilio posts the status of each message to `status_url`.
    """
    response = MessagingResponse()
    for text in _texts(replies):
        response.message(text, status_callback=status_url)
    return str(response)


def count_messages(replies: Sequence[Reply], channel: str, segments: Callable[[str], int] | None) -> None:
    """Record the number of messages for Twilio, and of their `segments`, by which SMS are billed."""
    texts = list(_texts(replies))
    instruments.record_replies(channel, len(texts))
    if segments and channel == SMS:
        instruments.record_sms_segments(sum(map(segments, texts)))


def _texts(replies: Sequence[Reply]) -> Iterator[str]:
    for reply in replies:
        yield from split_text(_INVALID_IN_XML.sub("", with_numbered_choices(reply)), TEXT_LIMIT)
