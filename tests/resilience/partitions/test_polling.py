"""Updates are fetched by one process at a time, and by another when that one stands still or dies."""

import asyncio
import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from tests.acceptance.privacy.answers import wait_until
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.chats import Message
from tests.harness.http_server import run_http_server
from tests.resilience.load.service import STATE_KEY
from tests.resilience.load.stores import running_redis

pytestmark = [pytest.mark.slow, pytest.mark.serial]

ROOT = Path(__file__).parents[3]
CHAT = 700_000_001
TAKEN_OVER_WITHIN = 15.0
"""Seconds, on a busy machine: the lease ends after five, and who waits looks every second."""


class Line:
    """Somebody who writes to a bot, and the processes that fetch it."""

    def __init__(self, settings: dict[str, str], api: FakeBotApi) -> None:
        """Begin without a process."""
        self._settings = settings
        self._api = api
        self._numbers = itertools.count(1)
        self._written = 0
        self.processes: list[psutil.Process] = []

    def starts(self, ends: contextlib.ExitStack) -> psutil.Process:
        """Start one more process; return when it stands for election."""
        command = [sys.executable, "-m", "tests.resilience.partitions.polling"]
        environment = {**os.environ, **self._settings}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        ends.enter_context(process)
        ends.callback(process.kill)
        assert process.stdout
        assert process.stdout.readline()
        return psutil.Process(process.pid)

    def writes(self, count: int) -> None:
        """Write so many messages, which wait until somebody fetches them."""
        for number in itertools.islice(self._numbers, count):
            message = self._api.chats.add(CHAT, str(number), by_bot=False)
            person = {"id": CHAT, "is_bot": False, "first_name": "Zuzanna", "language_code": "en"}
            self._api.pending_updates.put({"update_id": 500_000_000 + number, "message": message.as_json(person)})
            self._written = number

    def when_said(self, do: Callable[[], None]) -> None:
        """Do something in the moment that Telegram takes the next message, before the bot hears so."""

        def said(_: Message) -> None:
            self._api.on_message = lambda _: None
            do()

        self._api.on_message = said

    async def is_answered(self) -> None:
        """Wait until everything is answered; nothing may be said twice, or out of order."""
        await wait_until(lambda: len(self._heard()) >= 2 * self._written, within=TAKEN_OVER_WITHIN)
        await asyncio.sleep(0.3)  # whatever is said twice would be said by then
        numbers = range(1, self._written + 1)
        assert self._heard() == [text for number in numbers for text in (f"heard {number}", f"that was {number}")]

    def _heard(self) -> list[str]:
        return [message.text for message in self._api.chats.sent_by_bot(CHAT)]


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """Return a line that nobody fetches yet."""
    api = FakeBotApi("123456789:" + "a" * 35)
    with running_redis(tmp_path) as redis_url:
        async with run_http_server(api.handle) as api_url:
            settings = {
                "WAYLIGHT_REDIS_URL": redis_url,
                "WAYLIGHT_STATE_KEY": STATE_KEY,
                "WAYLIGHT_TELEGRAM_TOKEN": api.token,
                "WAYLIGHT_TELEGRAM_API_URL": api_url,
            }
            yield Line(settings, api)


async def test_another_takes_over(line: Line) -> None:
    """Who fetches stands still, or dies, in the middle of an answer: another goes on, and each is answered once."""
    with contextlib.ExitStack() as ends:
        first = await asyncio.to_thread(line.starts, ends)
        line.writes(2)
        await line.is_answered()
        second = await asyncio.to_thread(line.starts, ends)
        line.when_said(first.suspend)
        line.writes(3)
        await line.is_answered()
        first.resume()
        line.writes(3)
        await line.is_answered()
        line.when_said(second.kill)
        line.writes(3)
        await line.is_answered()
