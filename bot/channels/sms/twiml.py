"""From replies to what Twilio sends for us: TwiML, and what it costs."""

import re
from collections.abc import Callable, Iterator, Sequence

from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.common.message_splitter import pieces
from bot.channels.common.numbered_choices import as_numbered
from bot.channels.sms.parsing import SMS
from bot.core.message import Reply
from bot.metrics import instruments

TEXT_LIMIT = 1600

# XML 1.0 has no way to write these; one of them would make the whole answer unreadable.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def twiml(replies: Sequence[Reply], status_url: str | None = None) -> str:
    """Return the replies as TwiML, one Message for each 1600 characters; an empty Response for none.

    Twilio posts what becomes of each to `status_url`.
    """
    response = MessagingResponse()
    for text in _texts(replies):
        response.message(text, status_callback=status_url)
    return str(response)


def count(replies: Sequence[Reply], channel: str, segments: Callable[[str], int] | None) -> None:
    """Count what Twilio is given to send, and its `segments`, by which an SMS is paid."""
    said = list(_texts(replies))
    instruments.replies(channel, len(said))
    if segments and channel == SMS:
        instruments.sms_segments(sum(map(segments, said)))


def _texts(replies: Sequence[Reply]) -> Iterator[str]:
    for reply in replies:
        yield from pieces(_NOT_XML.sub("", as_numbered(reply)), TEXT_LIMIT)
