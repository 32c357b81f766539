"""The numbers of a text in any script, and what looks like a phone number."""

import re
import unicodedata
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARK = "[,.'’٬ \u00a0\u2009\u202f]"
"""Between groups of digits in one language or another."""
_GROUPED = re.compile(rf"(?<![0-9])[1-9][0-9]{{0,2}}(?:{_MARK}[0-9]{{2,3}})*{_MARK}[0-9]{{3}}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:[.,٫][0-9]{1,2}(?![0-9]))?")

_MONEY: Final = (
    "baht|cents?|dirhams?|dollars?|dong|euros?|kip|kyats?|pesos?|pounds?|rials?|riels?|ringgit|riyals?|rupees?|rupiah"
    "|taka|won|yen|yuan"
)
_NO_PHONE = re.compile(
    r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?![0-9])"  # 20,000
    r"|(?<![0-9])(?:19[89][0-9]|20[0-3][0-9])(?![0-9])"  # a year
    rf"|[0-9]+(?= ?(?:million )?(?:\w+ )?(?:{_MONEY})\b)"
    r"|(?:[$£€¥₩฿]|\b(?:[A-Z]{3}|RM|Rs) ?)[0-9]+"
)
_PHONE = re.compile(r"[0-9]{4,}|[0-9](?:[ ().\-]{0,2}[0-9]){5,}")


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as ASCII digits: "٢٠٬٠٠٠", "20.000" and "20 000" are all "20000"."""
    plain = _GROUPED.sub(lambda match: re.sub("[^0-9]", "", match[0]), _in_ascii(text))
    return frozenset(re.sub("[,٫]", ".", found).lstrip("0") or "0" for found in _NUMBER.findall(plain))


def months(english: str) -> frozenset[str]:
    """Return the months that an English text names, as numbers: many languages write them so."""
    return frozenset(str(number) for number, name in enumerate(_MONTHS, start=1) if re.search(rf"\b{name}\b", english))


def phone_like(english: str) -> str | None:
    """Return the first digits that could be a phone number: no year, nothing grouped like 20,000, no sum of money."""
    match = _PHONE.search(_NO_PHONE.sub("#", english))
    return match[0] if match else None


def _in_ascii(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
