"""A process that fetches updates from Telegram whenever no other does, and repeats what people say.

    python -m tests.resilience.partitions.polling

Everything but who answers is the service's own. It is told by the environment what the service is told.
"""

import asyncio
import os
from collections.abc import Sequence

from bot.channels.telegram.webhook import TelegramChannel
from bot.core.message import InboundMessage, Reply
from bot.privacy.encryption import Keys
from bot.privacy.logging import configure_logging
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import IdempotentResponder
from bot.state.leader import run_as_leader
from bot.state.redis_store import RedisStore


async def repeat(message: InboundMessage) -> Sequence[Reply]:
    """Answer in two messages."""
    return [Reply(f"heard {message.text}"), Reply(f"that was {message.text}")]


async def main() -> None:
    """Work until killed."""
    configure_logging("INFO")
    told = os.environ
    store = RedisStore(told["WAYLIGHT_REDIS_URL"], Keys(bytes.fromhex(told["WAYLIGHT_STATE_KEY"])))
    once = IdempotentResponder(repeat, lambda _: [Reply("sorry")], store)
    token, url = told["WAYLIGHT_TELEGRAM_TOKEN"], told["WAYLIGHT_TELEGRAM_API_URL"]
    telegram = TelegramChannel(token, None, url, once, Pseudonyms(store))
    print("standing for election", flush=True)  # noqa: T201 - what this program says
    await run_as_leader(store.lease("leading"), telegram.poll)


if __name__ == "__main__":
    asyncio.run(main())
