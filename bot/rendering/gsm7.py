"""The alphabet in which an SMS is cheapest (3GPP TS 23.038), and how a text gets into it without harm.

160 of its letters go into one SMS, of any other alphabet 70. One curly quotation mark makes a whole text cost double,
for who pays and for who waits. The danger is the other way round: an accent that is taken away makes another word, so
only what typographers added is replaced, and only where that is enough.
"""

import re

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"

UNITS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENDED, 2)
"""Character of the alphabet -> how many of an SMS's places it takes."""

_GUILLEMETS = re.compile(r"«\s?|\s?»")
"""With the space that French puts inside them."""

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
"""What stands for a plainer sign, or for nothing. No joiners and no marks of direction: scripts need them."""


def is_gsm_7(text: str) -> bool:
    """Tell whether `text` goes in the GSM 7-bit alphabet."""
    return all(character in UNITS for character in text)


def as_gsm_7(text: str) -> str:
    """Return `text` in the GSM 7-bit alphabet where plain typography is enough for that, else as it is."""
    plain = _GUILLEMETS.sub('"', text).translate(_PLAIN)
    return plain if is_gsm_7(plain) else text
