"""The web server of one process: its sockets, how it stops, and how it ends if it hangs.

The danger of a stop is a lost message: neither Twilio nor a proxy sends a request a second time that was refused, or
whose connection was closed when it had just arrived. So a server that stops says so at /health, and answers as before
until the proxy has seen it and sends nothing more. Then it accepts no new connections, answers for a moment what still
arrives on the open ones, and only then closes them. From the beginning each answer is the last of its connection.
"""

import asyncio
import contextlib
import faulthandler
import gc
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import uvicorn

if TYPE_CHECKING:
    from starlette.applications import Starlette

READY_TIMEOUT = 5.0
"""Seconds in which a server that must be ready has to become ready."""
READY_INTERVAL = 0.5
"""Seconds between two checks."""
LAST_CONNECTIONS = 1.0
"""Seconds for which a stopping server still accepts connections: proxies look four times at /health meanwhile."""
LAST_REQUESTS = 0.5
"""Seconds for which it accepts requests on open connections after that."""
_CLOSING = 0.1
"""Seconds in which uvicorn has certainly closed its sockets."""
LAST_ANSWERS = 35
"""Seconds that answers may take after that: a little more than the longest turn."""
HANG_TIMEOUT = 60.0
"""Seconds without a step of the event loop after which a process hangs. Everything that may block it has a much
shorter timeout."""
KEEP_ALIVE = 75
"""Seconds for which a connection may be idle. A proxy must close it earlier: otherwise it may send a request on a
connection that the server just closes."""


class NotReadyError(Exception):
    """A server that must be ready can't reach what turns need; the message names that."""


def open_listeners(host: str, port: int, count: int) -> list[socket.socket]:
    """Return `count` sockets that listen on one address; Linux distributes connections among them at random.

    A single shared socket would be simpler, but the worker that wakes first takes all waiting connections, and a proxy
    keeps them (docs/adr/0018). Raises OSError if the address is taken or not of this machine.
    """
    if count == 1:
        return [_open_listener(host, port)]
    # The sockets below could share the address with another service by mistake; this one can't, and fails instead.
    _open_listener(host, port).close()
    return [_open_listener(host, port, reuse_port=True) for _ in range(count)]


def _open_listener(host: str, port: int, *, reuse_port: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, reuse_port=reuse_port, dualstack_ipv6=host == "::")


def freeze_garbage_collector() -> None:
    """Exclude everything loaded so far from garbage collection: it stays for as long as the process.

    A full collection takes a third of a second, in which no request is answered, and writes to memory that forked
    processes share.
    """
    gc.collect()
    gc.freeze()


async def _exit_if_loop_hangs() -> None:
    """Exit with code 1 if the event loop makes no step for HANG_TIMEOUT; print the tracebacks to stderr.

    No other process can detect it: connections still arrive, and no request is answered. The supervisor, or systemd,
    starts another process.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(HANG_TIMEOUT, exit=True)
            await asyncio.sleep(HANG_TIMEOUT / 6)
    finally:
        faulthandler.cancel_dump_traceback_later()


class Server(uvicorn.Server):
    """Serves an app until SIGTERM, SIGINT or SIGHUP, then stops gracefully; a second SIGINT stops it at once."""

    def __init__(
        self, app: "Starlette", on_start: Callable[[], object] = lambda: None, *, must_be_ready: bool = False
    ) -> None:
        """Take an app with a `Readiness` in its state, and a function to call once requests are accepted.

        With `must_be_ready` no request is accepted before it can be answered: `run` raises NotReadyError if that
        takes longer than READY_TIMEOUT.
        """
        super().__init__(
            uvicorn.Config(
                app,
                ws="none",  # Rasa pins a version of websockets that uvicorn no longer supports, and nothing needs it
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=LAST_ANSWERS,
            )
        )
        self._readiness = app.state.readiness
        self._on_start = on_start
        self._must_be_ready = must_be_ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and exit normally; uvicorn would raise the signal again, which looks like a crash."""
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(signum, self.handle_exit, signum, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept requests."""
        if self._must_be_ready:
            await self._wait_until_ready()
        await super().startup(sockets)
        self._watchdog = asyncio.create_task(_exit_if_loop_hangs())
        self._on_start()

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_TIMEOUT
        while missing := await self._readiness.missing():
            if time.monotonic() >= deadline:
                message = f"{' and '.join(missing)} can't be reached"
                raise NotReadyError(message)
            await asyncio.sleep(READY_INTERVAL)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer requests that are on their way, then stop."""
        self._readiness.stopping = True
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]
        await asyncio.sleep(LAST_CONNECTIONS)
        await self._close_listeners(sockets or [])
        await asyncio.sleep(LAST_REQUESTS)
        await super().shutdown(sockets)
        self._watchdog.cancel()

    async def _close_listeners(self, sockets: list[socket.socket]) -> None:
        """Accept the connections that wait in the sockets, and no more.

        When the last descriptor of a socket is closed, Linux resets what waits in it. The supervisor and the generation
        have closed theirs, and uvicorn closes its own some time after it stopped to accept: so the last one is a copy.
        """
        copies = [listener.dup() for listener in sockets]
        for server in self.servers:
            server.close()
        for listener in sockets:
            listener.close()
        await asyncio.sleep(_CLOSING)
        waiting: list[socket.socket] = []
        for copy in copies:
            copy.settimeout(0)
            with copy, contextlib.suppress(BlockingIOError):
                while True:
                    waiting.append(copy.accept()[0])
        for connection in waiting:
            await asyncio.get_running_loop().connect_accepted_socket(self._create_protocol, connection)

    def _create_protocol(self) -> asyncio.Protocol:
        protocol = cast("type[Any]", self.config.http_protocol_class)
        created: asyncio.Protocol = protocol(self.config, self.server_state, self.lifespan.state)
        return created
