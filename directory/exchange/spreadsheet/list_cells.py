"""Cells that hold several items separated by semicolons."""

import re

from directory.parsing.cells import looks_like_formula
from directory.parsing.choices import EVERYBODY
from directory.parsing.parsers import ITEM_PARSERS, ORDERED_KINDS
from directory.parsing.result import InvalidValueError, ParseResult, reject

_SEMICOLON = re.compile("[;\uff1b]")
_COMMA = re.compile("[,\u3001\u060c|\uff0c]")
_STARTS_WITH_SIGN = frozenset({"phones", "chats"})
_SEVERAL_COUNTRIES = "; "


def reject_formula(text: str) -> None:
    """Reject a text that a spreadsheet would run.

    Raises:
        InvalidValueError: the text is a formula.
    """
    if looks_like_formula(text):
        reject("This cell looks like a formula.", "Begin it with a letter.")


def split_items(text: str) -> list[str]:
    """Return the items of a cell."""
    if ";" not in text and "\uff1b" not in text:
        return [text] if text else []
    return [item.strip() for item in _SEMICOLON.split(text) if item.strip()]


def join_items(kind: str, items: list[str]) -> str:
    """Return the cell of a list: each item once, sorted unless the order of the list matters."""
    flat = dict.fromkeys(item for text in items for item in split_items(text))
    flat.pop(EVERYBODY, None)
    return "; ".join(flat if kind in ORDERED_KINDS else sorted(flat))


def parse_list(kind: str, text: str, country: str, known: set[str]) -> list[ParseResult]:
    """Parse each item of a cell; items that the directory already has in it are accepted unchanged.

    Raises:
        InvalidValueError: an item is invalid, or "everybody" is listed beside a group.
    """
    results: list[ParseResult] = []
    for item in split_items(text):
        if item in known:
            results.append(ParseResult(item))
            continue
        if kind not in _STARTS_WITH_SIGN:
            reject_formula(item)
        results += _parse_item(kind, item, country)
    if len(results) > 1 and any(result.text == EVERYBODY for result in results):
        reject("This names everybody and a group.", "Name the groups only, or leave the cell empty.")
    return results


def _parse_item(kind: str, item: str, country: str) -> list[ParseResult]:
    """Parse an item as a whole, then split at commas: some names of countries contain one."""
    try:
        return [_parse_in_countries(kind, item, country)]
    except InvalidValueError:
        parts = [part.strip() for part in _COMMA.split(item) if part.strip()]
        if kind in ORDERED_KINDS or len(parts) <= 1:
            raise
    return [_parse_in_countries(kind, part, country) for part in parts]


def _parse_in_countries(kind: str, item: str, country: str) -> ParseResult:
    """Parse an item in the row's country: a region in each of its countries, a phone in all of them."""
    if kind == "phones":
        return ITEM_PARSERS[kind](item, country)
    countries = country.split(_SEVERAL_COUNTRIES)
    for code in countries[:-1] if kind == "regions" else ():
        try:
            return ITEM_PARSERS[kind](item, code)
        except InvalidValueError:
            continue
    return ITEM_PARSERS[kind](item, countries[-1] if kind == "regions" else countries[0])
