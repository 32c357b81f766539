"""`rasa run` with the REST channel in a process of its own, and users who write to it."""

import asyncio
import itertools
import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.bench.stock_rasa.training import ENVIRONMENT, STOCK, Trained
from tests.harness.delivery import NotDeliveredError
from tests.harness.http_client import HttpClient
from tests.ports import free_port
from tests.resilience.load.conversations import Conversation

START_TIMEOUT = 600
"""Seconds; TensorFlow takes half a minute on a busy machine."""
ANSWER_TIMEOUT = 120.0
POLL_INTERVAL = 0.05
_PATH = "/webhooks/rest/webhook"
_JSON = {"Content-Type": "application/json"}


class RasaServer:
    """A stock server with its default settings on a loopback port."""

    def __init__(self, trained: Trained, log: Path) -> None:
        """Set the model and the file for its output."""
        self.wire = HttpClient(free_port())
        self._trained = trained
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._senders = itertools.count()

    async def start(self) -> None:
        """Start the server and wait for its first answer; raise RuntimeError with its output if none comes."""
        self._process = self._launch()
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT
        while not await self._answers():
            if self._process.poll() is not None or asyncio.get_running_loop().time() > deadline:
                raise RuntimeError(self._log.read_text())
            await asyncio.sleep(POLL_INTERVAL)

    def _launch(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [STOCK / "bin" / "rasa", "run", "--enable-api", "--interface", "127.0.0.1"]
        command += ["--port", str(self.wire.port), "--model", self._trained.model]
        command += ["--credentials", self._trained.folder / "credentials.yml"]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self._log.parent,
                env={**os.environ, **ENVIRONMENT},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    async def _answers(self) -> bool:
        try:
            await self.send(self.newcomer(), "hello")
        except NotDeliveredError:
            return False
        return True

    def newcomer(self) -> str:
        """Return the id of a new user."""
        return f"sender-{next(self._senders)}"

    async def send(self, sender: str, text: str) -> list[dict[str, str]]:
        """Send a message and return the answers; raise NotDeliveredError if there are none."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        answer = await self.wire.request("POST", _PATH, body, _JSON, ANSWER_TIMEOUT)
        if answer.status != 200:
            reason = f"refused with {answer.status}"
            raise NotDeliveredError(reason)
        replies: list[dict[str, str]] = json.loads(answer.body)
        return replies

    @property
    def seen(self) -> psutil.Process:
        """The server's process."""
        assert self._process
        return psutil.Process(self._process.pid)

    def stop(self) -> None:
        """End the process in any state."""
        self.wire.close()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


@dataclass
class RestWriter:
    """A user with a conversation with the stock server; a choice is typed as its number."""

    server: RasaServer
    conversation: Conversation
    sender: str = field(init=False)

    def __post_init__(self) -> None:
        """Take a new sender id."""
        self.sender = self.server.newcomer()

    async def write(self, step: str | int) -> None:
        """Send a message and wait for the answer; raise NotDeliveredError."""
        await self.server.send(self.sender, str(step))
