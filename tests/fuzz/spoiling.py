"""Mutations of what networks post: of the tree before it is written, and of its bytes afterwards."""

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.fuzz.marks import MARK

Tree = dict[str, Any]
_FIELD = re.compile(rb'"(\w+)": ')

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63), 10**400, 0.5, -0.0, 1e308, float("nan"),
    float("inf"), "", " ", "0", "-1", "1e9", "null", "[]", MARK, f"/{MARK}", f"+{MARK}", "\0", "\0" * 300, "\ud800",
    f"{MARK}\udfff\ud800", "\u202e\u2066\u200b", "a\u0301" * 2000, "\u0e49" * 3000, "\r\n\r\nHTTP/1.1 200 OK", "%s%n",
    "\U0010ffff", "ﷺ" * 1000, MARK * 500, "🏴" * 2000, "private", "supergroup", "kicked", "/start", "/erase", [], {},
    [[]], [None], {"": None}, {"id": MARK}, [MARK] * 50, {MARK: {MARK: MARK}}, {"id": 1, "type": "private"},
)  # fmt: skip
"""Values that stand where others should: of other types, too large, or unspeakable."""


def spoiled(lot: random.Random, tree: Tree, others: Callable[[], Tree]) -> Tree:
    """Change up to four places of a tree, which is ours; `others` gives trees to take fields from."""
    for _ in range(lot.choice((1, 1, 2, 4))):
        places = list(_places(tree))
        if not places:
            break
        holder, key = lot.choice(places)
        lot.choice(_CHANGES)(lot, holder, key, others)
    return tree


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a tree: what holds it, and its key there."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _junk(lot: random.Random, holder: Any, key: Any, _: Callable[[], Tree]) -> None:
    holder[key] = deepcopy(lot.choice(JUNK))


def _gone(_lot: random.Random, holder: Any, key: Any, _: Callable[[], Tree]) -> None:
    del holder[key]


def _wrapped(lot: random.Random, holder: Any, key: Any, _: Callable[[], Tree]) -> None:
    holder[key] = [holder[key]] if lot.random() < 0.5 else {"id": holder[key]}


def _as_text(_lot: random.Random, holder: Any, key: Any, _: Callable[[], Tree]) -> None:
    holder[key] = str(holder[key])


def _of_another(lot: random.Random, holder: Any, key: Any, others: Callable[[], Tree]) -> None:
    """Put a part of another tree there, or beside it."""
    other, theirs = lot.choice(list(_places(others())))
    if isinstance(holder, dict) and isinstance(theirs, str) and lot.random() < 0.5:
        holder[theirs] = deepcopy(other[theirs])
    else:
        holder[key] = deepcopy(other[theirs])


def _longer(lot: random.Random, holder: Any, key: Any, _: Callable[[], Tree]) -> None:
    """Make a text as long as a body may be, or a little longer."""
    holder[key] = lot.choice((MARK, "a ", "\u0e01")) * lot.choice((500, 5_000, 28_000, 29_500))


_CHANGES = (_junk, _junk, _junk, _gone, _wrapped, _as_text, _of_another, _of_another, _longer)


def broken(lot: random.Random, body: bytes) -> bytes:
    """Return bytes that are no longer quite what was written."""
    return lot.choice(_BREAKS)(lot, body)


def _cut(lot: random.Random, body: bytes) -> bytes:
    return body[: lot.randrange(len(body) + 1)]


def _flipped(lot: random.Random, body: bytes) -> bytes:
    changed = bytearray(body or b"x")
    for _ in range(lot.choice((1, 1, 3, 30))):
        changed[lot.randrange(len(changed))] ^= 1 << lot.randrange(8)
    return bytes(changed)


def _strewn(lot: random.Random, body: bytes) -> bytes:
    at = lot.randrange(len(body) + 1)
    foreign = (b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0", b"%zz", b"%", b"&&=;", b'"', b"}")
    return body[:at] + lot.choice(foreign) + body[at:]


def _twice(lot: random.Random, body: bytes) -> bytes:
    """Give one of the fields of a JSON object a second value, before its own."""
    fields = list(_FIELD.finditer(body))
    if not fields:
        return body + b"&Body=" + MARK.encode() + b"&From=%2B15005550001"
    field = lot.choice(fields)
    return body[: field.start()] + field[0] + json.dumps(lot.choice(JUNK)).encode() + b", " + body[field.start() :]


def _nested(lot: random.Random, body: bytes) -> bytes:
    """Put a value there that is very deep."""
    fields = list(_FIELD.finditer(body))
    deep = lot.choice((50, 900, 20_000, 120_000))
    begin, end = lot.choice(((b"[", b"]"), (b'{"a": ', b"}")))
    value = begin * min(deep, 40_000) + b"0" + end * min(deep, 40_000)
    if not fields:
        return value
    field = lot.choice(fields)
    return body[: field.end()] + value + b', "rest": ' + body[field.end() :]


def _encoded(lot: random.Random, body: bytes) -> bytes:
    return body.decode("latin-1").encode(lot.choice(("utf-16", "utf-8-sig", "utf-32-be", "utf-16-le")))


_BREAKS = (_cut, _flipped, _flipped, _strewn, _twice, _twice, _nested, _encoded)
