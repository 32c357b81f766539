"""All that somebody has proposed, and what became of it."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import by_author
from directory.staff.context import desk, signed_in
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.proposals.summaries import listed
from directory.staff.rendering import render
from directory.staff.routes import Page

_AT_ONCE: Final = 25


def mine(request: Request) -> Response:
    """Show somebody's own changes, newest first."""
    asked = {"offset": offset_of(request, _AT_ONCE), "limit": _AT_ONCE + 1}
    with desk(request).engine.connect() as connection, connection.begin():
        found, has_later = fitting(by_author(connection, signed_in(request).account_id, **asked), _AT_ONCE)
        changes = listed(connection, found)
    return render(request, "mine.html", changes=changes, leaf=leaf(request, has_later=has_later))


PAGES: Final = (Page("/mine", mine, May.READ),)
