"""SMS segments as Twilio counts them, and the GSM 7-bit alphabet (3GPP TS 23.038 and 23.040).

A text of the GSM 7-bit alphabet has 160 units in one segment or 153 in each of several; any other text is UCS-2, with
70 or 67. A character of two units is never split. One curly quotation mark doubles the cost of a text. The danger is
the other way round: removing an accent makes another word, so only typographic characters are replaced, and only if
the whole text then fits the alphabet.
"""

import re
from collections.abc import Iterable

from bot.rendering.utterance import RenderedMessage

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"

UNITS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENDED, 2)
"""Character of the alphabet -> its units in an SMS."""

_GUILLEMETS = re.compile(r"«\s?|\s?»")
"""With the space that French puts inside the marks."""

_PLAIN = str.maketrans({
    **dict.fromkeys("“”„‟″〝〞", '"'),
    **dict.fromkeys("‘’‚‛′‹›´`", "'"),
    **dict.fromkeys("\u2010\u2011\u2012–—―−•‣⁃◦", "-"),
    **dict.fromkeys("\t\u00a0\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\u2028\u2029", "\n"),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "…": "...",
})  # fmt: skip
"""Typographic characters -> plain ones. Joiners and direction marks stay: scripts need them."""


def is_gsm_7(text: str) -> bool:
    """Return whether `text` consists of the GSM 7-bit alphabet."""
    return all(character in UNITS for character in text)


def to_gsm_7(text: str) -> str:
    """Return `text` in the GSM 7-bit alphabet if plain typography is enough for that, else unchanged."""
    plain = _GUILLEMETS.sub('"', text).translate(_PLAIN)
    return plain if is_gsm_7(plain) else text


_SINGLE_SEGMENT = {True: 160, False: 70}
_MULTI_SEGMENT = {True: 153, False: 67}


def count_segments(text: str) -> int:
    """Return the number of segments of `text`; 0 for an empty one."""
    gsm = is_gsm_7(text)
    units = [UNITS[c] for c in text] if gsm else [2 if ord(c) > 0xFFFF else 1 for c in text]  # noqa: PLR2004 - the BMP
    if sum(units) <= _SINGLE_SEGMENT[gsm]:
        return int(bool(units))
    return _pack_units(units, _MULTI_SEGMENT[gsm])


def _pack_units(units: Iterable[int], room: int) -> int:
    """Return the number of segments of `room` units that hold `units` without splitting one."""
    count, used = 1, 0
    for unit in units:
        if used + unit > room:
            count, used = count + 1, 0
        used += unit
    return count


def to_gsm_7_message(message: RenderedMessage) -> RenderedMessage:
    """Return the message in the GSM 7-bit alphabet if all of it fits, else unchanged."""
    parts = [message.text, *(label for label, _ in message.choices)]
    if not all(is_gsm_7(to_gsm_7(part)) for part in parts):
        return message
    return RenderedMessage(
        to_gsm_7(message.text), tuple((to_gsm_7(label), payload) for label, payload in message.choices)
    )


def message_segments(message: RenderedMessage) -> int:
    """Return the number of segments of the message with its choices."""
    sms = to_gsm_7_message(message)
    lines = (f"{number} {label}" for number, (label, _) in enumerate(sms.choices, start=1))
    return count_segments("\n".join([sms.text, *lines] if sms.text else lines))
