"""All routes of the pages, found in the app, so that no new one is forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from directory.staff.crud.admin import ADMIN_PATH

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
STATIC = "/static"


@dataclass(frozen=True, order=True)
class Opening:
    """One method of one address; `path` is below `/staff`, with the names of what stands in it."""

    path: str
    method: str

    @property
    def name(self) -> str:
        """Return it as the table of rights names it."""
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        """Return the names of what stands in the address."""
        return _PARAMETER.findall(self.path)

    def at(self, **values: str) -> str:
        """Return an address with values in it."""
        return _PARAMETER.sub(lambda found: values[found[1]], self.path)


def wrapped_app(pages: Starlette) -> Starlette:
    """Return the app that the middleware lets requests through to."""
    mounted: Any = pages.routes[0]
    found: Any = mounted.app
    while not isinstance(found, Starlette):
        found = found._app
    return found


def openings(pages: Starlette) -> list[Opening]:
    """Return all of them; each kind of record has its own."""
    return sorted(_openings(wrapped_app(pages)))


def _openings(app: Starlette) -> Iterator[Opening]:
    for route in app.routes:
        if isinstance(route, Route):
            yield from _methods(route, route.path)
        elif isinstance(route, Mount) and route.path == ADMIN_PATH:
            for below in route.app.routes:  # type: ignore[attr-defined]
                for kind in kinds(app):
                    yield from _methods(below, ADMIN_PATH + below.path.replace("{identity}", kind))
        else:
            assert isinstance(route, Mount)
            yield Opening(f"{route.path}/{{file}}", "GET")


def _methods(route: Any, path: str) -> Iterator[Opening]:
    for method in sorted(route.methods - {"HEAD"}):
        yield Opening(path, method)


def kinds(app: Starlette) -> list[str]:
    """Return the kinds of records that have lists and forms."""
    records: Any = next(route for route in app.routes if isinstance(route, Mount) and route.path == ADMIN_PATH)
    owner: Any = next(route for route in records.app.routes if route.name == "list").endpoint
    found = owner
    while hasattr(found, "__wrapped__") and not hasattr(found, "__self__"):
        found = found.__wrapped__
    return [view.identity for view in found.__self__.views]
