"""Background tasks are restarted, and end with the process."""

import asyncio
import time
from datetime import timedelta
from functools import partial
from inspect import signature

import pytest

from bot.channels.preview import PreviewChannel
from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.webhook import TelegramChannel
from bot.service.background import background_task, run_together, stop_all
from bot.state.leader import STOP_MARGIN, run_as_leader
from bot.state.store import Lease
from bot.workers.generation import SHUTDOWN_TIMEOUT
from bot.workers.server import LAST_ANSWERS, LAST_CONNECTIONS, LAST_REQUESTS


class LostLease(Lease):
    """A lease that can always be acquired, and is lost at its first renewal."""

    seconds = STOP_MARGIN + 0.3

    async def acquire(self) -> bool:
        """Acquire it."""
        return True

    async def renew(self) -> bool:
        """Report that it is lost."""
        return False

    async def release(self) -> None:
        """Do nothing: it is not ours."""


class FailingWork:
    """Fails so many times, then works until cancelled."""

    def __init__(self, faults: int) -> None:
        """Start with no runs."""
        self.begun = self.ended = 0
        self._faults = faults

    async def __call__(self) -> None:
        """Run."""
        self.begun += 1
        if self.begun <= self._faults:
            message = "a made-up one"
            raise OSError(message)
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1


def _messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the sentences of all log lines."""
    return [record.message.partition(" error=")[0] for record in caplog.records]


async def test_restarts_failed_task(caplog: pytest.LogCaptureFixture) -> None:
    """A failed task is restarted, first at once and then after a delay; each failure is logged."""
    work = FailingWork(faults=2)
    async with background_task(work):
        await asyncio.sleep(0.3)
        assert work.begun == 2
        await asyncio.sleep(0.4)
        assert work.begun == 3
    assert work.ended == 1
    assert _messages(caplog) == ["background task failed, restarting"] * 2


async def test_failure_during_cancellation(caplog: pytest.LogCaptureFixture) -> None:
    """A task that fails while it is cancelled is not restarted; the failure is logged, and the process ends."""

    async def fails_at_its_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            message = "a made-up one"
            raise OSError(message)

    async with asyncio.timeout(1), background_task(fails_at_its_end):
        await asyncio.sleep(0)
    assert _messages(caplog) == ["background task failed"]


async def test_leads_again_after_lost_lease() -> None:
    """A process that lost its lease tries to lead again, also after one of its tasks failed."""
    steady, failing = FailingWork(faults=0), FailingWork(faults=1)
    leading = asyncio.create_task(run_as_leader(LostLease(), partial(run_together, [steady, failing])))
    await asyncio.sleep(2.5)
    assert not leading.done()
    assert steady.begun >= 2
    assert failing.begun > steady.begun
    leading.cancel()
    await asyncio.wait({leading})
    assert steady.begun == steady.ended


async def test_channels_stop_together(caplog: pytest.LogCaptureFixture) -> None:
    """All channels stop at the same time; a failure is logged, and the others are waited for."""
    stopped: list[int] = []

    async def stop(number: int) -> None:
        await asyncio.sleep(0.2)
        stopped.append(number)

    async def fail() -> None:
        message = "a made-up one"
        raise OSError(message)

    begun = time.monotonic()
    await stop_all([fail, partial(stop, 1), partial(stop, 2), partial(stop, 3)])
    assert time.monotonic() - begun < 0.5
    assert sorted(stopped) == [1, 2, 3]
    assert _messages(caplog) == ["background task failed"]


def test_stop_fits_shutdown_timeout() -> None:
    """Last connections, requests, answers and turns take ten seconds less than the shutdown timeout of a worker."""
    channels = {
        signature(channel.stop).parameters["within"].default
        for channel in (SmsChannel, TelegramChannel, PreviewChannel)
    }
    seconds = LAST_CONNECTIONS + LAST_REQUESTS + LAST_ANSWERS + 10
    assert timedelta(seconds=seconds) + max(channels) < timedelta(seconds=SHUTDOWN_TIMEOUT)
