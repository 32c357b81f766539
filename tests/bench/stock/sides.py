"""Both systems running at once, and how long each takes to start."""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench.processes import ProcessGroup
from tests.bench.stock.clients import NetworkWriter, Newcomer, Round
from tests.bench.stock.rasa_server import RasaServer, RestWriter
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
    """One channel of one system: its users, its processes and its results."""

    name: str
    newcomer: Newcomer
    used: ProcessGroup
    rounds: list[Round] = field(default_factory=list)
    cpu: float = 0.0
    """CPU seconds in all rounds."""


@dataclass
class Start:
    """Wall and CPU seconds from the command to the answer to a first message, one per start."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@contextlib.asynccontextmanager
async def sides(model: Trained, folder: Path) -> AsyncIterator[list[Side]]:
    """Run stock Rasa, Waylight with its defaults, and Waylight with two workers, Redis and PostgreSQL."""
    async with contextlib.AsyncExitStack() as stack:
        server = RasaServer(model, folder / "rasa.txt")
        stack.callback(server.stop)
        await server.start()
        stores = stack.enter_context(shared_stores(folder))
        single = await stack.enter_async_context(_waylight(folder / "one.txt", _own_store(folder)))
        double = await stack.enter_async_context(_waylight(folder / "two.txt", {**stores, "WAYLIGHT_WORKERS": "2"}))
        for service in (single, double):
            await service.processes[0].start()
            await webhook_is_set(service.networks)
        users, users_of_two = Population(single.networks), Population(double.networks)
        yield [
            Side(STOCK, partial(RestWriter, server), ProcessGroup((server.seen,))),
            Side(SMS, partial(_newcomer, users, "sms"), _processes_of(single)),
            Side(TELEGRAM, partial(_newcomer, users, "telegram"), _processes_of(single)),
            Side(TWO, partial(_newcomer, users_of_two, "sms"), _processes_of(double)),
        ]


async def starts(model: Trained, folder: Path, talk: Conversation, times: int) -> dict[str, Start]:
    """Start both in turn, several times; Waylight's first start, which fills its directory, is not timed."""
    server, results = RasaServer(model, folder / "rasa.txt"), {STOCK: Start(), SMS: Start()}
    async with _waylight(folder / "start.txt", _own_store(folder)) as service:
        [process], users = service.processes, Population(service.networks)

        async def first_answer() -> None:
            await process.start()
            await _newcomer(users, "sms", talk).write(talk.steps[0])

        await first_answer()
        process.stop()
        for _ in range(times):
            for name, begin, target in ((STOCK, server.start, server), (SMS, first_answer, process)):
                started = time.perf_counter()
                try:
                    await begin()
                    results[name].wall.append(time.perf_counter() - started)
                    results[name].cpu.append(ProcessGroup((target.seen,)).cpu())
                finally:
                    target.stop()
    return results


@contextlib.asynccontextmanager
async def _waylight(log: Path, stores: dict[str, str]) -> AsyncIterator[Running]:
    """Yield a service with both networks that is not started yet; stop it at the end."""
    round_robin = RoundRobin()
    async with running_networks(round_robin) as networks:
        settings = {**networks.settings, **stores, "WAYLIGHT_DATA_DIR": str(DATA_DIR)}
        process = Process("service", settings, log)
        round_robin.processes.append(process)
        try:
            yield Running(networks, round_robin.processes)
        finally:
            await networks.twilio.wait_until_idle()
            process.stop()


def _own_store(folder: Path) -> dict[str, str]:
    return {"WAYLIGHT_DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3"}


def _newcomer(users: Population, channel: str, talk: Conversation) -> NetworkWriter:
    return NetworkWriter(users.newcomer(talk, channel))


def _processes_of(service: Running) -> ProcessGroup:
    return ProcessGroup(tuple(process.seen for process in service.processes))
