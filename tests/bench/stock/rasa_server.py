"""`rasa run` with the REST channel, in a process of its own, and people who write to it."""

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

START_WITHIN = 600
"""Seconds; TensorFlow takes half a minute on a busy machine."""
ANSWERS_WITHIN = 120.0
LOOKS_EVERY = 0.05
_PATH = "/webhooks/rest/webhook"
_JSON = {"Content-Type": "application/json"}


class RasaServer:
    """One stock server, with the settings that it has by itself, on a loopback port."""

    def __init__(self, trained: Trained, log: Path) -> None:
        """Take the model and the file that gets its output."""
        self.wire = HttpClient(free_port())
        self._trained = trained
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._senders = itertools.count()

    async def start(self) -> None:
        """Start it; return when it answers a first message; raise RuntimeError with its output if it never does."""
        self._process = self._begun()
        until = asyncio.get_running_loop().time() + START_WITHIN
        while not await self._answers():
            if self._process.poll() is not None or asyncio.get_running_loop().time() > until:
                raise RuntimeError(self._log.read_text())
            await asyncio.sleep(LOOKS_EVERY)

    def _begun(self) -> subprocess.Popen[bytes]:
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
            await self.say(self.newcomer(), "hello")
        except NotDeliveredError:
            return False
        return True

    def newcomer(self) -> str:
        """Return the id of somebody who never wrote."""
        return f"sender-{next(self._senders)}"

    async def say(self, sender: str, words: str) -> list[dict[str, str]]:
        """Return the answers to a message; raise NotDeliveredError where there are none to be had."""
        body = json.dumps({"sender": sender, "message": words}).encode()
        answer = await self.wire.request("POST", _PATH, body, _JSON, ANSWERS_WITHIN)
        if answer.status != 200:
            fate = f"refused with {answer.status}"
            raise NotDeliveredError(fate)
        said: list[dict[str, str]] = json.loads(answer.body)
        return said

    @property
    def seen(self) -> psutil.Process:
        """Return it as the system sees it."""
        assert self._process
        return psutil.Process(self._process.pid)

    def stop(self) -> None:
        """End it, whatever it does."""
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
    """Somebody who has a conversation with the stock server; a choice is typed as its number."""

    server: RasaServer
    conversation: Conversation
    sender: str = field(init=False)

    def __post_init__(self) -> None:
        """Be somebody new."""
        self.sender = self.server.newcomer()

    async def write(self, step: str | int) -> None:
        """Write and wait for the answer; raise NotDeliveredError."""
        await self.server.say(self.sender, str(step))
