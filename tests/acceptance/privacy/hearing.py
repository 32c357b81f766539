"""What people hear, and waiting for it."""

import asyncio
from collections.abc import Callable

from tests.harness.carriers.door import Answer
from tests.harness.carriers.twilio import texts_of, words_of


def words(answer: Answer) -> str:
    """Return what an answer to a text says."""
    assert answer.status == 200
    return "\n".join(map(words_of, texts_of(answer)))


async def until(is_so: Callable[[], object], within: float = 30) -> None:
    """Wait for something to become so; raise TimeoutError."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)
