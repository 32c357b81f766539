"""A service of two workers, and virtual users who write to it."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bot.engine.training import model_path
from tests.harness.delivery import WebhookRequest, WebhookResponse
from tests.ports import free_port
from tests.resilience.load.conversations import conversations
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.rehearsal import Expected, rehearse
from tests.resilience.load.scheduler import PAUSE, Scheduler
from tests.resilience.load.service import shared_stores, webhook_is_set
from tests.resilience.load.verdict import Verdict, judge
from tests.resilience.load.virtual_users import Population

WORKERS = 2
RATE = 5
"""Messages a second while something happens."""
SCRIPTS = [script for script in conversations() if script.language == "es"]


class SingleEndpoint:
    """Delivers all requests over connections that stay open, as a proxy does."""

    process: Process

    async def deliver(self, parcel: WebhookRequest, within: float) -> WebhookResponse:
        """Deliver a request."""
        return await self.process.wire.deliver(parcel, within)


@dataclass
class Traffic:
    """What virtual users experienced meanwhile."""

    judgements: list[Verdict] = field(default_factory=list)

    @property
    def requests(self) -> list[WebhookRequest]:
        """Return all requests."""
        return [parcel for one in self.judgements for parcel in one.person.parcels]

    @property
    def errors(self) -> list[str]:
        """Return what a person missed, got twice, or got in other words than in the rehearsal."""
        return [sentence for one in self.judgements for _, sentence in one.told]


@dataclass(frozen=True)
class Service:
    """The supervisor and its processes."""

    process: Process
    networks: Networks
    folder: Path
    population: Population
    expected: Expected
    metrics_port: int

    @property
    def data_dir(self) -> Path:
        """Return the folder of the model that the next generation loads."""
        return self.folder / "data"

    @property
    def secrets_dir(self) -> Path:
        """Return the folder of settings that the next generation reads."""
        return self.folder / "secrets"

    @property
    def log(self) -> str:
        """Return the log so far."""
        return (self.folder / "log.txt").read_text()

    def generations(self) -> list[psutil.Process]:
        """Return the generation processes, the oldest first."""
        return sorted(self.process.seen.children(), key=psutil.Process.create_time)

    def workers(self) -> list[psutil.Process]:
        """Return the workers of the only generation."""
        (generation,) = self.generations()
        return generation.children()

    @contextlib.asynccontextmanager
    async def under_traffic(self) -> AsyncIterator[Traffic]:
        """Let virtual users write until the end of the context, then wait for their answers."""
        traffic = Traffic()
        crowd = Scheduler(self.population, self.expected, SCRIPTS, at_once=round(RATE * PAUSE), seed=8)
        writing = asyncio.create_task(_write(crowd))
        try:
            await asyncio.sleep(1)
            yield traffic
            await asyncio.sleep(1)
        finally:
            writing.cancel()
        came = [person for person in crowd.came if person.parcels]
        await asyncio.gather(*(parcel.accepted for person in came for parcel in person.parcels))
        await asyncio.sleep(0.2)
        traffic.judgements += [judge(person, self.expected) for person in came]


async def _write(crowd: Scheduler) -> None:
    while True:
        crowd.send_next()
        await asyncio.sleep(1 / RATE)


def copy_model(data_dir: Path, model_dir: Path) -> Path:
    """Copy the present model into a data folder; return its path."""
    model = model_path(data_dir)
    model.parent.mkdir(parents=True)
    shutil.copy(model_path(model_dir), model)
    return model


async def wait_until(what: str, is_so: Callable[[], bool], within: float = 120) -> None:
    """Wait until a condition is true; fail after a timeout."""
    end = asyncio.get_running_loop().time() + within
    while not is_so():
        assert asyncio.get_running_loop().time() < end, what
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def running_service(folder: Path, model_dir: Path, workers: int = WORKERS) -> AsyncIterator[Service]:
    """Run the service; at the end none of its processes may be left."""
    door = SingleEndpoint()
    (folder / "secrets").mkdir()
    copy_model(folder / "data", model_dir)
    with shared_stores(folder) as stores:
        async with running_networks(door) as networks:
            settings = {
                **networks.settings,
                **stores,
                "WAYLIGHT_DATA_DIR": str(folder / "data"),
                "WAYLIGHT_SECRETS_DIR": str(folder / "secrets"),
                "WAYLIGHT_WORKERS": str(workers),
                "WAYLIGHT_METRICS_PORT": str(metrics_port := free_port()),
            }
            door.process = Process("workers", settings, folder / "log.txt")
            try:
                await door.process.start()
                await webhook_is_set(networks)
                population = Population(networks)
                expected = await rehearse(population.newcomer, SCRIPTS)
                yield Service(door.process, networks, folder, population, expected, metrics_port)
            finally:
                await networks.twilio.wait_until_idle()
                door.process.stop()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return the processes that still run; zombies do not."""
    return [one for one in processes if one.is_running() and _status(one) not in {None, psutil.STATUS_ZOMBIE}]


def _status(process: psutil.Process) -> str | None:
    try:
        return str(process.status())
    except psutil.NoSuchProcess:  # it went while we looked
        return None


def total_memory(processes: list[psutil.Process]) -> float:
    """Return the memory (MB) of the processes together, with shared pages counted once and without files."""
    return sum(_memory(one, "Pss_Anon") for one in processes)


def process_memory(process: psutil.Process) -> float:
    """Return the memory (MB) of a process, with shared pages and without files."""
    return _memory(process, "Anonymous")


def _memory(process: psutil.Process, kind: str) -> float:
    """Return a line of /proc/<pid>/smaps_rollup (proc(5)) in MB."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()[1:]
    return int(dict(line.split(":") for line in lines)[kind].split()[0]) / 1024
