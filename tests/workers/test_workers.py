"""Two workers of one service, from their start to their end; each test leaves them to the next one."""

import asyncio
import signal
import tarfile
import time
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from bot.engine.training import model_path
from tests.harness.carriers.door import Parcel
from tests.harness.carriers.http_client import Wire
from tests.metrics.shown import samples, value
from tests.workers.service import RATE, SCRIPTS, WORKERS, Service, alive, held_by, shared_out, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
_NEEDS = "necesito un abogado, estoy en Chiang Mai"
_BYE = "Take care of yourself."
_OTHER_BYE = "Take good care of yourself."


async def test_they_share_their_memory(service: Service) -> None:
    """Two workers, and what they were forked from, need less than one and a half times the memory of one alone.

    What a worker has, the shared part included, is what one process alone would need.
    """
    (generation,) = service.generations()
    assert len(service.workers()) == WORKERS
    assert shared_out([generation, *service.workers()]) < 1.5 * max(map(held_by, service.workers()))


async def test_none_of_them_is_left_out(service: Service) -> None:
    """Of forty connections that are opened at once each worker gets some, and both answer from the same database."""
    before = [_used(worker) for worker in service.workers()]
    people = [service.population.newcomer(SCRIPTS[0], "sms") for _ in range(40)]
    answers = await asyncio.gather(*(person.phone.writes(_NEEDS).taken for person in people))
    assert {answer.body for answer in answers} == {answers[0].body}
    assert b"Tel.: " in answers[0].body
    assert min(_connections(worker, service.process.wire.port) for worker in service.workers()) >= 5
    assert min(_used(worker) - used for worker, used in zip(service.workers(), before, strict=True)) > 0


async def test_a_worker_that_is_killed(service: Service) -> None:
    """Another one is there in a second, and nobody misses an answer or gets one twice."""
    async with service.written_to() as happened:
        before = service.workers()
        for killed in before:
            begun = time.monotonic()
            killed.kill()
            await until("another worker", lambda: len(alive(service.workers())) == WORKERS, within=1)
            assert time.monotonic() - begun < 1
            await asyncio.sleep(0.5)
    assert not set(before) & set(service.workers())
    assert happened.wrong == []


@pytest.mark.parametrize("broken", ["the model", "a setting"])
async def test_a_new_service_that_can_not_start(service: Service, broken: str) -> None:
    """The one before goes on, nobody notices, and it is said why."""
    model, setting = model_path(service.data_dir), service.secrets_dir / "waylight_log_level"
    whole = model.read_bytes()
    begun = service.generations()
    if broken == "the model":
        model.write_bytes(whole[: len(whole) // 2])
    else:
        setting.write_text("LOUD")
    said = service.log.count("the one before goes on")
    try:
        async with service.written_to() as happened:
            service.process.seen.send_signal(signal.SIGHUP)
            await until("a refusal", lambda: service.log.count("the one before goes on") > said)
    finally:
        model.write_bytes(whole)
        setting.unlink(missing_ok=True)
    assert service.generations() == begun
    assert ("No model that can be read" if broken == "the model" else "WAYLIGHT_LOG_LEVEL") in service.log
    assert happened.wrong == []
    assert {parcel.tries for parcel in happened.parcels} == {1}


async def test_another_model_while_people_write(service: Service) -> None:
    """A new generation answers with what lies there now; no connection is refused, nothing lost, nothing doubled."""
    (before,) = service.generations()
    everybody = [before, *before.children()]
    assert _BYE in await _said_to_bye(service)
    _says_another_bye(model_path(service.data_dir))
    async with service.written_to() as happened:
        service.process.seen.send_signal(signal.SIGHUP)
        await until("a new generation", lambda: not alive(everybody))
    assert happened.wrong == []
    assert {parcel.tries for parcel in happened.parcels} == {1}
    assert before not in service.generations()
    assert _OTHER_BYE in await _said_to_bye(service)


async def test_their_numbers_are_one(service: Service) -> None:
    """The keeper shows what all workers have counted, those that were killed or replaced too, and who runs now.

    What it shows stands still for a minute, so this is asked once, after all that.
    """
    wire = Wire(service.metrics_port)
    found = samples((await wire.ask("GET", "/metrics", b"", {}, within=30)).body.decode())
    wire.close()
    assert value(found, "waylight_processes") == WORKERS
    assert value(found, "waylight_turns", state="running") == 0
    for channel in ("sms", "telegram"):
        assert value(found, "waylight_messages_total", channel=channel, outcome="answered") > RATE
    assert value(found, "waylight_memory_bytes") > 50_000_000
    assert value(found, "waylight_store_unreachable") == 0


async def test_the_end(service: Service) -> None:
    """On SIGTERM turns that run are answered; then all end by themselves, with 0, and nothing is left."""
    everybody = [service.process.seen, *service.process.seen.children(recursive=True)]
    # Connections that are there carry the next question at once; one that is still being made may be refused.
    await asyncio.gather(*(parcel.taken for parcel in _ten_say_hello(service)))
    await service.networks.twilio.settled()
    asked = _ten_say_hello(service)
    await asyncio.sleep(0.02)
    service.process.seen.terminate()
    answers = await asyncio.gather(*(parcel.taken for parcel in asked))
    assert all(b"machine" in answer.body for answer in answers)
    assert {parcel.tries for parcel in asked} == {1}
    assert await asyncio.to_thread(everybody[0].wait, 60) == 0
    assert alive(everybody) == []


def _used(worker: psutil.Process) -> float:
    """Return the seconds of CPU that a worker has used for itself."""
    return float(worker.cpu_times().user)


def _connections(worker: psutil.Process, port: int) -> int:
    return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == port for one in worker.net_connections())


def _ten_say_hello(service: Service) -> list[Parcel]:
    return [service.population.newcomer(SCRIPTS[0], "sms").phone.writes("hello") for _ in range(10)]


async def _said_to_bye(service: Service) -> str:
    person = service.population.newcomer(SCRIPTS[0], "sms")
    return (await person.phone.writes("goodbye").taken).body.decode()


def _says_another_bye(model: Path) -> None:
    """Put another model in the place of this one: the same, but that it says goodbye in other words."""
    packed = BytesIO()
    with tarfile.open(model) as old, tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as new:
        for member in old:
            content = old.extractfile(member).read() if member.isfile() else b""  # type: ignore[union-attr]
            if member.name.endswith((".json", ".yml")):
                content = content.replace(_BYE.encode(), _OTHER_BYE.encode())
                member.size = len(content)
            new.addfile(member, BytesIO(content))
    model.write_bytes(packed.getvalue())
