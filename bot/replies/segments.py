"""How many SMS segments a text costs (3GPP TS 23.038 and 23.040).

A text whose characters are all in the GSM 7-bit alphabet has 160 units in one segment or
153 in each of several; any other text is UCS-2, with 70 or 67. A character that takes two
units is never cut in half.
"""

from collections.abc import Iterable, Sequence

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
_NOT_AT_TWILIO = "¤§"
"""In the standard's table, not in the one that Twilio counts by; sent as UCS-2 there."""

_GSM_7 = dict.fromkeys(set(_BASIC) - set(_NOT_AT_TWILIO), 1) | dict.fromkeys(_EXTENDED, 2)

_ONE = {True: 160, False: 70}
_EACH = {True: 153, False: 67}


def is_gsm_7(text: str) -> bool:
    """Tell whether `text` goes in the GSM 7-bit alphabet."""
    return all(character in _GSM_7 for character in text)


def segments(text: str) -> int:
    """Return how many segments `text` is sent in; 0 for an empty text."""
    gsm = is_gsm_7(text)
    units = [_GSM_7[c] for c in text] if gsm else [2 if ord(c) > 0xFFFF else 1 for c in text]  # noqa: PLR2004 - the BMP
    if sum(units) <= _ONE[gsm]:
        return int(bool(units))
    return _filled(units, _EACH[gsm])


def segments_with_choices(text: str, labels: Sequence[str]) -> int:
    """Return how many segments `text` is sent in with a numbered line below it for each choice."""
    return segments("\n".join([text, *(f"{number} {label}" for number, label in enumerate(labels, start=1))]))


def _filled(units: Iterable[int], room: int) -> int:
    """Return how many segments of `room` units hold `units`, none of them cut."""
    count, used = 1, 0
    for unit in units:
        if used + unit > room:
            count, used = count + 1, 0
        used += unit
    return count
