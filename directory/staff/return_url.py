"""Where somebody is, so that a sign-in or another language leads back there."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.routing import compile_path

from directory.staff.routes import BASE, Page

_RECORDS: Final = "/records/{rest:path}"
"""sqladmin's forms are posted to the address at which they are read."""


class Whereabouts:
    """Knows which of the pages can be read by their address."""

    def __init__(self, pages: Iterable[Page]) -> None:
        """Take all pages."""
        paths = [_RECORDS, *(page.path for page in pages if page.method == "GET")]
        self._read = [compile_path(path)[0] for path in paths]

    def of(self, request: Request) -> str:
        """Return the address below `BASE` of the page somebody looks at, with what was chosen there.

        What answers a form is read at the form's own address or, where that only takes forms, at the nearest above it.
        """
        path = request.url.path.removeprefix(BASE) or "/"
        query = f"?{request.url.query}" if request.url.query else ""
        if request.method != "POST" or self._can_be_read(path):
            return quote(path) + query
        while path and not self._can_be_read(path):
            path = path.rpartition("/")[0]
        return quote(path) or "/"

    def _can_be_read(self, path: str) -> bool:
        return any(one.match(path) for one in self._read)
