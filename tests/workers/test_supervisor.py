"""The supervisor and its generations, with a stub service without a model."""

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

from bot.core.backoff import RestartBackoff
from bot.workers.server import open_listeners
from tests.harness.delivery import CONNECTION_DROPPED, CONNECTION_REFUSED, NotDeliveredError
from tests.harness.http_client import HttpClient
from tests.ports import free_port
from tests.workers.service import alive, wait_until
from tests.workers.stub_service import STUB

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Stub:
    """The supervisor of a stub service."""

    supervisor: subprocess.Popen[bytes]
    wire: HttpClient
    log: Path

    @property
    def hangs(self) -> Path:
        """Return the file that makes a generation hang which starts while it exists."""
        return self.log.with_name("hangs")

    def all(self) -> list[psutil.Process]:
        """Return the supervisor and all processes below it."""
        seen = psutil.Process(self.supervisor.pid)
        return [seen, *seen.children(recursive=True)]

    def generations(self) -> list[psutil.Process]:
        """Return the running generations, the oldest first."""
        return sorted(alive(psutil.Process(self.supervisor.pid).children()), key=psutil.Process.create_time)

    def generation(self) -> psutil.Process:
        """Return the only generation."""
        (generation,) = self.generations()
        return generation

    async def started(self) -> psutil.Process:
        """Return the only generation as soon as the supervisor knows that it accepts requests."""
        await self.request("/who")
        generation = self.generation()
        given = generation.cmdline()
        told = Path(f"/proc/{generation.pid}/fd/{given[given.index('--ready-fd') + 1]}")
        await wait_until("word to the supervisor", lambda: not told.exists(), within=10)
        return generation

    async def request(self, path: str, within: float = 20) -> int:
        """Return the process id in the answer to a request on a new connection."""
        wire = HttpClient(self.wire.port)
        try:
            return int((await wire.request("GET", path, b"", {}, within)).body)
        finally:
            wire.close()


@contextlib.contextmanager
def running_stub(log: Path, **environment: str) -> Iterator[Stub]:
    """Start two workers and their supervisor; at the end none of them is left."""
    port = free_port()
    listeners = open_listeners("127.0.0.1", port, 2)
    numbers = [listener.fileno() for listener in listeners]
    command = [sys.executable, "-m", STUB, "supervise", *map(str, numbers)]
    told = {**os.environ, "STUB_HANGS": str(log.with_name("hangs")), **environment}
    with log.open("wb") as said:
        supervisor = subprocess.Popen(command, pass_fds=numbers, env=told, stdout=said, stderr=said)
    for listener in listeners:
        listener.close()
    wire = HttpClient(port)
    try:
        yield Stub(supervisor, wire, log)
    finally:
        wire.close()
        supervisor.terminate()
        supervisor.wait(30)


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    """Yield a stub service."""
    with running_stub(tmp_path / "log.txt") as started:
        yield started


async def test_all_end_with_supervisor(stub: Stub) -> None:
    """If the supervisor is killed, all processes below it end by themselves after answering running requests."""
    await stub.request("/who")
    everybody = stub.all()
    answers = [asyncio.create_task(stub.request("/slowly")) for _ in range(8)]
    await asyncio.sleep(0.2)
    stub.supervisor.kill()
    assert len(everybody) == 4
    assert {one.pid for one in everybody[2:]} >= set(await asyncio.gather(*answers))
    await wait_until("the end of all", lambda: not alive(everybody), within=10)


async def test_restarts_killed_generation(stub: Stub) -> None:
    """A killed generation is replaced, and a request meanwhile is answered by the new one."""
    await stub.started()
    _, *before = stub.all()
    before[0].kill()
    await wait_until("the end of its workers", lambda: not alive(before), within=10)
    assert await stub.request("/who") not in {one.pid for one in before}


async def test_stop_answers_open_connections(stub: Stub) -> None:
    """On SIGTERM requests on open connections are answered, connections closed, and all processes exit with 0."""
    await stub.request("/who")
    everybody = stub.all()
    idle = [HttpClient(stub.wire.port) for _ in range(8)]
    await asyncio.gather(*(wire.request("GET", "/who", b"", {}, 20) for wire in idle))
    answers = [asyncio.create_task(stub.request("/slowly")) for _ in range(8)]
    await asyncio.sleep(0.2)
    stub.supervisor.terminate()
    await asyncio.sleep(0.4)
    late = await asyncio.gather(*(wire.request("GET", "/who", b"", {}, 20) for wire in idle))
    assert {answer.status for answer in late} == {200}
    assert [wire for wire in idle if wire._idle] == []
    assert len(await asyncio.gather(*answers)) == 8
    assert await asyncio.to_thread(stub.supervisor.wait, 20) == 0
    assert alive(everybody) == []
    with pytest.raises(NotDeliveredError):
        await stub.request("/who")


async def test_stop_resets_no_connection(stub: Stub) -> None:
    """On SIGTERM each new connection is either answered or refused, for as long as any process is left."""
    await stub.request("/who")
    failures: list[str] = []
    answered = [0]

    async def connect() -> None:
        while not failures or set(failures) == {CONNECTION_DROPPED}:
            try:
                await stub.request("/who")
                answered[0] += 1
            except NotDeliveredError as exc:
                failures.append(str(exc))
            await asyncio.sleep(0.02)

    clients = [asyncio.create_task(connect()) for _ in range(6)]
    await asyncio.sleep(0.2)
    before = answered[0]
    stub.supervisor.terminate()
    await asyncio.gather(*clients)
    assert set(failures) == {CONNECTION_REFUSED}
    assert answered[0] > before
    assert await asyncio.to_thread(stub.supervisor.wait, 20) == 0


async def test_reload_refuses_no_request(stub: Stub) -> None:
    """During a reload no request is refused or waits for the old generation to end."""
    await stub.request("/who")
    everybody, before = stub.all(), stub.generation()
    answered: list[int] = []
    stub.supervisor.send_signal(signal.SIGHUP)
    while alive(everybody[1:]):
        answered += await asyncio.gather(*(stub.request("/who") for _ in range(4)))
    after = await stub.request("/who")
    assert before != stub.generation()
    assert after not in {one.pid for one in everybody}
    assert set(answered) & {one.pid for one in everybody}


async def _reload_with_hanging_generation(stub: Stub) -> psutil.Process:
    """Reload with a generation that hangs; return the old one."""
    before = await stub.started()
    stub.hangs.touch()
    stub.supervisor.send_signal(signal.SIGHUP)
    await wait_until("one that hangs", lambda: "it hangs" in stub.log.read_text(), within=10)
    stub.hangs.unlink()
    return before


async def test_gives_up_hanging_generation(tmp_path: Path) -> None:
    """A new generation that hangs is given up after a while; the old one answers."""
    with running_stub(tmp_path / "log.txt", STUB_STARTS_WITHIN="2") as stub:
        before = await _reload_with_hanging_generation(stub)
        await wait_until("its end", lambda: stub.generations() == [before], within=10)
        assert "seconds=2.000" in stub.log.read_text()
        assert await stub.request("/who") in {worker.pid for worker in before.children()}


@pytest.mark.parametrize("happens", ["another one is asked for", "the one before ends"])
async def test_replaces_hanging_generation_early(tmp_path: Path, happens: str) -> None:
    """If another reload is requested, or the old generation ends, a hanging one is replaced at once."""
    with running_stub(tmp_path / "log.txt", STUB_STARTS_WITHIN="600") as stub:
        before = await _reload_with_hanging_generation(stub)
        old = [before, *before.children()]
        if happens == "the one before ends":
            before.kill()
        else:
            stub.supervisor.send_signal(signal.SIGHUP)
        await wait_until("the end of all before", lambda: not alive(old) and len(stub.generations()) == 1, within=20)
        assert await stub.request("/who", within=10) not in {one.pid for one in old}


async def test_reload_fails_without_store(tmp_path: Path) -> None:
    """If the new generation can't reach the store, the old one continues and gets all requests.

    The first generation starts all the same: people get an apology with the number to call.
    """
    gone = tmp_path / "gone"
    gone.touch()
    with running_stub(tmp_path / "log.txt", STUB_HAS_NO_STORE=str(gone)) as stub:
        before = await stub.started()
        workers = {worker.pid for worker in before.children()}
        stub.supervisor.send_signal(signal.SIGHUP)
        answered: set[int] = set()
        async with asyncio.timeout(20):
            while "the old service continues" not in stub.log.read_text():
                answered.add(await stub.request("/who"))
                await asyncio.sleep(0.05)
        assert answered <= workers
        assert "Not ready: store can't be reached." in stub.log.read_text()
        assert stub.generations() == [before]
        gone.unlink()
        stub.supervisor.send_signal(signal.SIGHUP)
        await wait_until("a new generation", lambda: not alive([before]), within=10)


async def test_stop_during_start(tmp_path: Path) -> None:
    """Requests are answered before the supervisor ends, also if it did not know yet that they were accepted."""
    with running_stub(tmp_path / "log.txt", STUB_TELLS_LATE="1.5") as stub:
        await stub.request("/who")
        everybody = stub.all()
        answers = [asyncio.create_task(stub.request("/slowly")) for _ in range(8)]
        await asyncio.sleep(0.2)
        stub.supervisor.terminate()
        assert await asyncio.to_thread(stub.supervisor.wait, 20) == 0
        assert alive(everybody) == []
        assert len(await asyncio.gather(*answers)) == 8


async def test_restarts_with_backoff(stub: Stub) -> None:
    """The first worker that dies is replaced at once, the next one half a second later."""
    seat = await stub.request("/who")
    begun = time.monotonic()
    for _ in range(6):
        with contextlib.suppress(NotDeliveredError):
            await stub.request("/die")
    assert await stub.request("/who") != seat
    assert time.monotonic() - begun > 0.5
    said = stub.log.read_text()
    assert "restarting seconds=0.000" in said
    assert "restarting seconds=0.500" in said


async def test_hanging_worker_exits(tmp_path: Path) -> None:
    """A worker that hangs exits, logs the line where it hung, and is replaced; a slow one is left alone."""
    with running_stub(tmp_path / "log.txt", STUB_HANGS_AFTER="2") as stub:
        workers = {worker.pid for worker in (await stub.started()).children()}
        assert await stub.request("/slowly") in workers
        with pytest.raises(NotDeliveredError):
            await stub.request("/hang")
        await wait_until("another worker", lambda: "restarting" in stub.log.read_text(), within=10)
        after = {await stub.request("/who") for _ in range(40)}
        assert len(after & workers) == 1
        assert len(after - workers) == 1
        assert "stub_service.py" in stub.log.read_text()
        assert " in hang\n" in stub.log.read_text()


async def test_survives_missing_python(tmp_path: Path) -> None:
    """If no process can be started, the old service continues, and the next reload works."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o700)
    with running_stub(tmp_path / "log.txt", STUB_PYTHON=str(python)) as stub:
        await stub.request("/who")
        before = stub.generation()
        python.rename(tmp_path / "elsewhere")
        stub.supervisor.send_signal(signal.SIGHUP)
        await wait_until("a refusal", lambda: "process start failed" in stub.log.read_text(), within=10)
        assert stub.generation() == before
        (tmp_path / "elsewhere").rename(python)
        stub.supervisor.send_signal(signal.SIGHUP)
        await wait_until("a new generation", lambda: not alive([before]), within=30)
        assert await stub.request("/who") in {worker.pid for worker in stub.generation().children()}


@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [("STUB_FAILS", 5, ""), ("STUB_HAS_A_THREAD", 1, "2 threads"), ("STUB_IS_CONNECTED", 1, "socket")],
)
async def test_exit_code_of_first_generation(tmp_path: Path, setting: str, code: int, said: str) -> None:
    """The service exits with the code of its first generation; with a second thread or a connection none is forked."""
    with running_stub(tmp_path / "log.txt", **{setting: "1"}) as failing:
        assert await asyncio.to_thread(failing.supervisor.wait, 30) == code
        assert said in failing.log.read_text()


def test_backoff_doubles() -> None:
    """Each early end doubles the delay up to ten seconds; a long life resets it."""
    pauses = RestartBackoff()
    assert [pauses.next_delay(1) for _ in range(8)] == [0, 0.5, 1, 2, 4, 8, 10, 10]
    assert [pauses.next_delay(lived) for lived in (3600, 1, 1)] == [0, 0, 0.5]


def test_address_is_exclusive() -> None:
    """Two services can't share the sockets of several workers, although Linux would allow it."""
    port = free_port()
    with contextlib.ExitStack() as held:
        for listener in open_listeners("127.0.0.1", port, 2):
            held.enter_context(listener)
        with pytest.raises(OSError, match="in use"):
            open_listeners("127.0.0.1", port, 2)
