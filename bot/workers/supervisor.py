"""The supervisor: holds the sockets, so that no connection is refused, and keeps one generation of the service running.

SIGHUP starts a new generation; the old one is told to finish only when the new one accepts requests, and goes on if
that never happens. The danger is to end up with none: whatever fails is retried after a delay, and whatever hangs is
given up. The supervisor must be small and runs unchanged for months, so it imports nothing of the service; it replaces
the process of `waylight run`.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final, NoReturn

import structlog
import typer

from bot.core.backoff import RestartBackoff
from bot.privacy.exceptions import describe_exception
from bot.privacy.logging import configure_logging, install_loop_exception_handler

if TYPE_CHECKING:
    from bot.core.settings import Settings

LOG = structlog.stdlib.get_logger(__name__)

START_TIMEOUT = 900.0
"""Seconds in which a generation has to accept requests: longer than a training."""
SHUTDOWN_TIMEOUT = 75.0
"""Seconds that a generation may take to end: a little more than it gives its workers."""
_SINGLE_THREADED: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Workers share the processors among themselves, and a process with threads can't be forked."""


def become_supervisor(listeners: list[socket.socket], settings: "Settings") -> NoReturn:
    """Replace this process by the supervisor, which inherits the sockets; everything loaded is freed."""
    for listener in listeners:
        listener.set_inheritable(True)
    descriptors = [str(listener.fileno()) for listener in listeners]
    options = ["--log-level", settings.log_level, "--log-format", settings.log_format]
    if settings.metrics_port:
        options += ["--metrics", *map(str, (settings.host, settings.metrics_port, settings.metrics_seconds))]
    command = _command("supervise", *options, *descriptors)
    os.execve(sys.executable, command, {**os.environ, "WAYLIGHT_PORT": str(settings.port)})  # noqa: S606


def supervise(listeners: list[int], log_level: str, log_format: str, metrics: tuple[str, int, int] | None) -> None:
    """Keep the service running on the sockets and serve the metrics of all its processes; raise typer.Exit at the end.

    `metrics` are an address, a port, and the seconds between two snapshots.
    """
    configure_logging(log_level, log_format)
    with contextlib.ExitStack() as stack:
        if metrics:
            from bot.metrics.exporter import serve_metrics_of_all

            try:
                stack.enter_context(serve_metrics_of_all(*metrics))
            except OSError as exc:
                typer.echo(f"WAYLIGHT_METRICS_PORT can't be used ({exc.strerror}): choose another.", err=True)
                raise typer.Exit(2) from None
        raise typer.Exit(asyncio.run(Supervisor(listeners, _command("generation")).run()))


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-m", "bot.service.worker_commands", *map(str, arguments)]


class GenerationFailedError(Exception):
    """A generation never accepted requests, and was told to end if it had not ended by itself."""

    def __init__(self, code: int | None) -> None:
        """Take its exit code, None if it is still ending."""
        super().__init__()
        self.code = code


class Supervisor:
    """Keeps one generation running until it is told to stop."""

    def __init__(self, listeners: list[int], command: list[str]) -> None:
        """Take the file descriptors of the sockets, one for each worker, and the command that starts a generation."""
        self._listeners = listeners
        self._command = command
        self._stop = asyncio.Event()
        self._reload = asyncio.Event()
        self._finishing: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Return the exit code: 0 once stopped, or that of the first generation if it never accepted requests."""
        loop = asyncio.get_running_loop()
        install_loop_exception_handler(loop)
        loop.add_signal_handler(signal.SIGHUP, self._reload.set)
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, self._stop.set)
        code = None
        try:
            await self._supervise(await self._start_generation())
        except GenerationFailedError as exc:
            code = exc.code
        for listener in self._listeners:
            os.close(listener)  # or Linux would accept connections that no worker answers
        await asyncio.gather(*self._finishing)
        return 0 if self._stop.is_set() else max(code or 1, 1)

    async def _supervise(self, current: Process) -> None:
        backoff, since = RestartBackoff(), time.monotonic()
        while not self._stop.is_set():
            await self._wait(self._reload.wait(), current.wait())
            if current.returncode is not None and not self._stop.is_set():
                delay = backoff.next_delay(time.monotonic() - since)
                LOG.error("service ended, restarting", seconds=delay)
                await self._wait(asyncio.sleep(delay))
            if self._stop.is_set():
                break
            self._reload.clear()
            since = time.monotonic()
            try:
                new = await self._start_generation(current if current.returncode is None else None)
            except OSError as exc:  # out of memory, or Python itself is just being replaced
                LOG.error("process start failed", error=describe_exception(exc))  # noqa: TRY400 - its text may hold data
            except GenerationFailedError:
                if current.returncode is None and not self._stop.is_set():
                    LOG.error("reload failed, the old service continues")  # noqa: TRY400 - the new one logged why
            else:
                self._finish(current)
                current = new
        self._finish(current)

    async def _start_generation(self, old: Process | None = None) -> Process:
        """Return a generation that accepts requests; raise GenerationFailedError if it never does.

        If it replaces `old`, which still answers, it must reach everything that turns need. It is given up if it takes
        too long, if `old` ends, or if another reload is requested: the next one may do better.
        """
        reader, writer = os.pipe()
        replaces = "--replaces" if old else "--no-replaces"
        options = ("--ready-fd", writer, "--supervisor", os.getpid(), replaces, *self._listeners)
        environment = {**os.environ, **_SINGLE_THREADED}
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                *map(str, options),
                env=environment,
                pass_fds=(*self._listeners, writer),
                process_group=0,
            )
        finally:
            os.close(writer)
        with os.fdopen(reader, "rb", buffering=0) as pipe:
            pipe_event = asyncio.Event()  # the generation is ready, or all its processes are gone
            asyncio.get_running_loop().add_reader(pipe, pipe_event.set)
            interruptions = (self._reload.wait(), old.wait()) if old else ()
            in_time = await self._wait(pipe_event.wait(), process.wait(), *interruptions, timeout=START_TIMEOUT)
            asyncio.get_running_loop().remove_reader(pipe)
            if pipe_event.is_set() and pipe.read(1) and not self._stop.is_set():
                return process
        if pipe_event.is_set():
            await self._wait(process.wait(), timeout=SHUTDOWN_TIMEOUT)
        if not in_time:
            LOG.error("service start timed out", seconds=START_TIMEOUT)
        self._finish(process)
        raise GenerationFailedError(process.returncode)

    def _finish(self, generation: Process) -> None:
        task = asyncio.create_task(_terminate(generation))
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)

    async def _wait(self, *events: Awaitable[object], timeout: float | None = None) -> bool:  # noqa: ASYNC109 - returns whether it was in time
        """Wait until one of the events happens or we are told to stop; return False after the timeout."""
        tasks = [asyncio.ensure_future(event) for event in (self._stop.wait(), *events)]
        done, _ = await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return bool(done)


async def _terminate(generation: Process) -> None:
    """Let a generation finish its requests; kill it if that takes too long."""
    if generation.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(generation.pid, signal.SIGTERM)  # asyncio's own `terminate` would lose the code of one that just ended
    try:
        async with asyncio.timeout(SHUTDOWN_TIMEOUT):
            await generation.wait()
    except TimeoutError:
        LOG.error("service did not end in time, killing it", seconds=SHUTDOWN_TIMEOUT)  # noqa: TRY400 - the event says it all
        os.killpg(generation.pid, signal.SIGKILL)
        await generation.wait()
