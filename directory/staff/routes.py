"""Define a page: its path, the permission it needs, and its handler."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Final

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.step_up import require_step_up

BASE_PATH = "/staff"
"""Where the pages are mounted."""

_MAX_CONCURRENT_HASHES: Final = 4
"""Two for hashing, and two for database access."""
_HASH_LIMITER: Final[RunVar[CapacityLimiter]] = RunVar("turns of pages that hash")

Handler = Callable[[Request], Response]
"""Runs in a thread, since it waits for the database. The form fields are `form_data(request)`."""


@dataclass(frozen=True, slots=True)
class Page:
    """One path below `/staff`; `permission` is checked before `handler` runs.

    `accepts_files`: the body may have up to `middleware.MAX_UPLOAD_BYTES`. `hashes_passphrase`: it hashes, which is
    slow; such pages have threads of their own, so that many of them delay only one another. `step_up`: how long ago the
    user may have typed passphrase and code again (`auth/step_up.py`), None if that is not needed.
    """

    path: str
    handler: Handler
    permission: Permission
    method: str = "GET"
    accepts_files: bool = False
    hashes_passphrase: bool = False
    step_up: timedelta | None = None

    @property
    def name(self) -> str:
        """The unique name of the route."""
        return f"{self.method} {self.path}"

    def to_route(self) -> Route:
        """Return the Starlette route, with the permission check and then the step-up."""
        handler = require_step_up(self.handler, self.step_up) if self.step_up else self.handler
        handler = require_permission(handler, self.permission)
        hashes = self.hashes_passphrase or (self.step_up is not None and self.method == "POST")
        return Route(
            self.path,
            limit_concurrency(handler) if hashes else handler,
            methods=[self.method],
            name=self.name,
        )


def require_permission(handler: Handler, permission: Permission) -> Handler:
    """Return a handler that checks the permission first; see `check_permission`."""

    @wraps(handler)
    def checked_handler(request: Request) -> Response:
        check_permission(request, permission)
        return handler(request)

    return checked_handler


def limit_concurrency(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Limit concurrent runs of a handler, so that they do not take the threads that chats use."""

    async def limited_handler(request: Request) -> Response:
        return await to_thread.run_sync(handler, request, limiter=_hash_limiter())

    return limited_handler


def _hash_limiter() -> CapacityLimiter:
    """Return the limiter of this event loop."""
    try:
        return _HASH_LIMITER.get()
    except LookupError:
        _HASH_LIMITER.set(CapacityLimiter(_MAX_CONCURRENT_HASHES))
        return _HASH_LIMITER.get()


class SignInRequiredError(Exception):
    """There is no session, or it has expired."""


def check_permission(request: Request, permission: Permission) -> None:
    """Raise SignInRequiredError without a session, HTTPException 403 without the permission."""
    if is_allowed(request.state.user, permission):
        return
    if request.state.user is None:
        raise SignInRequiredError
    raise HTTPException(403)


def redirect_to(path: str) -> RedirectResponse:
    """Return a redirect to another page, after a form."""
    return RedirectResponse(BASE_PATH + path, status_code=303)
