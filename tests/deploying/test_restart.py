"""No message is lost while a service restarts behind the Caddyfile: the real Caddy, supervisor and web server."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from bot.workers.server import open_listeners
from tests.deploying.files import read
from tests.harness.delivery import NotDeliveredError
from tests.harness.http_client import HttpClient
from tests.ports import free_port
from tests.workers.service import alive, wait_until
from tests.workers.stub_service import STUB

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not on this machine"),
]
_HOST = "hotline.example"
_INTERVAL = 0.05
"""Seconds between two messages."""


class Service:
    """A stub service that can be started again on its port."""

    def __init__(self, workers: int, log: Path) -> None:
        """Take how many workers it has, and the file of its output."""
        self.port = free_port()
        self._workers = workers
        self._log = log
        self._process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Start it, as `waylight run` does with its sockets."""
        listeners = open_listeners("127.0.0.1", self.port, self._workers)
        numbers = [listener.fileno() for listener in listeners]
        command = [sys.executable, "-m", STUB, "serve" if self._workers == 1 else "supervise", *map(str, numbers)]
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(command, pass_fds=numbers, stdout=said, stderr=said)
        for listener in listeners:
            listener.close()

    async def stop(self) -> None:
        """Stop it as systemd does."""
        self._process.terminate()
        assert await asyncio.to_thread(self._process.wait, 30) == 0

    async def restart(self) -> None:
        """Stop it, and start it a second later."""
        await self.stop()
        await asyncio.sleep(1)
        self.start()

    async def reload(self) -> None:
        """Replace its workers."""
        before = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGHUP)
        await wait_until("new workers", lambda: not alive(before), within=30)


async def _wait_until_healthy(port: int) -> None:
    client = HttpClient(port, host=_HOST)
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(NotDeliveredError):
                if (await client.request("GET", "/health", b"", {}, 30)).status == 200:
                    break
            await asyncio.sleep(0.1)
    client.close()


def _start_caddy(folder: Path, port: int, upstream: int) -> "subprocess.Popen[bytes]":
    (folder / "Caddyfile").write_text(read("Caddyfile").replace("{\n", "{\n\tadmin off\n", 1))
    environment = {"HOME": str(folder), "SITE": f"http://{_HOST}:{port}", "UPSTREAM": f"127.0.0.1:{upstream}"}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with (folder / "caddy.txt").open("wb") as log:
        return subprocess.Popen(command, env=os.environ | environment, stderr=log)


@contextlib.asynccontextmanager
async def running_caddy(folder: Path, upstream: int) -> AsyncIterator[HttpClient]:
    """Run Caddy with our file, without TLS, in front of a port; yield connections to it."""
    port = free_port()
    process = _start_caddy(folder, port, upstream)
    client = HttpClient(port, host=_HOST)
    try:
        await _wait_until_healthy(port)
        yield client
    finally:
        client.close()
        process.kill()
        process.wait()


@pytest.mark.parametrize(("workers", "change"), [(1, Service.restart), (2, Service.restart), (2, Service.reload)])
async def test_no_message_is_lost(tmp_path: Path, workers: int, change: Callable[[Service], Awaitable[None]]) -> None:
    """Each message is answered, with its own text, and Caddy logs none."""
    service = Service(workers, tmp_path / "log.txt")
    service.start()
    await _wait_until_healthy(service.port)
    async with running_caddy(tmp_path, service.port) as proxy:

        async def send(number: int) -> tuple[int, bool]:
            body = f"{number:06}".encode() * 40
            response = await proxy.request("POST", "/webhooks/sms", body, {}, 30)
            return response.status, response.body == body

        messages: list[asyncio.Task[tuple[int, bool]]] = []
        changing = asyncio.create_task(_after(10 * _INTERVAL, change(service)))
        while not changing.done() or len(messages) < 40:
            messages.append(asyncio.create_task(send(len(messages))))
            await asyncio.sleep(_INTERVAL)
        await changing
        assert set(await asyncio.gather(*messages)) == {(200, True)}
        await service.stop()
    assert "/webhooks" not in (tmp_path / "caddy.txt").read_text()


async def _after(seconds: float, happening: Awaitable[None]) -> None:
    await asyncio.sleep(seconds)
    await happening
