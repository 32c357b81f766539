"""Digits of any script, such as Thai, Burmese, Khmer or Arabic ones, as phones dial them.

The danger is a number that is stored in other digits: a link does not dial it, and a search for it finds nothing.
"""

import unicodedata


def to_ascii_digits(text: str) -> str:
    """Return a text with its decimal digits replaced by 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
