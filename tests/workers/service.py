"""A service of two workers, and people who write to it."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bot.engine.training import model_path
from tests.harness.carriers.door import Answer, Parcel
from tests.ports import free_port
from tests.resilience.load.conversations import conversations
from tests.resilience.load.crowd import PAUSE, Crowd
from tests.resilience.load.judging import Judgement, judge
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.people import Population
from tests.resilience.load.processes import Process
from tests.resilience.load.rehearsal import Expected, rehearse
from tests.resilience.load.running import shared_stores, webhook_is_set

WORKERS = 2
RATE = 5
"""Messages a second while something happens."""
SCRIPTS = [script for script in conversations() if script.language == "es"]


class OneDoor:
    """A door that all messages come through, over connections that stay open, as a proxy's do."""

    process: Process

    async def bring(self, parcel: Parcel, within: float) -> Answer:
        """Bring it."""
        return await self.process.wire.bring(parcel, within)


@dataclass
class Happened:
    """What people met meanwhile."""

    judgements: list[Judgement] = field(default_factory=list)

    @property
    def parcels(self) -> list[Parcel]:
        """Return all messages."""
        return [parcel for one in self.judgements for parcel in one.person.parcels]

    @property
    def wrong(self) -> list[str]:
        """Return what somebody missed, heard twice, or heard in other words than in quiet."""
        return [sentence for one in self.judgements for _, sentence in one.told]


@dataclass(frozen=True)
class Service:
    """The keeper and all that it keeps."""

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
        """Return all that was said so far."""
        return (self.folder / "log.txt").read_text()

    def generations(self) -> list[psutil.Process]:
        """Return the processes that workers are forked from, the oldest first."""
        return sorted(self.process.seen.children(), key=psutil.Process.create_time)

    def workers(self) -> list[psutil.Process]:
        """Return the workers of the only generation."""
        (generation,) = self.generations()
        return generation.children()

    @contextlib.asynccontextmanager
    async def written_to(self) -> AsyncIterator[Happened]:
        """Let people write until the end of the context, and wait for their answers."""
        happened = Happened()
        crowd = Crowd(self.population, self.expected, SCRIPTS, at_once=round(RATE * PAUSE), seed=8)
        writing = asyncio.create_task(_write(crowd))
        try:
            await asyncio.sleep(1)
            yield happened
            await asyncio.sleep(1)
        finally:
            writing.cancel()
        came = [person for person in crowd.came if person.parcels]
        await asyncio.gather(*(parcel.taken for person in came for parcel in person.parcels))
        await asyncio.sleep(0.2)
        happened.judgements += [judge(person, self.expected) for person in came]


async def _write(crowd: Crowd) -> None:
    while True:
        crowd.next_writes()
        await asyncio.sleep(1 / RATE)


def copy_of_the_model(data_dir: Path, model_dir: Path) -> Path:
    """Give a data folder the model of the present data; return where it is."""
    model = model_path(data_dir)
    model.parent.mkdir(parents=True)
    shutil.copy(model_path(model_dir), model)
    return model


async def until(what: str, is_so: Callable[[], bool], within: float = 120) -> None:
    """Wait until something is so; fail where it never is."""
    end = asyncio.get_running_loop().time() + within
    while not is_so():
        assert asyncio.get_running_loop().time() < end, what
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def running_service(folder: Path, model_dir: Path, workers: int = WORKERS) -> AsyncIterator[Service]:
    """Run it; at the end nothing of it may be left, however it ended."""
    door = OneDoor()
    (folder / "secrets").mkdir()
    copy_of_the_model(folder / "data", model_dir)
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
                await networks.twilio.settled()
                door.process.stop()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run; whoever has ended and was not asked for yet does not."""
    return [one for one in processes if one.is_running() and _status(one) not in {None, psutil.STATUS_ZOMBIE}]


def _status(process: psutil.Process) -> str | None:
    try:
        return str(process.status())
    except psutil.NoSuchProcess:  # it went while we looked
        return None


def shared_out(processes: list[psutil.Process]) -> float:
    """Return the memory (MB) that processes have together, what they share counted once; files not counted."""
    return sum(_memory(one, "Pss_Anon") for one in processes)


def held_by(process: psutil.Process) -> float:
    """Return the memory (MB) that a process can use, also what it shares; files not counted."""
    return _memory(process, "Anonymous")


def _memory(process: psutil.Process, kind: str) -> float:
    """Return a line of /proc/<pid>/smaps_rollup (proc(5)) in MB."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()[1:]
    return int(dict(line.split(":") for line in lines)[kind].split()[0]) / 1024
