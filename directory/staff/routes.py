"""What a page is: an address, who may open it, and what answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from directory.staff.permissions import May, is_allowed

BASE = "/staff"
"""Where the pages are mounted."""

_AT_ONCE: Final = 4
"""Two that hash, and two that look into the database."""
_TURNS: Final[RunVar[CapacityLimiter]] = RunVar("turns of pages that hash")

Answer = Callable[[Request], Response]
"""Runs in a thread of its own, since it waits for the database. The fields that were posted are `posted(request)`."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address below `/staff`; `may` is asked before `answer` runs.

    `takes_files`: the body may be as large as a file of `gate.UPLOAD_LIMIT`. `hashes`: a passphrase is tried, which
    takes long; whoever tries many waits for their own kind alone.
    """

    path: str
    answer: Answer
    may: May
    method: str = "GET"
    takes_files: bool = False
    hashes: bool = False

    @property
    def name(self) -> str:
        """A name that no other page has."""
        return f"{self.method} {self.path}"

    def route(self) -> Route:
        """Return the page for a router, with its guard."""
        answer = guarded(self.answer, self.may)
        return Route(self.path, few_at_once(answer) if self.hashes else answer, methods=[self.method], name=self.name)


def guarded(answer: Answer, may: May) -> Answer:
    """Send who has not signed in to sign in; raise HTTPException 403 for who may not."""

    @wraps(answer)
    def answer_if_allowed(request: Request) -> Response:
        refuse(request, may)
        return answer(request)

    return answer_if_allowed


def few_at_once(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Let answers wait for one another without a thread each: all threads are shared with who is answered in chats."""

    async def answer_in_turn(request: Request) -> Response:
        return await to_thread.run_sync(answer, request, limiter=_turns())

    return answer_in_turn


def _turns() -> CapacityLimiter:
    """Return what this event loop counts them by."""
    try:
        return _TURNS.get()
    except LookupError:
        _TURNS.set(CapacityLimiter(_AT_ONCE))
        return _TURNS.get()


class SignInFirstError(Exception):
    """Nobody has signed in, or the session has ended."""


def refuse(request: Request, may: May) -> None:
    """Raise SignInFirstError where somebody has to sign in first, HTTPException 403 where they may not."""
    if is_allowed(request.state.person, may):
        return
    if request.state.person is None:
        raise SignInFirstError
    raise HTTPException(403)


def goes_to(path: str) -> RedirectResponse:
    """Return the answer to a form: the browser reads another page of ours."""
    return RedirectResponse(BASE + path, status_code=303)
