"""The keeper: holds the sockets, so that nobody is ever refused, and keeps one generation of the service alive.

A new one is started on SIGHUP, and the old one is told to finish only when the new one takes questions; where it never
does, the old one goes on. The danger is to end up with none: whatever fails is tried again after a pause, and whatever
hangs is given up. The keeper itself must be small and stays as it is for months, so it knows nothing of the service; it
takes the place of the process of `waylight run`.
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

from bot.core.backoff import Pauses
from bot.privacy.exceptions import name_fault
from bot.privacy.logging import quiet, quiet_loop

if TYPE_CHECKING:
    from bot.core.settings import Settings

LOG = structlog.stdlib.get_logger(__name__)

STARTS_WITHIN = 900.0
"""Seconds that a generation may take until it takes questions: longer than a training."""
ENDS_WITHIN = 75.0
"""Seconds that a generation may take to end: a little more than it gives its workers."""
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Workers share the processors among themselves; and who has threads can't be forked."""


def become_keeper(listeners: list[socket.socket], settings: "Settings") -> NoReturn:
    """Put the keeper into the place of this process, with the sockets; all that was loaded is let go of."""
    for listener in listeners:
        listener.set_inheritable(True)
    numbers = [str(listener.fileno()) for listener in listeners]
    options = ["--log-level", settings.log_level, "--log-format", settings.log_format]
    if settings.metrics_port:
        options += ["--metrics", *map(str, (settings.host, settings.metrics_port, settings.metrics_seconds))]
    command = _command("keep", *options, *numbers)
    os.execve(sys.executable, command, {**os.environ, "WAYLIGHT_PORT": str(settings.port)})  # noqa: S606


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-m", "bot.workers", *map(str, arguments)]


class NotBegunError(Exception):
    """A generation never took questions, and was asked to end where it had not ended by itself."""

    def __init__(self, code: int | None) -> None:
        """Take its exit code, None where it is still ending."""
        super().__init__()
        self.code = code


class Keeper:
    """Keeps one generation alive until it is told to stop."""

    def __init__(self, listeners: list[int], generate: list[str]) -> None:
        """Take the file descriptors of the sockets, one for each worker, and the command that starts a generation."""
        self._listeners = listeners
        self._generate = generate
        self._stop = asyncio.Event()
        self._renew = asyncio.Event()
        self._finishing: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Return the exit code: 0 once stopped, or that of the first generation where it never took questions."""
        loop = asyncio.get_running_loop()
        quiet_loop(loop)
        loop.add_signal_handler(signal.SIGHUP, self._renew.set)
        for asked in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(asked, self._stop.set)
        code = None
        try:
            await self._keep(await self._begun())
        except NotBegunError as fault:
            code = fault.code
        await asyncio.gather(*self._finishing)
        return 0 if self._stop.is_set() else max(code or 1, 1)

    async def _keep(self, current: Process) -> None:
        pauses, since = Pauses(), time.monotonic()
        while not self._stop.is_set():
            await self._unless_stopped(self._renew.wait(), current.wait())
            if current.returncode is not None and not self._stop.is_set():
                pause = pauses.after(time.monotonic() - since)
                LOG.error("the service ended, it is started again", seconds=pause)
                await self._unless_stopped(asyncio.sleep(pause))
            if self._stop.is_set():
                break
            self._renew.clear()
            since = time.monotonic()
            try:
                new = await self._begun(current if current.returncode is None else None)
            except OSError as fault:  # no memory is left, or Python itself is just being replaced
                LOG.error("no process could be started", fault=name_fault(fault))  # noqa: TRY400 - named, not quoted
            except NotBegunError:
                if current.returncode is None and not self._stop.is_set():
                    LOG.error("the new service did not start, the one before goes on")  # noqa: TRY400 - it said why
            else:
                self._finish(current)
                current = new
        self._finish(current)

    async def _begun(self, before: Process | None = None) -> Process:
        """Return a generation that takes questions; raise NotBegunError where it never does.

        Beside one that answers, `before`, it has to reach all that turns need. It is given up where it takes too long,
        and where `before` ends or another one is asked for: the next may do better.
        """
        told, tell = os.pipe()
        given = ("--tell", tell, "--keeper", os.getpid(), "--replaces" if before else "--no-replaces", *self._listeners)
        environment = {**os.environ, **_ONE_THREAD}
        try:
            process = await asyncio.create_subprocess_exec(
                *self._generate, *map(str, given), env=environment, pass_fds=(*self._listeners, tell), process_group=0
            )
        finally:
            os.close(tell)
        with os.fdopen(told, "rb", buffering=0) as pipe:
            is_over = asyncio.Event()  # something was told, or nobody is left who could
            asyncio.get_running_loop().add_reader(pipe, is_over.set)
            others = (self._renew.wait(), before.wait()) if before else ()
            in_time = await self._unless_stopped(is_over.wait(), process.wait(), *others, within=STARTS_WITHIN)
            asyncio.get_running_loop().remove_reader(pipe)
            if is_over.is_set() and pipe.read(1) and not self._stop.is_set():
                return process
        if is_over.is_set():
            await self._unless_stopped(process.wait(), within=ENDS_WITHIN)
        if not in_time:
            LOG.error("a service that never took questions is given up", seconds=STARTS_WITHIN)
        self._finish(process)
        raise NotBegunError(process.returncode)

    def _finish(self, generation: Process) -> None:
        task = asyncio.create_task(_ended(generation))
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)

    async def _unless_stopped(self, *events: Awaitable[object], within: float | None = None) -> bool:
        """Wait until one of the events has come, or we are told to stop; return whether that was in time."""
        waiting = [asyncio.ensure_future(event) for event in (self._stop.wait(), *events)]
        done, _ = await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        return bool(done)


async def _ended(generation: Process) -> None:
    """Let a generation end what it does; end it where that takes too long."""
    if generation.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(generation.pid, signal.SIGTERM)  # asyncio's own `terminate` would lose the exit code of who just ended
    try:
        async with asyncio.timeout(ENDS_WITHIN):
            await generation.wait()
    except TimeoutError:
        LOG.error("the service did not end in time", seconds=ENDS_WITHIN)  # noqa: TRY400 - the sentence says it all
        os.killpg(generation.pid, signal.SIGKILL)
        await generation.wait()


def keep(listeners: list[int], log_level: str, log_format: str, metrics: tuple[str, int, int] | None) -> None:
    """Keep the service alive on the sockets, and show the metrics of all its processes; raise typer.Exit at the end.

    `metrics` are an address, a port, and the seconds that a picture of the numbers stands.
    """
    quiet(log_level, log_format)
    with contextlib.ExitStack() as shown:
        if metrics:
            from bot.metrics.exporter import served_for_all

            try:
                shown.enter_context(served_for_all(*metrics))
            except OSError as fault:
                typer.echo(f"WAYLIGHT_METRICS_PORT can't be used ({fault.strerror}): choose another.", err=True)
                raise typer.Exit(2) from None
        raise typer.Exit(asyncio.run(Keeper(listeners, _command("generate")).run()))
