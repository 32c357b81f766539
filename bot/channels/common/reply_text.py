"""The text of replies: choices as numbered lines, and long texts split where a reader would pause."""

import re
import unicodedata

from bot.core.message import Reply

_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    # Latin stops need a space behind them ("3.5"); Asian and Arabic ones don't.
    re.compile(r"[.!?…][\"'”’)\]]*\s|[。！？၊။।؟۔။།]\s*"),
    re.compile(r"\s"),
)
"""Where to split, best first: paragraph, line, sentence, word."""

_MIN_PART = 1 / 3
"""Share of the limit that a part must fill; shorter ones would make too many parts."""
_MAX_CLUSTER = 32
_JOINER = "\u200d"


def with_numbered_choices(reply: Reply) -> str:
    """Return the reply's text with its choices below, one line each: "1 Label". For networks without buttons.

    The numbers are added only here and never by translations, in ASCII digits, because every basic phone has those
    keys. The engine, not the channel, interprets a number that is typed.
    """
    lines = (f"{number} {choice.label}" for number, choice in enumerate(reply.choices, start=1))
    return "\n".join([reply.text, *lines] if reply.text else lines)


def split_text(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most `limit` UTF-16 units, in order; only white space is left out.

    UTF-16 units are the strictest measure that networks use (an emoji counts two). An empty text has no part. Assumes
    limit >= 64.
    """
    parts = []
    rest = text.strip()
    while rest:
        window = _head(rest, limit)
        end = len(rest) if window == rest else _end_of_part(window, rest)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def _head(text: str, limit: int) -> str:
    units = text[:limit].encode("utf-16-le", "surrogatepass")[: 2 * limit]
    return units.decode("utf-16-le", "ignore")


def _end_of_part(window: str, text: str) -> int:
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(window)]
        if ends and ends[-1] >= len(window) * _MIN_PART:
            return ends[-1]
    return _between_characters(text, len(window))


def _between_characters(text: str, end: int) -> int:
    """Move `end` back so that no vowel sign or accent is separated from its letter."""
    for index in range(end, max(1, end - _MAX_CLUSTER), -1):
        is_joined = _JOINER in text[index - 1 : index + 1]
        if not is_joined and not unicodedata.category(text[index]).startswith("M"):
            return index
    return end
