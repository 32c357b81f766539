"""Who keeps whom, tried with a service without a model."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from bot.core.backoff import Pauses
from bot.workers.sockets import listening
from tests.harness.carriers.door import NotDeliveredError
from tests.harness.carriers.http_client import Wire
from tests.ports import free_port
from tests.workers.service import alive, until
from tests.workers.small import SMALL


@dataclass(frozen=True)
class Small:
    """The keeper of a small service."""

    keeper: subprocess.Popen[bytes]
    wire: Wire
    log: Path

    @property
    def hangs(self) -> Path:
        """Return the file that makes a generation hang which starts while it is there."""
        return self.log.with_name("hangs")

    def all(self) -> list[psutil.Process]:
        """Return the keeper and all below it."""
        seen = psutil.Process(self.keeper.pid)
        return [seen, *seen.children(recursive=True)]

    def generations(self) -> list[psutil.Process]:
        """Return the generations that are alive, the oldest first."""
        return sorted(alive(psutil.Process(self.keeper.pid).children()), key=psutil.Process.create_time)

    def generation(self) -> psutil.Process:
        """Return the only generation."""
        (generation,) = self.generations()
        return generation

    async def begun(self) -> psutil.Process:
        """Return the only generation, as soon as the keeper knows that it takes questions."""
        await self.asked("/who")
        generation = self.generation()
        given = generation.cmdline()
        told = Path(f"/proc/{generation.pid}/fd/{given[given.index('--tell') + 1]}")
        await until("word to the keeper", lambda: not told.exists(), within=10)
        return generation

    async def asked(self, path: str, within: float = 20) -> int:
        """Return the process id that comes as an answer, on a connection of its own."""
        wire = Wire(self.wire.port)
        try:
            return int((await wire.ask("GET", path, b"", {}, within)).body)
        finally:
            wire.close()


@contextlib.contextmanager
def small_service(log: Path, **environment: str) -> Iterator[Small]:
    """Start two workers and their keeper; nothing of them is left at the end."""
    port = free_port()
    listeners = listening("127.0.0.1", port, 2)
    numbers = [listener.fileno() for listener in listeners]
    command = [sys.executable, "-m", SMALL, "keep", *map(str, numbers)]
    told = {**os.environ, "SMALL_HANGS": str(log.with_name("hangs")), **environment}
    with log.open("wb") as said:
        keeper = subprocess.Popen(command, pass_fds=numbers, env=told, stdout=said, stderr=said)
    for listener in listeners:
        listener.close()
    wire = Wire(port)
    try:
        yield Small(keeper, wire, log)
    finally:
        wire.close()
        keeper.terminate()
        keeper.wait(30)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A small service."""
    with small_service(tmp_path / "log.txt") as started:
        yield started


async def test_the_end_of_the_keeper_is_the_end_of_all(small: Small) -> None:
    """When the keeper is killed, all below it end by themselves, and whoever had asked is still answered."""
    await small.asked("/who")
    everybody = small.all()
    answers = [asyncio.create_task(small.asked("/slowly")) for _ in range(8)]
    await asyncio.sleep(0.2)
    small.keeper.kill()
    assert len(everybody) == 4
    assert {one.pid for one in everybody[2:]} >= set(await asyncio.gather(*answers))
    await until("the end of all", lambda: not alive(everybody), within=10)


async def test_the_end_of_a_generation_is_not_the_end(small: Small) -> None:
    """When what workers are forked from is killed another one comes, and whoever asks meanwhile is answered by it."""
    await small.begun()
    _, *before = small.all()
    before[0].kill()
    await until("the end of its workers", lambda: not alive(before), within=10)
    assert await small.asked("/who") not in {one.pid for one in before}


async def test_told_to_stop(small: Small) -> None:
    """On SIGTERM whoever had asked is answered, on a connection that is closed then; then all end, with 0."""
    await small.asked("/who")
    everybody = small.all()
    idle = [Wire(small.wire.port) for _ in range(8)]
    await asyncio.gather(*(wire.ask("GET", "/who", b"", {}, 20) for wire in idle))
    answers = [asyncio.create_task(small.asked("/slowly")) for _ in range(8)]
    await asyncio.sleep(0.2)
    small.keeper.terminate()
    await asyncio.sleep(0.4)
    late = await asyncio.gather(*(wire.ask("GET", "/who", b"", {}, 20) for wire in idle))
    assert {answer.status for answer in late} == {200}
    assert [wire for wire in idle if wire._idle] == []
    assert len(await asyncio.gather(*answers)) == 8
    assert await asyncio.to_thread(small.keeper.wait, 20) == 0
    assert alive(everybody) == []
    with pytest.raises(NotDeliveredError):
        await small.asked("/who")


async def test_a_new_generation(small: Small) -> None:
    """On SIGHUP others come, and of those who ask all the time nobody is refused or waits for the end of anybody."""
    await small.asked("/who")
    everybody, before = small.all(), small.generation()
    answered: list[int] = []
    small.keeper.send_signal(signal.SIGHUP)
    while alive(everybody[1:]):
        answered += await asyncio.gather(*(small.asked("/who") for _ in range(4)))
    after = await small.asked("/who")
    assert before != small.generation()
    assert after not in {one.pid for one in everybody}
    assert set(answered) & {one.pid for one in everybody}


async def _renewed_by_one_that_hangs(small: Small) -> psutil.Process:
    """Have a new generation come that never takes questions; return the one before."""
    before = await small.begun()
    small.hangs.touch()
    small.keeper.send_signal(signal.SIGHUP)
    await until("one that hangs", lambda: "it hangs" in small.log.read_text(), within=10)
    small.hangs.unlink()
    return before


async def test_a_new_generation_that_never_takes_questions(tmp_path: Path) -> None:
    """It is given up after a while; the one before answers."""
    with small_service(tmp_path / "log.txt", SMALL_STARTS_WITHIN="2") as small:
        before = await _renewed_by_one_that_hangs(small)
        await until("its end", lambda: small.generations() == [before], within=10)
        assert "seconds=2.000" in small.log.read_text()
        assert await small.asked("/who") in {worker.pid for worker in before.children()}


@pytest.mark.parametrize("happens", ["another one is asked for", "the one before ends"])
async def test_what_hangs_is_not_waited_for(tmp_path: Path, happens: str) -> None:
    """Where another one is asked for meanwhile, or nobody is left who answers, another one is begun at once."""
    with small_service(tmp_path / "log.txt", SMALL_STARTS_WITHIN="600") as small:
        before = await _renewed_by_one_that_hangs(small)
        old = [before, *before.children()]
        if happens == "the one before ends":
            before.kill()
        else:
            small.keeper.send_signal(signal.SIGHUP)
        await until("the end of all before", lambda: not alive(old) and len(small.generations()) == 1, within=20)
        assert await small.asked("/who", within=10) not in {one.pid for one in old}


async def test_a_new_generation_that_can_reach_less(tmp_path: Path) -> None:
    """Where it does not reach the store the one before goes on, and nobody's question comes to the new one.

    Where there is nobody before it answers all the same: people get an apology with the number to call.
    """
    gone = tmp_path / "gone"
    gone.touch()
    with small_service(tmp_path / "log.txt", SMALL_HAS_NO_STORE=str(gone)) as small:
        before = await small.begun()
        workers = {worker.pid for worker in before.children()}
        small.keeper.send_signal(signal.SIGHUP)
        answered: set[int] = set()
        async with asyncio.timeout(20):
            while "the one before goes on" not in small.log.read_text():
                answered.add(await small.asked("/who"))
                await asyncio.sleep(0.05)
        assert answered <= workers
        assert "Not ready: store can't be reached." in small.log.read_text()
        assert small.generations() == [before]
        gone.unlink()
        small.keeper.send_signal(signal.SIGHUP)
        await until("a new generation", lambda: not alive([before]), within=10)


async def test_told_to_stop_before_all_is_told(tmp_path: Path) -> None:
    """Whoever has asked is answered before the keeper ends, also where it did not know yet that questions are taken."""
    with small_service(tmp_path / "log.txt", SMALL_TELLS_LATE="1.5") as small:
        await small.asked("/who")
        everybody = small.all()
        answers = [asyncio.create_task(small.asked("/slowly")) for _ in range(8)]
        await asyncio.sleep(0.2)
        small.keeper.terminate()
        assert await asyncio.to_thread(small.keeper.wait, 20) == 0
        assert alive(everybody) == []
        assert len(await asyncio.gather(*answers)) == 8


async def test_what_dies_over_and_over(small: Small) -> None:
    """The first worker that dies is replaced at once, the next one half a second later: nothing is busy with that."""
    seat = await small.asked("/who")
    begun = time.monotonic()
    for _ in range(6):
        with contextlib.suppress(NotDeliveredError):
            await small.asked("/die")
    assert await small.asked("/who") != seat
    assert time.monotonic() - begun > 0.5
    said = small.log.read_text()
    assert "another one comes seconds=0.000" in said
    assert "another one comes seconds=0.500" in said


async def test_a_worker_that_hangs(tmp_path: Path) -> None:
    """It ends by itself, says in which line it hung, and another one answers; whoever is only slow is left alone."""
    with small_service(tmp_path / "log.txt", SMALL_HANGS_AFTER="2") as small:
        workers = {worker.pid for worker in (await small.begun()).children()}
        assert await small.asked("/slowly") in workers
        with pytest.raises(NotDeliveredError):
            await small.asked("/hang")
        await until("another worker", lambda: "another one comes" in small.log.read_text(), within=10)
        after = {await small.asked("/who") for _ in range(40)}
        assert len(after & workers) == 1
        assert len(after - workers) == 1
        assert "small.py" in small.log.read_text()
        assert " in hang\n" in small.log.read_text()


async def test_while_python_is_being_replaced(tmp_path: Path) -> None:
    """Where no process can be started at all the one before goes on, and the next try is as good as ever."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o700)
    with small_service(tmp_path / "log.txt", SMALL_PYTHON=str(python)) as small:
        await small.asked("/who")
        before = small.generation()
        python.rename(tmp_path / "elsewhere")
        small.keeper.send_signal(signal.SIGHUP)
        await until("a refusal", lambda: "no process could be started" in small.log.read_text(), within=10)
        assert small.generation() == before
        (tmp_path / "elsewhere").rename(python)
        small.keeper.send_signal(signal.SIGHUP)
        await until("a new generation", lambda: not alive([before]), within=30)
        assert await small.asked("/who") in {worker.pid for worker in small.generation().children()}


@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [("SMALL_FAILS", 5, ""), ("SMALL_HAS_A_THREAD", 1, "2 threads"), ("SMALL_IS_CONNECTED", 1, "socket")],
)
async def test_a_first_generation_that_can_not_start(tmp_path: Path, setting: str, code: int, said: str) -> None:
    """It is not tried for ever: its exit code is the service's. With a second thread or a connection none is forked."""
    with small_service(tmp_path / "log.txt", **{setting: "1"}) as failing:
        assert await asyncio.to_thread(failing.keeper.wait, 30) == code
        assert said in failing.log.read_text()


def test_pauses_grow() -> None:
    """One early end after the other doubles the pause up to ten seconds; after a long life all is forgotten."""
    pauses = Pauses()
    assert [pauses.after(1) for _ in range(8)] == [0, 0.5, 1, 2, 4, 8, 10, 10]
    assert [pauses.after(lived) for lived in (3600, 1, 1)] == [0, 0, 0.5]


def test_an_address_is_one_service_only() -> None:
    """Sockets for several workers can't be had twice, though Linux could share them."""
    port = free_port()
    with contextlib.ExitStack() as held:
        for listener in listening("127.0.0.1", port, 2):
            held.enter_context(listener)
        with pytest.raises(OSError, match="in use"):
            listening("127.0.0.1", port, 2)
