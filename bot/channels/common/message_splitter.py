"""Cut a long text where a reader would pause."""

import re
import unicodedata

_ENDS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    # Latin stops need a space behind them ("3.5"); Asian and Arabic ones don't.
    re.compile(r"[.!?…][\"'”’)\]]*\s|[。！？၊။។।؟۔።]\s*"),
    re.compile(r"\s"),
)
"""Where to cut, best first: paragraph, line, sentence, word."""

# A cut earlier than this part of a piece would make too many pieces.
_EARLIEST = 1 / 3
_LONGEST_CLUSTER = 32
_JOINER = "\u200d"


def pieces(text: str, limit: int) -> list[str]:
    """Return the text in pieces of at most `limit` UTF-16 units, in order, nothing but space left out.

    UTF-16 units are the strictest of the measures that networks use (an emoji
    counts two). An empty text gives no piece. Assumes limit >= 64.
    """
    found = []
    rest = text.strip()
    while rest:
        window = _beginning(rest, limit)
        end = len(rest) if window == rest else _end_of_piece(window, rest)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return found


def _beginning(text: str, limit: int) -> str:
    units = text[:limit].encode("utf-16-le", "surrogatepass")[: 2 * limit]
    return units.decode("utf-16-le", "ignore")


def _end_of_piece(window: str, text: str) -> int:
    for end in _ENDS:
        places = [match.end() for match in end.finditer(window)]
        if places and places[-1] >= len(window) * _EARLIEST:
            return places[-1]
    return _between_characters(text, len(window))


def _between_characters(text: str, end: int) -> int:
    """Step back so that no vowel sign or accent is torn from its letter."""
    for place in range(end, max(1, end - _LONGEST_CLUSTER), -1):
        joined = _JOINER in text[place - 1 : place + 1]
        if not joined and not unicodedata.category(text[place]).startswith("M"):
            return place
    return end
