"""Write the numbers beside the service, at moments that say nothing of when somebody asked."""

import asyncio
from secrets import SystemRandom
from typing import Final

import structlog
from sqlalchemy import Engine

from directory.needs.tally import Tally

LOG = structlog.stdlib.get_logger(__name__)
_SECONDS: Final = (30.0, 90.0)
_RANDOM: Final = SystemRandom()


async def write_now_and_then(tally: Tally, engine: Engine, seconds: tuple[float, float] = _SECONDS) -> None:
    """Write about once a minute until this is cancelled, and then a last time."""
    try:
        while True:
            await asyncio.sleep(_RANDOM.uniform(*seconds))
            try:
                await asyncio.to_thread(tally.write, engine)
            except Exception as fault:  # noqa: BLE001 - the numbers are kept, and the next time may go well
                LOG.warning("what people need was not written", fault=type(fault).__name__)
    finally:
        await asyncio.to_thread(tally.write, engine)
