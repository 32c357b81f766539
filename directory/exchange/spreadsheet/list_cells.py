"""Cells that hold several items with ; between them."""

import re

from directory.parsing.cells import looks_like_formula
from directory.parsing.choices import EVERYBODY
from directory.parsing.parsers import IN_ORDER, ITEMS
from directory.parsing.result import Judged, RefusedError

_SEMICOLON = re.compile("[;\uff1b]")
_COMMA = re.compile("[,\u3001\u060c|\uff0c]")
_STARTS_WITH_SIGN = frozenset({"phones", "chats"})
_SEVERAL_COUNTRIES = "; "


def refuse_formula(text: str) -> None:
    """Refuse a text that a spreadsheet would run.

    Raises:
        RefusedError: it would.
    """
    if looks_like_formula(text):
        raise RefusedError(what="This cell looks like a formula.", mend="Begin it with a letter.")


def split(text: str) -> list[str]:
    """Return the items of a cell."""
    if ";" not in text and "\uff1b" not in text:
        return [text] if text else []
    return [item.strip() for item in _SEMICOLON.split(text) if item.strip()]


def joined(kind: str, items: list[str]) -> str:
    """Return the cell of a list: each item once, in an order that says nothing unless the list's does."""
    flat = dict.fromkeys(item for text in items for item in split(text))
    flat.pop(EVERYBODY, None)
    return "; ".join(flat if kind in IN_ORDER else sorted(flat))


def judge_list(kind: str, text: str, country: str, known: set[str]) -> list[Judged]:
    """Judge each item of a cell; those that the directory already has in it are taken as they are.

    Raises:
        RefusedError: an item is refused, or everybody stands beside a group.
    """
    found: list[Judged] = []
    for item in split(text):
        if item in known:
            found.append(Judged(item))
            continue
        if kind not in _STARTS_WITH_SIGN:
            refuse_formula(item)
        found += _judge(kind, item, country)
    if len(found) > 1 and any(one.text == EVERYBODY for one in found):
        raise RefusedError(what="Everybody and one group stand side by side.", mend="Name the groups only, or nobody.")
    return found


def _judge(kind: str, item: str, country: str) -> list[Judged]:
    """Judge an item as a whole, then by its commas: some names of countries hold one."""
    try:
        return [_within(kind, item, country)]
    except RefusedError:
        parts = [part.strip() for part in _COMMA.split(item) if part.strip()]
        if kind in IN_ORDER or len(parts) <= 1:
            raise
    return [_within(kind, part, country) for part in parts]


def _within(kind: str, item: str, country: str) -> Judged:
    """Judge an item in the country of the row, a region in each of its countries, a number in all of them."""
    if kind == "phones":
        return ITEMS[kind](item, country)
    countries = country.split(_SEVERAL_COUNTRIES)
    for one in countries[:-1] if kind == "regions" else ():
        try:
            return ITEMS[kind](item, one)
        except RefusedError:
            continue
    return ITEMS[kind](item, countries[-1] if kind == "regions" else countries[0])
