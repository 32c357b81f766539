"""Start the stock connectors and talk with their process."""

import asyncio
import contextlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import IO, Any

from tests.bench.stock_connectors.seen import Turn
from tests.bench.stock_connectors.sms_stage import SmsSide
from tests.bench.stock_connectors.telegram_stage import TelegramSide
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.channels.virtual_users import run_server
from tests.harness.fake_telegram import EmulatorClient, make_client

ROOT = Path(__file__).parents[3]
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
STARTS_WITHIN = 120
_LISTENING = re.compile(r"^listening on (\d+)$", re.MULTILINE)


@dataclass
class Stock:
    """The process of the stock connectors."""

    telegram: TelegramSide
    sms: SmsSide
    url: str

    async def reads(self, text: str) -> str | None:
        """Return the intent that Rasa takes a text for without asking its model."""
        return str(read) if (read := await _ask(self.url, "POST", "/echo/reads", json=text)) else None

    async def mend(self) -> None:
        """Let its Telegram client forget the session of a closed loop; as it is installed it can't say a word."""
        await _ask(self.url, "POST", "/echo/mend")


@dataclass
class Printed:
    """What a process prints, read as it comes so that the process never waits for us."""

    stream: IO[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Begin to read."""
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.stream), daemon=True)
        self.reader.start()

    def text(self) -> str:
        """Return everything so far."""
        return "".join(self.lines)

    async def port(self) -> int:
        """Wait for the line that says where the process listens; raise RuntimeError with what it said instead."""
        until = time.monotonic() + STARTS_WITHIN
        while not (said := _LISTENING.search(self.text())):
            if time.monotonic() > until or not self.reader.is_alive():
                fault = f"the stock connectors did not start:\n{self.text()}"
                raise RuntimeError(fault)
            await asyncio.sleep(0.05)
        return int(said[1])


@contextlib.asynccontextmanager
async def stock_connectors(emulator: str) -> AsyncIterator[Stock]:
    """Run the stock connectors against the emulator and a Twilio of our own."""
    api, outbox = EmulatorClient(emulator), TwilioOutbox()
    async with run_server(outbox.router()) as twilio:
        arguments = [emulator, api.token, twilio, AUTH_TOKEN]
        command = [sys.executable, "-m", "tests.bench.stock_connectors.stock", *arguments]
        with running(command) as printed:
            yield _sides(f"http://127.0.0.1:{await printed.port()}", api, outbox, printed)


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[Printed]:
    """Run a process and read what it prints; end it afterwards."""
    with subprocess.Popen(command, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True) as process:
        assert process.stdout
        printed = Printed(process.stdout)
        try:
            yield printed
        finally:
            process.terminate()
            process.wait()
            printed.reader.join()


def _sides(url: str, api: EmulatorClient, outbox: TwilioOutbox, printed: Printed) -> Stock:
    async def heard() -> list[Turn]:
        every = await _ask(url, "GET", "/echo/heard")
        return [Turn("words", one["says"] or "", one["sender"], one["given"]) for one in every]

    webhook = f"{url}/webhooks/twilio/webhook"
    sms = SmsSide(webhook, webhook, AUTH_TOKEN, outbox, heard, printed.text)
    return Stock(TelegramSide(api, heard, printed.text), sms, url)


async def _ask(url: str, verb: str, path: str, **how: Any) -> Any:
    async with make_client(url) as client:
        return (await client.request(verb, path, **how)).raise_for_status().json()
