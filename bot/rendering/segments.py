"""How many SMS segments a text costs (3GPP TS 23.038 and 23.040), as Twilio counts them.

A text whose characters are all in the GSM 7-bit alphabet has 160 units in one segment or
153 in each of several; any other text is UCS-2, with 70 or 67. A character that takes two
units is never cut in half.
"""

from collections.abc import Iterable

from bot.rendering.gsm7 import UNITS, as_gsm_7, is_gsm_7
from bot.rendering.utterance import Spoken

_ONE = {True: 160, False: 70}
_EACH = {True: 153, False: 67}


def segments(text: str) -> int:
    """Return how many segments `text` is sent in; 0 for an empty text."""
    gsm = is_gsm_7(text)
    units = [UNITS[c] for c in text] if gsm else [2 if ord(c) > 0xFFFF else 1 for c in text]  # noqa: PLR2004 - the BMP
    if sum(units) <= _ONE[gsm]:
        return int(bool(units))
    return _filled(units, _EACH[gsm])


def _filled(units: Iterable[int], room: int) -> int:
    """Return how many segments of `room` units hold `units`, none of them cut."""
    count, used = 1, 0
    for unit in units:
        if used + unit > room:
            count, used = count + 1, 0
        used += unit
    return count


def as_texted(spoken: Spoken) -> Spoken:
    """Return the message in the GSM 7-bit alphabet where all of it goes in that, else as it is."""
    parts = [spoken.text, *(label for label, _ in spoken.choices)]
    if not all(is_gsm_7(as_gsm_7(part)) for part in parts):
        return spoken
    return Spoken(as_gsm_7(spoken.text), tuple((as_gsm_7(label), payload) for label, payload in spoken.choices))


def cost(spoken: Spoken) -> int:
    """Return how many segments the message is sent in."""
    texted = as_texted(spoken)
    lines = (f"{number} {label}" for number, (label, _) in enumerate(texted.choices, start=1))
    return segments("\n".join([texted.text, *lines] if texted.text else lines))
