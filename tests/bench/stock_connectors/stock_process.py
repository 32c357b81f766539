"""Start the stock connectors and talk to their process."""

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

from tests.bench.stock_connectors.observation import Turn
from tests.bench.stock_connectors.sms_stage import SmsSide
from tests.bench.stock_connectors.telegram_stage import TelegramSide
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.channels.virtual_users import run_server
from tests.harness.fake_telegram import EmulatorClient, make_client

ROOT = Path(__file__).parents[3]
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
START_TIMEOUT = 120
_LISTENING = re.compile(r"^listening on (\d+)$", re.MULTILINE)


@dataclass
class Stock:
    """The process of the stock connectors."""

    telegram: TelegramSide
    sms: SmsSide
    url: str

    async def read_intent(self, text: str) -> str | None:
        """Return the intent that Rasa reads from a text without its model."""
        return str(intent) if (intent := await _request(self.url, "POST", "/echo/intent", json=text)) else None

    async def reset_telegram(self) -> None:
        """Drop the session of a closed loop from the Telegram client; as installed it can't send anything."""
        await _request(self.url, "POST", "/echo/reset-telegram")


@dataclass
class ProcessOutput:
    """The output of a process, read as it comes so that the process never blocks on it."""

    stream: IO[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Start reading."""
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.stream), daemon=True)
        self.reader.start()

    def text(self) -> str:
        """Return the output so far."""
        return "".join(self.lines)

    async def port(self) -> int:
        """Wait for the line with the port; raise RuntimeError with the output if it does not come."""
        deadline = time.monotonic() + START_TIMEOUT
        while not (match := _LISTENING.search(self.text())):
            if time.monotonic() > deadline or not self.reader.is_alive():
                message = f"the stock connectors did not start:\n{self.text()}"
                raise RuntimeError(message)
            await asyncio.sleep(0.05)
        return int(match[1])


@contextlib.asynccontextmanager
async def stock_connectors(emulator: str) -> AsyncIterator[Stock]:
    """Run the stock connectors against the emulator and a Twilio of our own."""
    api, outbox = EmulatorClient(emulator), TwilioOutbox()
    async with run_server(outbox.router()) as twilio:
        arguments = [emulator, api.token, twilio, AUTH_TOKEN]
        command = [sys.executable, "-m", "tests.bench.stock_connectors.stock_server", *arguments]
        with running(command) as output:
            yield _sides(f"http://127.0.0.1:{await output.port()}", api, outbox, output)


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[ProcessOutput]:
    """Run a process and read its output; end it afterwards."""
    with subprocess.Popen(command, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True) as process:
        assert process.stdout
        output = ProcessOutput(process.stdout)
        try:
            yield output
        finally:
            process.terminate()
            process.wait()
            output.reader.join()


def _sides(url: str, api: EmulatorClient, outbox: TwilioOutbox, output: ProcessOutput) -> Stock:
    async def get_turns() -> list[Turn]:
        messages = await _request(url, "GET", "/echo/messages")
        return [Turn("text", message["text"] or "", message["sender"], message["metadata"]) for message in messages]

    webhook = f"{url}/webhooks/twilio/webhook"
    sms = SmsSide(webhook, webhook, AUTH_TOKEN, outbox, get_turns, output.text)
    return Stock(TelegramSide(api, get_turns, output.text), sms, url)


async def _request(url: str, verb: str, path: str, **options: Any) -> Any:
    async with make_client(url) as client:
        return (await client.request(verb, path, **options)).raise_for_status().json()
