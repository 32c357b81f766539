"""Pages of lists, with the numbers that the standard's `Page` schema has."""

from typing import Any

from sqlalchemy import Connection

from directory.api.pagination import Listing
from directory.api.query_params import Listed
from directory.api.search_filter import Few
from directory.api.serializers import Build, Object
from directory.api.total_counts import Surveys


def page_of(
    connection: Connection, surveys: Surveys, found: Listing | Few, build: Build, asked: Listed
) -> dict[str, Any]:
    """Return the page that is asked for; a page beyond the last one is empty."""
    size = asked.on_a_page
    first = (asked.page - 1) * size
    total, ids = _ids(connection, surveys, found, first, size)
    contents: list[Object] = build(connection, ids, asked)
    pages = max(-(-total // size), 1)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _ids(
    connection: Connection, surveys: Surveys, found: Listing | Few, first: int, size: int
) -> tuple[int, list[str]]:
    """Return how many there are in all, and the ids of one page."""
    if isinstance(found, Few):
        return len(found.ids), list(found.ids[first : first + size])
    survey = surveys.of(connection, found)
    before = found.before(connection, survey)
    total = survey.total - before
    # A page number may be larger than any number that a database takes.
    return total, found.page(connection, survey, before + first, size) if first < total else []
