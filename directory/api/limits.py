"""Limits of one request and of all together: the API is open to everybody, and shares a process with the chat.

The danger is a stranger who asks all the time: Python runs one thread at a time, so each query would make people in
danger wait for their answer.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from directory.api.errors import problem_response

MAX_BODY_BYTES: Final = 32_768
BODY_TIMEOUT: Final = 10.0
"""Seconds in which a body has to arrive."""
MAX_WAITING: Final = 24
"""Requests that may wait for their turn."""
WAIT_TIMEOUT: Final = 5.0
"""Seconds for which a request may wait for its turn."""
PAUSE_FACTOR: Final = 9.0
"""How many times as long as it worked the API leaves the processor to others: it gets a tenth of one at most."""
_MAX_PAUSE: Final = 2.0
"""Seconds: a query that waited for the database has not used the processor."""
_RETRY_AFTER: Final = "5"
"""Seconds."""


class BusyError(Exception):
    """Too many requests wait already, or this one has waited too long."""


class WorkLimit:
    """Lets one request at a time query the database and build its response, with a pause after each."""

    def __init__(
        self,
        *,
        pause_factor: float = PAUSE_FACTOR,
        max_waiting: int = MAX_WAITING,
        wait_timeout: float = WAIT_TIMEOUT,
    ) -> None:
        """Take how long the pause is, in times of the work before it, and how many may wait for how many seconds."""
        self._pause_factor = pause_factor
        self._max_waiting = max_waiting
        self._wait_timeout = wait_timeout
        self._waiting = 0
        self._turn = asyncio.Semaphore(1)

    async def start(self) -> Callable[[], None]:
        """Wait for a turn; return what ends it, which may be called more than once.

        Raises:
            BusyError: too many wait already, or it took too long.
        """
        if self._waiting >= self._max_waiting:
            raise BusyError
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_timeout):
                await self._turn.acquire()
        except TimeoutError:
            raise BusyError from None
        finally:
            self._waiting -= 1
        return self._started()

    @asynccontextmanager
    async def part_of_stream(self) -> AsyncIterator[None]:
        """Wait for a turn, however long it takes: a stream that has begun can't fail any more."""
        await self._turn.acquire()
        end = self._started()
        try:
            yield
        finally:
            end()

    def _started(self) -> Callable[[], None]:
        began: float | None = time.monotonic()

        def end() -> None:
            nonlocal began
            if began is not None:
                pause = min((time.monotonic() - began) * self._pause_factor, _MAX_PAUSE)
                asyncio.get_running_loop().call_later(pause, self._turn.release)
                began = None

        return end


class RequestLimits:
    """ASGI middleware: reads the body within its limits, then lets the request wait for its turn.

    A body has at most MAX_BODY_BYTES (413) and arrives within BODY_TIMEOUT seconds (408). The turn ends as soon as the
    response begins, so that a client who reads slowly holds up nobody.
    """

    def __init__(self, app: ASGIApp, work: WorkLimit) -> None:
        """Guard `app`."""
        self._app = app
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _read_body(receive)
            end = await self._work.start()
        except _DisconnectedError:
            return
        except _BodyError as exc:
            await problem_response(exc.status, exc.sentence, {"Connection": "close"})(scope, receive, send)
            return
        except BusyError:
            sentence = "Too many requests at the moment; try again later."
            await problem_response(503, sentence, {"Retry-After": _RETRY_AFTER})(scope, receive, send)
            return

        async def send_after_work(message: Message) -> None:
            end()
            await send(message)

        try:
            await self._app(scope, _replay(body, receive), send_after_work)
        finally:
            end()


class _DisconnectedError(Exception):
    """The client closed the connection before its request was complete."""


class _BodyError(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__()
        self.status = status
        self.sentence = sentence


async def _read_body(receive: Receive) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _DisconnectedError
                body += message.get("body", b"")
                if len(body) > MAX_BODY_BYTES:
                    raise _BodyError(413, "A request body has at most 32,768 bytes.")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise _BodyError(408, "The request body took too long to arrive.") from None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that yields the body again, and then what comes after it."""
    parts = [body]

    async def replayed() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return replayed
