"""Long lists in pages: how far somebody has leafed, and the addresses of the pages around."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

_FURTHEST: Final = 10_000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list, from 1; `earlier` and `later` are addresses, None where there is no such page."""

    number: int
    earlier: str | None
    later: str | None


def number_of(request: Request) -> int:
    """Return which page the address asks for; the first one where it asks for none that can be."""
    asked = request.query_params.get("page", "")
    return min(int(asked), _FURTHEST) if asked.isascii() and asked.isdecimal() and int(asked[:6]) > 0 else 1


def offset_of(request: Request, limit: int) -> int:
    """Return how many rows stand on the pages before."""
    return (number_of(request) - 1) * limit


def leaf(request: Request, *, has_later: bool) -> Leaf:
    """Return the page that is shown; the addresses keep what else was chosen."""
    number = number_of(request)
    return Leaf(
        number,
        _address(request, number - 1) if number > 1 else None,
        _address(request, number + 1) if has_later else None,
    )


def fitting(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], bool]:
    """Return the rows of a page of which one more was read, and whether that one was there."""
    return rows[:limit], len(rows) > limit


def _address(request: Request, number: int) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"page", "told"}]
    return f"?{urlencode([*kept, ('page', number)])}"
