"""Chats: a number with +, a web address or an account's name."""

import re
from functools import lru_cache

from directory.parsing.phones import Number, number
from directory.parsing.result import RefusedError
from directory.parsing.typed_numbers import in_our_digits
from directory.parsing.web_addresses import web_address

_LABEL = re.compile(r"(?P<app>[A-Za-z][A-Za-z ]*?)\s*:?\s*(?P<rest>[+@].*)")
_NOTE = re.compile(r"(?P<address>\S+)\s+\((?P<note>.*)\)")
_ACCOUNT = re.compile(r"@[\w.-]{2,64}")


@lru_cache(maxsize=16_384)
def chat(item: str, _country: str = "") -> Number:
    """Judge a chat's address; "WhatsApp +66 ..." is written "+66 ... (WhatsApp)".

    Raises:
        RefusedError: it cannot be written to from anywhere.
    """
    item = in_our_digits(item)
    labelled = _LABEL.fullmatch(item)
    if labelled:
        item = f"{labelled['rest']} ({labelled['app']})"
    if item.startswith(("+", "(+")):
        return number(item, "")
    found = _NOTE.fullmatch(item)
    address, note = (found["address"], found["note"]) if found else (item, "")
    if _ACCOUNT.fullmatch(address):
        return Number(address, note, None, from_abroad=True)
    if address[:1].isdigit() or "." not in address:
        mend = "Write a number with +, a web address or an account such as @example; the app in brackets behind it."
        raise RefusedError(what="This is not an address that a chat can be opened with.", mend=mend)
    return Number(web_address(address).text, note, None, from_abroad=True)
