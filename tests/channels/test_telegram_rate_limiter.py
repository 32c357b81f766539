"""All processes keep Telegram's rate limits together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.error import RetryAfter

from bot.channels.telegram.rate_limiter import STORE_TIMEOUT, RateLimitExceededError, SharedRateLimiter
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.acceptance.privacy.redis_server import RedisServer


class Bot:
    """One process that calls Telegram; records the time of each call."""

    def __init__(self, a_second: int, store: Store) -> None:
        """Begin with no call, and no flood."""
        self.went: list[float] = []
        self.floods: list[int] = []
        """What Telegram refuses the next calls with: seconds to be silent for."""
        self._limits = SharedRateLimiter(a_second, store)

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
    """Configure python-telegram-bot as the sender does; otherwise each pause is a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def pair() -> tuple[Bot, Bot]:
    """Return two processes with a shared store; each alone could send two messages at once."""
    store = MemoryStore()
    return Bot(2, store), Bot(2, store)


async def test_limit_is_shared(pair: tuple[Bot, Bot]) -> None:
    """Six messages of two processes take as long as six of one."""
    await asyncio.gather(*(bot.call() for bot in pair * 3))
    went = sorted(pair[0].went + pair[1].went)
    assert went[5] - went[0] >= 1.9
    assert all(later - earlier >= 0.9 for earlier, later in zip(went, went[3:], strict=False))


async def test_other_calls_are_not_limited(pair: tuple[Bot, Bot]) -> None:
    """Calls that send no message are not delayed by messages."""
    await asyncio.gather(*(pair[0].call() for _ in range(2)))
    async with asyncio.timeout(0.3):
        for method in ("editMessageText", "editMessageReplyMarkup", "deleteMessages", "answerCallbackQuery") * 5:
            await pair[1].call(method)


async def test_long_queue_rejects_calls() -> None:
    """A call that would wait too long fails at once and takes no place in the queue."""
    now = [0.0]  # half a second of the real clock would free a place, however slow the machine
    store = MemoryStore(clock=lambda: now[0])
    pair = Bot(2, store), Bot(2, store)
    waiting = [asyncio.create_task(bot.call()) for bot in pair * 11]
    await _let_queue()
    for bot in pair * 50:
        with pytest.raises(RateLimitExceededError):
            await bot.call()
    now[0] = 0.5
    waiting.append(asyncio.create_task(pair[0].call()))
    await _let_queue()
    assert not any(task.done() and task.exception() for task in waiting)
    with pytest.raises(RateLimitExceededError):
        await pair[1].call()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def _let_queue() -> None:
    """Let every task that was begun take its place."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_flood_pauses_all_processes(pair: tuple[Bot, Bot]) -> None:
    """If Telegram asks one process to pause for a second, the other pauses too."""
    pair[0].floods = [1]
    task = asyncio.create_task(pair[0].call())
    while not pair[0].went:  # noqa: ASYNC110  another task
        await asyncio.sleep(0.01)
    await pair[1].call()
    await task
    refused, *others = sorted(pair[0].went + pair[1].went)
    assert len(others) == 2
    assert min(others) - refused >= 1


async def test_long_flood_fails(pair: tuple[Bot, Bot]) -> None:
    """A longer pause than MAX_PAUSE fails at once, and so does a flood that outlasts the retries."""
    pair[0].floods = [60]
    with pytest.raises(RateLimitExceededError):
        await pair[0].call()
    pair[0].floods = [0] * 4
    with pytest.raises(RateLimitExceededError):
        await pair[0].call()
    assert await pair[1].call()


@pytest.fixture
async def unreachable_store(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Yield a store that can't be reached: nothing listens, or it does not respond."""
    server = RedisServer(tmp_path)
    store = RedisStore(server.url, Keys.ephemeral())
    with contextlib.ExitStack() as ends:
        if request.param == "silent":
            server.start()
            ends.callback(server.stop)
            await store.ping()
            server.suspend()
        yield store
        await store.close()


@pytest.mark.parametrize("unreachable_store", ["refused", "silent"], indirect=True)
async def test_falls_back_to_local_limit(unreachable_store: Store) -> None:
    """If the store can't be reached, messages are sent soon, and no faster than one process may."""
    bot = Bot(4, unreachable_store)
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(bot.call() for _ in range(8)))
    assert len(bot.went) == 8
    assert bot.went[7] - bot.went[0] >= 0.9
    assert bot.went[0] - started <= STORE_TIMEOUT + 0.5
