"""What a process does beside its turns is kept up, and ends with it."""

import asyncio
import time
from datetime import timedelta
from functools import partial
from inspect import signature

import pytest

from bot.channels.preview import Preview
from bot.channels.sms.webhook import Sms
from bot.channels.telegram.webhook import Telegram
from bot.service.background import in_background, side_by_side, stopped_together
from bot.state.leader import STOPS_BEFORE, elected
from bot.state.lease import Lease
from bot.workers.generation import ENDS_WITHIN
from bot.workers.server import LAST_ANSWERS, LAST_QUESTIONS


class Lost(Lease):
    """A lease that can always be taken, and is somebody else's when it is to be renewed."""

    seconds = STOPS_BEFORE + 0.3

    async def take(self) -> bool:
        """Take it."""
        return True

    async def renew(self) -> bool:
        """Find that it is lost."""
        return False

    async def give_back(self) -> None:
        """Do nothing: it is not ours."""


class Work:
    """Ends by a fault so many times, then works until cancelled."""

    def __init__(self, faults: int) -> None:
        """Begin with none begun."""
        self.begun = self.ended = 0
        self._faults = faults

    async def __call__(self) -> None:
        """Work."""
        self.begun += 1
        if self.begun <= self._faults:
            message = "a made-up one"
            raise OSError(message)
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the sentences of all log lines."""
    return [record.message.partition(" fault=")[0] for record in caplog.records]


async def test_what_fails_is_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    """A work that ends by a fault begins again, at first at once and then after a pause; each time it is said."""
    work = Work(faults=2)
    async with in_background(work):
        await asyncio.sleep(0.3)
        assert work.begun == 2
        await asyncio.sleep(0.4)
        assert work.begun == 3
    assert work.ended == 1
    assert _said(caplog) == ["work in the background ended, it begins again"] * 2


async def test_what_fails_at_its_end_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    """A work that can't end in peace is not begun again then; it is said, and the process ends."""

    async def fails_at_its_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            message = "a made-up one"
            raise OSError(message)

    async with asyncio.timeout(1), in_background(fails_at_its_end):
        await asyncio.sleep(0)
    assert _said(caplog) == ["work in the background ended"]


async def test_who_leads_leads_again_whatever_failed() -> None:
    """A process whose lease is lost stands for election anew, also after one of its works ended by a fault."""
    steady, failing = Work(faults=0), Work(faults=1)
    leading = asyncio.create_task(elected(Lost(), partial(side_by_side, [steady, failing])))
    await asyncio.sleep(2.5)
    assert not leading.done()
    assert steady.begun >= 2
    assert failing.begun > steady.begun
    leading.cancel()
    await asyncio.wait({leading})
    assert steady.begun == steady.ended


async def test_channels_stop_side_by_side(caplog: pytest.LogCaptureFixture) -> None:
    """All wait for their turns at the same time; one that fails is named, and the others are waited for."""
    stopped: list[int] = []

    async def stop(number: int) -> None:
        await asyncio.sleep(0.2)
        stopped.append(number)

    async def fail() -> None:
        message = "a made-up one"
        raise OSError(message)

    begun = time.monotonic()
    await stopped_together([fail, partial(stop, 1), partial(stop, 2), partial(stop, 3)])
    assert time.monotonic() - begun < 0.5
    assert sorted(stopped) == [1, 2, 3]
    assert _said(caplog) == ["work in the background ended"]


def test_a_stop_ends_before_it_is_ended() -> None:
    """The last questions, answers and turns take less than the time after which a worker is killed, by ten seconds."""
    channels = {signature(channel.stop).parameters["within"].default for channel in (Sms, Telegram, Preview)}
    assert timedelta(seconds=LAST_QUESTIONS + LAST_ANSWERS + 10) + max(channels) < timedelta(seconds=ENDS_WITHIN)
