"""The web server of one process, how it stops, and how it ends where it hangs.

The danger of a stop is a message that was on its way: a server that closes the connections which look idle also closes
those on which the next question has just arrived, and neither Twilio nor a proxy asks a second time. So a server that
stops accepts nobody more, answers for a moment whatever still comes on the connections that are there, and tells each
of them with its answer that it was the last one.
"""

import asyncio
import faulthandler
import gc
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.applications import Starlette

READY_WITHIN = 5.0
"""Seconds in which a server that has to be ready may become so."""
LOOKS_AFTER = 0.5
"""Seconds from one look to the next."""
LAST_QUESTIONS = 1.0
"""Seconds for which questions are still taken on connections that are there."""
LAST_ANSWERS = 35
"""Seconds that answers may take after that: a little more than the longest turn."""
HANGS_AFTER = 60.0
"""Seconds without a step of the loop after which a process hangs. Whatever may hold it up is given up much sooner."""
KEPT_OPEN = 75
"""Seconds for which a connection may be idle. A proxy closes it earlier, or it asks on one that we just close."""


class NotReadyError(Exception):
    """A server that has to be ready does not reach what turns need; the message names that."""


def settle() -> None:
    """Let the garbage collector never look again at what is loaded: it stays for as long as the process.

    A look takes a third of a second, in which nobody is answered, and writes to memory that forked processes share.
    """
    gc.collect()
    gc.freeze()


async def _end_if_the_loop_hangs() -> None:
    """End this process (exit code 1) where its loop takes no step for so long; stderr is told in which lines of code.

    Nobody else can see it: connections still come in, and nobody answers them. Who keeps us starts another one.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
            await asyncio.sleep(HANGS_AFTER / 6)
    finally:
        faulthandler.cancel_dump_traceback_later()


class Server(uvicorn.Server):
    """Serves an app until SIGTERM, SIGINT or SIGHUP, and ends in peace; a second SIGINT ends at once."""

    def __init__(
        self, app: "Starlette", started: Callable[[], object] = lambda: None, *, must_be_ready: bool = False
    ) -> None:
        """Take an app whose state holds its `Readiness`, and whom to tell that questions are taken.

        With `must_be_ready` none is taken before they can be answered: `run` raises NotReadyError where they can't.
        """
        super().__init__(
            uvicorn.Config(
                app,
                ws="none",  # Rasa holds websockets at a version that uvicorn no longer takes, and nobody needs them
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEPT_OPEN,
                timeout_graceful_shutdown=LAST_ANSWERS,
            )
        )
        self._readiness = app.state.readiness
        self._tell_started = started
        self._must_be_ready = must_be_ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, and end as asked: uvicorn would raise it once more, and the end would look like a fault."""
        loop = asyncio.get_running_loop()
        for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(asked, self.handle_exit, asked, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take questions."""
        if self._must_be_ready:
            await self._become_ready()
        await super().startup(sockets)
        self._watching = asyncio.create_task(_end_if_the_loop_hangs())
        self._tell_started()

    async def _become_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while missing := await self._readiness.missing():
            if time.monotonic() >= until:
                message = f"{' and '.join(missing)} can't be reached"
                raise NotReadyError(message)
            await asyncio.sleep(LOOKS_AFTER)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is on its way, then stop; the connections that wait to be accepted are left to others."""
        self._readiness.stopping = True
        for server in self.servers:
            server.close()
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]
        await asyncio.sleep(LAST_QUESTIONS)
        await super().shutdown(sockets)
        self._watching.cancel()
