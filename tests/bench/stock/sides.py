"""Both systems running at once, and how long each takes to start."""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench.processes import Used
from tests.bench.stock.rasa_server import RasaServer, RestWriter
from tests.bench.stock.writers import NetworkWriter, Newcomer, Round
from tests.bench.stock_rasa.texts import ROOT
from tests.bench.stock_rasa.training import Trained
from tests.resilience.load.conversations import Conversation
from tests.resilience.load.networks import running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.service import RoundRobin, Running, shared_stores, webhook_is_set
from tests.resilience.load.virtual_users import Population

STOCK, SMS, TELEGRAM, TWO = "stock Rasa, REST", "Waylight, SMS", "Waylight, Telegram", "Waylight, two workers"
DATA_DIR = ROOT / ".waylight"


@dataclass
class Side:
    """One way into one system: who writes, what answers, and what came of it."""

    name: str
    newcomer: Newcomer
    used: Used
    rounds: list[Round] = field(default_factory=list)
    cpu: float = 0.0
    """Seconds of CPU in all rounds."""


@dataclass
class Start:
    """Seconds, and seconds of CPU, from the command to the answer to a first message; one of each a start."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@contextlib.asynccontextmanager
async def sides(model: Trained, folder: Path) -> AsyncIterator[list[Side]]:
    """Run stock Rasa, Waylight as it is by default, and Waylight's two workers with Redis and PostgreSQL."""
    async with contextlib.AsyncExitStack() as stack:
        server = RasaServer(model, folder / "rasa.txt")
        stack.callback(server.stop)
        await server.start()
        stores = stack.enter_context(shared_stores(folder))
        one = await stack.enter_async_context(_waylight(folder / "one.txt", _own_store(folder)))
        two = await stack.enter_async_context(_waylight(folder / "two.txt", {**stores, "WAYLIGHT_WORKERS": "2"}))
        for service in (one, two):
            await service.processes[0].start()
            await webhook_is_set(service.networks)
        people, crowd = Population(one.networks), Population(two.networks)
        yield [
            Side(STOCK, partial(RestWriter, server), Used((server.seen,))),
            Side(SMS, partial(_newcomer, people, "sms"), _used(one)),
            Side(TELEGRAM, partial(_newcomer, people, "telegram"), _used(one)),
            Side(TWO, partial(_newcomer, crowd, "sms"), _used(two)),
        ]


async def starts(model: Trained, folder: Path, talk: Conversation, times: int) -> dict[str, Start]:
    """Start both in turn, so often; ours also fills its directory first, which only a first start does."""
    server, found = RasaServer(model, folder / "rasa.txt"), {STOCK: Start(), SMS: Start()}
    async with _waylight(folder / "start.txt", _own_store(folder)) as service:
        [process], people = service.processes, Population(service.networks)

        async def first_answer() -> None:
            await process.start()
            await _newcomer(people, "sms", talk).write(talk.steps[0])

        await first_answer()
        process.stop()
        for _ in range(times):
            for name, begin, one in ((STOCK, server.start, server), (SMS, first_answer, process)):
                begun = time.perf_counter()
                try:
                    await begin()
                    found[name].wall.append(time.perf_counter() - begun)
                    found[name].cpu.append(Used((one.seen,)).cpu())
                finally:
                    one.stop()
    return found


@contextlib.asynccontextmanager
async def _waylight(log: Path, stores: dict[str, str]) -> AsyncIterator[Running]:
    """Give a service with both networks, not started yet; it is stopped at the end."""
    door = RoundRobin()
    async with running_networks(door) as networks:
        settings = {**networks.settings, **stores, "WAYLIGHT_DATA_DIR": str(DATA_DIR)}
        process = Process("service", settings, log)
        door.processes.append(process)
        try:
            yield Running(networks, door.processes)
        finally:
            await networks.twilio.wait_until_idle()
            process.stop()


def _own_store(folder: Path) -> dict[str, str]:
    return {"WAYLIGHT_DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3"}


def _newcomer(people: Population, channel: str, talk: Conversation) -> NetworkWriter:
    return NetworkWriter(people.newcomer(talk, channel))


def _used(service: Running) -> Used:
    return Used(tuple(process.seen for process in service.processes))
