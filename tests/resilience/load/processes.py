"""One `waylight run` in a process of its own."""

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import psutil

from tests.harness.delivery import NotDeliveredError
from tests.harness.http_client import HttpClient
from tests.ports import free_port
from tests.resilience.load.networks import PUBLIC_URL

_COMPLAINT = re.compile(r"^\S+ \S+ ((?:WARNING|ERROR|CRITICAL) .*)", re.MULTILINE)

START_WITHIN = 120
"""Seconds; a start takes about eight where nothing else runs."""


class Process:
    """A service that can be started, watched, killed, and started again on the same port."""

    def __init__(self, name: str, settings: dict[str, str], log: Path) -> None:
        """Take the settings and the file that gets its output."""
        self.name = name
        self.wire = HttpClient(free_port(), host=PUBLIC_URL.removeprefix("https://"))
        self._log = log
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WAYLIGHT_")}
        self._environment = {**kept, **settings}
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, also once killed; return when it answers; raise RuntimeError with its output if it never does."""
        if self._process:
            await asyncio.to_thread(self._process.wait)
        self._process = self._begun()
        loop = asyncio.get_running_loop()
        until = loop.time() + START_WITHIN
        while not await self._answers():
            if self._process.poll() is not None or loop.time() > until:
                raise RuntimeError(self._log.read_text())
            await asyncio.sleep(0.1)

    def _begun(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [Path(sys.executable).with_name("waylight"), "run", "--port", str(self.wire.port)]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=subprocess.STDOUT)

    async def _answers(self) -> bool:
        try:
            return (await self.wire.request("GET", "/health", b"", {}, within=30)).status == 200
        except NotDeliveredError:
            return False

    @property
    def seen(self) -> psutil.Process:
        """Return it as the system sees it."""
        assert self._process
        return psutil.Process(self._process.pid)

    def complaints(self) -> list[str]:
        """Return the lines of its log from WARNING up, without their times."""
        return _COMPLAINT.findall(self._log.read_text())

    def kill(self) -> None:
        """End it here and now (SIGKILL); it can do nothing more."""
        assert self._process
        self._process.kill()

    def stop(self) -> None:
        """End it in peace."""
        self.wire.close()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)


def complaints_of(processes: Iterable[Process]) -> list[str]:
    """Return what the processes complained of, each sentence once with its count, the commonest first."""
    counted = Counter(line for process in processes for line in process.complaints())
    return [f"{count} x {line}" for line, count in counted.most_common()]
