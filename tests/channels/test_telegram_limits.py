"""Telegram's limits are kept by all processes together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.error import RetryAfter

from bot.channels.telegram.rate_limiter import COUNTED_WITHIN, BoundedPatience, FloodTooLongError
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from bot.state.store import Store
from tests.acceptance.privacy.redis_server import RedisServer


class Bot:
    """One process that calls Telegram; notes when each call went out."""

    def __init__(self, a_second: int, store: Store) -> None:
        """Begin with no call, and no flood."""
        self.went: list[float] = []
        self.floods: list[int] = []
        """What Telegram refuses the next calls with: seconds to be silent for."""
        self._limits = BoundedPatience(a_second, store)

    async def call(self, method: str = "sendMessage") -> bool:
        """Make a call as python-telegram-bot does."""
        made: bool = await self._limits.process_request(self._call, (), {}, method, {"chat_id": 7}, None)
        return made

    async def _call(self) -> bool:
        self.went.append(asyncio.get_running_loop().time())
        if self.floods:
            raise RetryAfter(self.floods.pop(0))
        return True


@pytest.fixture(autouse=True)
def _as_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let python-telegram-bot tell pauses as it does for whoever speaks; else each is a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def pair() -> tuple[Bot, Bot]:
    """Return two processes that share what they count, each of which could send two at once."""
    store = InMemory()
    return Bot(2, store), Bot(2, store)


async def test_all_processes_together(pair: tuple[Bot, Bot]) -> None:
    """Six messages of two processes take as long as they would take one of them."""
    await asyncio.gather(*(bot.call() for bot in pair * 3))
    went = sorted(pair[0].went + pair[1].went)
    assert went[5] - went[0] >= 1.9
    assert all(later - earlier >= 0.9 for earlier, later in zip(went, went[3:], strict=False))


async def test_calls_that_send_nobody_anything(pair: tuple[Bot, Bot]) -> None:
    """What is no message is not held up by messages."""
    await asyncio.gather(*(pair[0].call() for _ in range(2)))
    async with asyncio.timeout(0.3):
        for method in ("editMessageText", "editMessageReplyMarkup", "deleteMessages", "answerCallbackQuery") * 5:
            await pair[1].call(method)


async def test_a_queue_that_is_too_long(pair: tuple[Bot, Bot]) -> None:
    """Who would wait too long is told so at once, and takes no place in the queue: as it moves the next has theirs."""
    waiting = [asyncio.create_task(bot.call()) for bot in pair * 11]
    await asyncio.sleep(0.1)
    for bot in pair * 50:
        with pytest.raises(FloodTooLongError):
            await bot.call()
    await asyncio.sleep(0.5)
    waiting.append(asyncio.create_task(pair[0].call()))
    await asyncio.sleep(0.1)
    assert not any(task.done() and task.exception() for task in waiting)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_flood_is_known_to_all(pair: tuple[Bot, Bot]) -> None:
    """Where Telegram tells one process to be silent for a second, the other is silent too, and both go on."""
    pair[0].floods = [1]
    told = asyncio.create_task(pair[0].call())
    while not pair[0].went:  # noqa: ASYNC110  another task
        await asyncio.sleep(0.01)
    await pair[1].call()
    await told
    refused, *others = sorted(pair[0].went + pair[1].went)
    assert len(others) == 2
    assert min(others) - refused >= 1


async def test_a_flood_that_is_too_long(pair: tuple[Bot, Bot]) -> None:
    """Told to be silent for longer than anybody waits, nobody waits; nor where it goes on after several tries."""
    pair[0].floods = [60]
    with pytest.raises(FloodTooLongError):
        await pair[0].call()
    pair[0].floods = [0] * 4
    with pytest.raises(FloodTooLongError):
        await pair[0].call()
    assert await pair[1].call()


@pytest.fixture
async def cut_off(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Return what can't be reached: nobody is there, or somebody who says nothing."""
    server = RedisServer(tmp_path)
    store = InRedis(server.url, Keys.of_this_process())
    with contextlib.ExitStack() as ends:
        if request.param == "silent":
            server.start()
            ends.callback(server.stop)
            await store.ping()
            server.stands_still()
        yield store
        await store.close()


@pytest.mark.parametrize("cut_off", ["nobody", "silent"], indirect=True)
async def test_nobody_counts_for_us(cut_off: Store) -> None:
    """Where the store can't be reached messages go out all the same, soon, and no faster than one process may."""
    bot = Bot(4, cut_off)
    begun = asyncio.get_running_loop().time()
    await asyncio.gather(*(bot.call() for _ in range(8)))
    assert len(bot.went) == 8
    assert bot.went[7] - bot.went[0] >= 0.9
    assert bot.went[0] - begun <= COUNTED_WITHIN + 0.5
