"""The service with both networks, for one run."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.delivery import NotDeliveredError, WebhookRequest, WebhookResponse
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.stores import filled_file, running_database, running_redis

STATE_KEY = "5a" * 32
"""Seals the state of a run; it is nobody's."""


@dataclass
class RoundRobin:
    """A door with several processes behind it, which take parcels in turn."""

    processes: list[Process] = field(default_factory=list)
    _next: int = 0

    async def deliver(self, parcel: WebhookRequest, within: float) -> WebhookResponse:
        """Bring it to the next one."""
        self._next += 1
        return await self.processes[self._next % len(self.processes)].wire.deliver(parcel, within)


@dataclass(frozen=True)
class Running:
    """A service that runs and is connected with its networks."""

    networks: Networks
    processes: list[Process]


@contextlib.contextmanager
def shared_stores(folder: Path) -> Iterator[dict[str, str]]:
    """Start a Redis and a PostgreSQL; give the settings that let several processes share them."""
    with running_redis(folder) as redis_url, running_database() as database_url:
        yield {
            "WAYLIGHT_REDIS_URL": redis_url,
            "WAYLIGHT_STATE_KEY": STATE_KEY,
            "WAYLIGHT_DATABASE_URL": database_url,
        }


@contextlib.asynccontextmanager
async def running(folder: Path, data_dir: Path, count: int = 1) -> AsyncIterator[Running]:
    """Run the service in `count` processes; more than one share a Redis and a PostgreSQL."""
    door = RoundRobin()
    with contextlib.ExitStack() as stores:
        if count > 1:
            stored = stores.enter_context(shared_stores(folder))
        else:
            stored = {"WAYLIGHT_DATABASE_URL": filled_file(folder)}
        async with running_networks(door) as networks:
            settings = {**networks.settings, **stored, "WAYLIGHT_DATA_DIR": str(data_dir)}
            door.processes += [Process(f"service {n}", settings, folder / f"log{n}.txt") for n in range(count)]
            try:
                for process in door.processes:
                    await process.start()
                await webhook_is_set(networks)
                yield Running(networks, door.processes)
            finally:
                await networks.twilio.wait_until_idle()
                for process in door.processes:
                    process.stop()


async def webhook_is_set(networks: Networks, within: float = 30) -> None:
    """Wait until the bot has told Telegram where it is; raise NotDeliveredError."""
    until = asyncio.get_running_loop().time() + within
    while not networks.telegram.api.webhook:
        if asyncio.get_running_loop().time() > until:
            fate = "the bot sets no webhook"
            raise NotDeliveredError(fate)
        await asyncio.sleep(0.1)
