"""Texts of answers, and waiting for a condition."""

import asyncio
from collections.abc import Callable

from tests.harness.delivery import WebhookResponse
from tests.harness.fake_twilio.delivery import parse_messages, text_of


def answer_text(answer: WebhookResponse) -> str:
    """Return the text of an answer to an SMS."""
    assert answer.status == 200
    return "\n".join(map(text_of, parse_messages(answer)))


async def wait_until(is_so: Callable[[], object], within: float = 30) -> None:
    """Wait for a condition; raise TimeoutError."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)
