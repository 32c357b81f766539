"""Two workers of one service, from start to stop; each test leaves them to the next one."""

import asyncio
import signal
import tarfile
import time
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from bot.engine.model_digest import write_digest
from bot.engine.training import model_path
from tests.harness.delivery import WebhookRequest
from tests.harness.http_client import HttpClient
from tests.metrics.exposition import samples, value
from tests.workers.service import RATE, SCRIPTS, WORKERS, Service, alive, process_memory, total_memory, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.serial, pytest.mark.asyncio(loop_scope="module")]
_NEEDS = "necesito un abogado, estoy en Chiang Mai"
_GOODBYE = "Goodbye. Have a good day."
_NEW_GOODBYE = "Goodbye. Have a very good day."


async def test_workers_share_memory(service: Service) -> None:
    """Two workers and their generation need less than one and a half times the memory of one process.

    The memory of a worker with its shared part is what a single process would need.
    """
    (generation,) = service.generations()
    assert len(service.workers()) == WORKERS
    assert total_memory([generation, *service.workers()]) < 1.5 * max(map(process_memory, service.workers()))


async def test_all_workers_get_connections(service: Service) -> None:
    """Each worker gets some of forty connections, and all answer from the same database."""
    before = [_cpu_seconds(worker) for worker in service.workers()]
    people = [service.population.newcomer(SCRIPTS[0], "sms") for _ in range(40)]
    answers = await asyncio.gather(*(person.phone.writes(_NEEDS).accepted for person in people))
    assert {answer.body for answer in answers} == {answers[0].body}
    assert b"Tel.: " in answers[0].body
    assert min(_connections(worker, service.process.wire.port) for worker in service.workers()) >= 5
    assert min(_cpu_seconds(worker) - used for worker, used in zip(service.workers(), before, strict=True)) > 0


async def test_killed_worker_is_replaced(service: Service) -> None:
    """A killed worker is replaced within a second, and no answer is lost or doubled."""
    async with service.under_traffic() as traffic:
        before = service.workers()
        for killed in before:
            begun = time.monotonic()
            killed.kill()
            await wait_until("another worker", lambda: len(alive(service.workers())) == WORKERS, within=1)
            assert time.monotonic() - begun < 1
            await asyncio.sleep(0.5)
    assert not set(before) & set(service.workers())
    assert traffic.errors == []


@pytest.mark.parametrize("broken", ["the model", "a setting"])
async def test_failed_reload_keeps_old_service(service: Service, broken: str) -> None:
    """If the new generation can't start, the old one continues, users notice nothing, and the log says why."""
    model, setting = model_path(service.data_dir), service.secrets_dir / "waylight_log_level"
    whole = model.read_bytes()
    begun = service.generations()
    if broken == "the model":
        model.write_bytes(whole[: len(whole) // 2])
    else:
        setting.write_text("LOUD")
    said = service.log.count("the old service continues")
    try:
        async with service.under_traffic() as traffic:
            service.process.seen.send_signal(signal.SIGHUP)
            await wait_until("a refusal", lambda: service.log.count("the old service continues") > said)
    finally:
        model.write_bytes(whole)
        setting.unlink(missing_ok=True)
    assert service.generations() == begun
    assert ("No readable model" if broken == "the model" else "WAYLIGHT_LOG_LEVEL") in service.log
    assert traffic.errors == []
    assert {parcel.attempts for parcel in traffic.requests} == {1}


async def test_reload_under_traffic(service: Service) -> None:
    """A new generation uses the model that is there now; no connection is refused, and no message lost or doubled."""
    (before,) = service.generations()
    everybody = [before, *before.children()]
    assert _GOODBYE in await _reply_to_goodbye(service)
    _change_goodbye(model_path(service.data_dir))
    async with service.under_traffic() as traffic:
        service.process.seen.send_signal(signal.SIGHUP)
        await wait_until("a new generation", lambda: not alive(everybody))
    assert traffic.errors == []
    assert {parcel.attempts for parcel in traffic.requests} == {1}
    assert before not in service.generations()
    assert _NEW_GOODBYE in await _reply_to_goodbye(service)


async def test_metrics_of_all_workers(service: Service) -> None:
    """The supervisor serves the merged metrics of all workers, also of those that were killed or replaced.

    A snapshot lasts a minute, so this test reads one at the end.
    """
    wire = HttpClient(service.metrics_port)
    found = samples((await wire.request("GET", "/metrics", b"", {}, within=30)).body.decode())
    wire.close()
    assert value(found, "waylight_processes") == WORKERS
    assert value(found, "waylight_turns", state="running") == 0
    for channel in ("sms", "telegram"):
        assert value(found, "waylight_messages_total", channel=channel, outcome="answered") > RATE
    assert value(found, "waylight_memory_bytes") > 50_000_000
    assert value(found, "waylight_store_unreachable") == 0


async def test_stop(service: Service) -> None:
    """On SIGTERM running turns are answered; then all processes exit with 0."""
    everybody = [service.process.seen, *service.process.seen.children(recursive=True)]
    # Connections that are there carry the next question at once; one that is still being made may be refused.
    await asyncio.gather(*(parcel.accepted for parcel in _send_ten_hellos(service)))
    await service.networks.twilio.wait_until_idle()
    asked = _send_ten_hellos(service)
    await asyncio.sleep(0.02)
    service.process.seen.terminate()
    answers = await asyncio.gather(*(parcel.accepted for parcel in asked))
    assert all(b"machine" in answer.body for answer in answers)
    assert {parcel.attempts for parcel in asked} == {1}
    assert await asyncio.to_thread(everybody[0].wait, 60) == 0
    assert alive(everybody) == []


def _cpu_seconds(worker: psutil.Process) -> float:
    """Return the CPU seconds that a worker has used."""
    return float(worker.cpu_times().user)


def _connections(worker: psutil.Process, port: int) -> int:
    return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == port for one in worker.net_connections())


def _send_ten_hellos(service: Service) -> list[WebhookRequest]:
    return [service.population.newcomer(SCRIPTS[0], "sms").phone.writes("hello") for _ in range(10)]


async def _reply_to_goodbye(service: Service) -> str:
    person = service.population.newcomer(SCRIPTS[0], "sms")
    return (await person.phone.writes("goodbye").accepted).body.decode()


def _change_goodbye(model: Path) -> None:
    """Replace the model by one that says goodbye in other words."""
    packed = BytesIO()
    with tarfile.open(model) as old, tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as new:
        for member in old:
            content = old.extractfile(member).read() if member.isfile() else b""  # type: ignore[union-attr]
            if member.name.endswith((".json", ".yml")):
                content = content.replace(_GOODBYE.encode(), _NEW_GOODBYE.encode())
                member.size = len(content)
            new.addfile(member, BytesIO(content))
    model.write_bytes(packed.getvalue())
    write_digest(model)
