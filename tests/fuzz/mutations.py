"""Mutations of what networks post: of the data before it is serialized, and of its bytes."""

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

MARKER = "xylophonq"
"""Part of every text and name."""
CHATS = 4_242_424_242_000_000
"""The first id of chats and people."""
NUMBERS = "+1500555"
"""Prefix of all numbers, from the range that Twilio reserves for tests."""

ALL_MARKERS = (MARKER, MARKER[::-1], "424242424", NUMBERS, NUMBERS[1:], "Zuzanna")
"""Strings that must not be in a log."""


Tree = dict[str, Any]
_FIELD = re.compile(rb'"(\w+)": ')

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63), 10**400, 0.5, -0.0, 1e308, float("nan"),
    float("inf"), "", " ", "0", "-1", "1e9", "null", "[]", MARKER, f"/{MARKER}", f"+{MARKER}", "\0", "\0" * 300,
    "\ud800", f"{MARKER}\udfff\ud800", "\u202e\u2066\u200b", "a\u0301" * 2000, "\u0e49" * 3000,
    "\r\n\r\nHTTP/1.1 200 OK", "%s%n", "\U0010ffff", "ﷺ" * 1000, MARKER * 500, "🏴" * 2000, "private", "supergroup",
    "kicked", "/start", "/erase", [], {}, [[]], [None], {"": None}, {"id": MARKER}, [MARKER] * 50,
    {MARKER: {MARKER: MARKER}}, {"id": 1, "type": "private"},
)  # fmt: skip
"""Values that replace others: of other types, too large, or invalid."""


def mutate(rng: random.Random, tree: Tree, others: Callable[[], Tree]) -> Tree:
    """Change up to four places of a tree in place; `others` returns trees to take fields from."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        places = list(_places(tree))
        if not places:
            break
        container, key = rng.choice(places)
        rng.choice(_MUTATIONS)(rng, container, key, others)
    return tree


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a tree: its container, and its key there."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _replace(rng: random.Random, container: Any, key: Any, _: Callable[[], Tree]) -> None:
    container[key] = deepcopy(rng.choice(JUNK))


def _delete(_rng: random.Random, container: Any, key: Any, _: Callable[[], Tree]) -> None:
    del container[key]


def _wrap(rng: random.Random, container: Any, key: Any, _: Callable[[], Tree]) -> None:
    container[key] = [container[key]] if rng.random() < 0.5 else {"id": container[key]}


def _to_text(_rng: random.Random, container: Any, key: Any, _: Callable[[], Tree]) -> None:
    container[key] = str(container[key])


def _insert_other(rng: random.Random, container: Any, key: Any, others: Callable[[], Tree]) -> None:
    """Insert a part of another tree."""
    other, other_key = rng.choice(list(_places(others())))
    if isinstance(container, dict) and isinstance(other_key, str) and rng.random() < 0.5:
        container[other_key] = deepcopy(other[other_key])
    else:
        container[key] = deepcopy(other[other_key])


def _lengthen(rng: random.Random, container: Any, key: Any, _: Callable[[], Tree]) -> None:
    """Insert a text up to or slightly over the maximum length of a body."""
    container[key] = rng.choice((MARKER, "a ", "\u0e01")) * rng.choice((500, 5_000, 28_000, 29_500))


_MUTATIONS = (_replace, _replace, _replace, _delete, _wrap, _to_text, _insert_other, _insert_other, _lengthen)


def corrupt(rng: random.Random, body: bytes) -> bytes:
    """Return corrupted bytes."""
    return rng.choice(_CORRUPTIONS)(rng, body)


def _truncate(rng: random.Random, body: bytes) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _flip_bits(rng: random.Random, body: bytes) -> bytes:
    changed = bytearray(body or b"x")
    for _ in range(rng.choice((1, 1, 3, 30))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _insert_bytes(rng: random.Random, body: bytes) -> bytes:
    at = rng.randrange(len(body) + 1)
    foreign = (b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0", b"%zz", b"%", b"&&=;", b'"', b"}")
    return body[:at] + rng.choice(foreign) + body[at:]


def _duplicate_field(rng: random.Random, body: bytes) -> bytes:
    """Add a duplicate of a JSON field before it."""
    fields = list(_FIELD.finditer(body))
    if not fields:
        return body + b"&Body=" + MARKER.encode() + b"&From=%2B15005550001"
    field = rng.choice(fields)
    return body[: field.start()] + field[0] + json.dumps(rng.choice(JUNK)).encode() + b", " + body[field.start() :]


def _nest(rng: random.Random, body: bytes) -> bytes:
    """Insert a deeply nested value."""
    fields = list(_FIELD.finditer(body))
    deep = rng.choice((50, 900, 20_000, 120_000))
    begin, end = rng.choice(((b"[", b"]"), (b'{"a": ', b"}")))
    value = begin * min(deep, 40_000) + b"0" + end * min(deep, 40_000)
    if not fields:
        return value
    field = rng.choice(fields)
    return body[: field.end()] + value + b', "rest": ' + body[field.end() :]


def _encoded(rng: random.Random, body: bytes) -> bytes:
    return body.decode("latin-1").encode(rng.choice(("utf-16", "utf-8-sig", "utf-32-be", "utf-16-le")))


_CORRUPTIONS = (_truncate, _flip_bits, _flip_bits, _insert_bytes, _duplicate_field, _duplicate_field, _nest, _encoded)
