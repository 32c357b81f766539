"""Pagination of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

_MAX_PAGE: Final = 10_000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pager:
    """The number of a page, from 1, and the URLs of the pages around it, None if there is none."""

    number: int
    previous: str | None
    next: str | None


def page_number(request: Request) -> int:
    """Return the page number in the URL, 1 if it is missing or invalid."""
    page = request.query_params.get("page", "")
    return min(int(page), _MAX_PAGE) if page.isascii() and page.isdecimal() and int(page[:6]) > 0 else 1


def page_offset(request: Request, limit: int) -> int:
    """Return the number of rows on the pages before."""
    return (page_number(request) - 1) * limit


def pager(request: Request, *, has_next: bool) -> Pager:
    """Return the pager of the current page; its URLs keep the other query parameters."""
    number = page_number(request)
    return Pager(
        number,
        _address(request, number - 1) if number > 1 else None,
        _address(request, number + 1) if has_next else None,
    )


def split_page(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], bool]:
    """Return the first `limit` rows, and whether there are more; the caller reads one row more than the limit."""
    return rows[:limit], len(rows) > limit


def _address(request: Request, number: int) -> str:
    params = [(name, value) for name, value in request.query_params.multi_items() if name not in {"page", "told"}]
    return f"?{urlencode([*params, ('page', number)])}"
