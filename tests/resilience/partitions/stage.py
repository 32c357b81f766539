"""Two processes of the service behind one balancer, of which the first has its stores far away."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import make_url

from tests.harness.delivery import NotDeliveredError, WebhookRequest, WebhookResponse
from tests.harness.fake_telegram.chats import Message
from tests.resilience.chaos.virtual_users import distinctive
from tests.resilience.load.conversations import Conversation, conversations
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.rehearsal import Expected, rehearse
from tests.resilience.load.service import STATE_KEY, webhook_is_set
from tests.resilience.load.stores import running_database, running_redis
from tests.resilience.load.verdict import judge
from tests.resilience.load.virtual_users import Person, Population
from tests.resilience.partitions.links import Link, linked

SORRY = "Something went wrong"
"""How an apology begins in English."""
MOMENT = 0.5
"""Seconds in which whatever comes too much would come."""
REDIS, DATABASE = 6379, 5432
SCRIPTS = ("a check, en", "an offer, en", "a doctor, en")


@dataclass
class Balancer:
    """Brings each message to the first process, and where that has not taken it to the second, and so on."""

    processes: list[Process] = field(default_factory=list)
    patience: float = 14.0
    """Seconds that a process may take."""

    async def deliver(self, parcel: WebhookRequest, within: float) -> WebhookResponse:
        """Bring it once."""
        return await self.processes[(parcel.attempts - 1) % 2].wire.deliver(parcel, min(within, self.patience))


@dataclass
class Stage:
    """All that runs. `cut_off` is the process behind the links, `other` has everything beside it."""

    networks: Networks
    balancer: Balancer
    population: Population
    expected: Expected
    scripts: list[Conversation]
    to_redis: Link
    to_database: Link
    database: str
    """The address at which the database itself is."""

    @property
    def cut_off(self) -> Process:
        """Return the process that can be cut off."""
        return self.balancer.processes[0]

    def people(self, count: int, channel: str = "telegram") -> list[Person]:
        """Return people whom nobody knows."""
        return [self.population.newcomer(self.scripts[n % len(self.scripts)], channel) for n in range(count)]

    def when_first_said(self, do: Callable[[], None]) -> None:
        """Do something in the moment that Telegram takes the next message, before the bot hears so."""
        api, hears = self.networks.telegram.api, self.networks.telegram.api.on_message

        def said(message: Message) -> None:
            api.on_message = hears
            hears(message)
            do()

        api.on_message = said

    async def is_ready(self) -> float:
        """Wait until the process that was cut off says that it can answer; return the seconds; raise TimeoutError."""
        begun = time.monotonic()
        async with asyncio.timeout(20):
            while await self.readiness() != 200:  # noqa: ASYNC110  another process
                await asyncio.sleep(0.1)
        return time.monotonic() - begun

    async def readiness(self) -> int:
        """Return the status with which the process says whether it can answer, 0 where it says nothing."""
        try:
            return (await self.cut_off.wire.request("GET", "/ready", b"", {}, within=5)).status
        except NotDeliveredError:
            return 0

    async def faults(self, people: Iterable[Person]) -> list[str]:
        """Return what was wrong in what people heard, apologies left out, and a moment after the last message."""
        await asyncio.sleep(MOMENT)
        return [sentence for one in people for _, sentence in judge(_without_apologies(one), self.expected).told]


def apologies(person: Person) -> list[str]:
    """Return the apologies that somebody heard."""
    return [text for text in person.texts if text.startswith(SORRY)]


def _without_apologies(person: Person) -> Person:
    return replace(person, heard=[(at, text) for at, text in person.heard if not text.startswith(SORRY)])


@contextlib.asynccontextmanager
async def staged(folder: Path, data_dir: Path) -> AsyncIterator[Stage]:
    """Run it all, and have each conversation once in quiet; raise NoNetworksError."""
    with contextlib.ExitStack() as stores:
        redis = stores.enter_context(running_redis(folder))
        database = make_url(stores.enter_context(running_database()))
        roads = {REDIS: f"{folder}/redis.sock", DATABASE: f"{database.query['host']}/.s.PGSQL.5432"}
        to_redis, to_database = stores.enter_context(linked(roads))
        far = {
            "WAYLIGHT_REDIS_URL": f"redis://{to_redis.host}:{REDIS}/0",
            "WAYLIGHT_DATABASE_URL": str(database.set(host=to_database.host, port=DATABASE, query={})),
        }
        near = {"WAYLIGHT_REDIS_URL": redis, "WAYLIGHT_DATABASE_URL": str(database)}
        balancer = Balancer()
        async with running_networks(balancer) as networks:
            common = {**networks.settings, "WAYLIGHT_STATE_KEY": STATE_KEY, "WAYLIGHT_DATA_DIR": str(data_dir)}
            balancer.processes += [
                Process("cut off", {**common, **far}, folder / "log0.txt"),
                Process("other", {**common, **near}, folder / "log1.txt"),
            ]
            try:
                await asyncio.gather(*(process.start() for process in balancer.processes))
                await webhook_is_set(networks)
                links = to_redis, to_database
                yield await _rehearsed(networks, balancer, links, near["WAYLIGHT_DATABASE_URL"])
            finally:
                for process in balancer.processes:
                    process.kill()  # nothing more is to be seen of them
                    process.stop()


async def _rehearsed(networks: Networks, balancer: Balancer, links: tuple[Link, Link], database: str) -> Stage:
    population = Population(networks)
    scripts = [script for script in conversations() if script.name in SCRIPTS]
    expected = await rehearse(population.newcomer, scripts)
    return Stage(networks, balancer, population, expected, distinctive(expected, scripts), *links, database)
