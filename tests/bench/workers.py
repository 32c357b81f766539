"""One worker beside two, with the same Redis and PostgreSQL, in turn: `make bench PART=workers`.

The client must cost little, since it shares the cores with what is measured: texts are signed like Twilio's and sent
over persistent connections, and only the status of the response is read.
"""

import asyncio
import itertools
import secrets
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import uvloop
from rich.console import Console
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.engine.training import ensure_model
from tests.bench.stock_rasa.texts import ROOT
from tests.resilience.load.conversations import conversations
from tests.resilience.load.networks import PUBLIC_URL
from tests.resilience.load.processes import Process
from tests.resilience.load.service import shared_stores

PATH = "/webhooks/sms"
WRITERS = 16
SECONDS = 15
ROUNDS = 3
PROMISED = 1.7
"""The promised ratio of messages with two workers to those with one."""


def main() -> int:
    """Measure and print; return 1 if two workers process less than `PROMISED` times as much."""
    ensure_model(ROOT / ".waylight")
    with tempfile.TemporaryDirectory() as folder:
        single, double = uvloop.run(_rates(Path(folder)))
    times = median(double) / median(single)
    Console().print(f"one worker {median(single):.1f}, two {median(double):.1f} messages a second: {times:.2f} times")
    return int(times < PROMISED)


async def _rates(folder: Path) -> tuple[list[float], list[float]]:
    """Return the messages per second of one worker and of two, one value each per round."""
    token = secrets.token_hex(16)
    with shared_stores(folder) as stores:
        settings = {
            **stores,
            "WAYLIGHT_DATA_DIR": str(ROOT / ".waylight"),
            "WAYLIGHT_PUBLIC_URL": PUBLIC_URL,
            "WAYLIGHT_TWILIO_AUTH_TOKEN": token,
        }
        sides = [
            Process(f"{workers} workers", {**settings, "WAYLIGHT_WORKERS": str(workers)}, folder / f"{workers}.txt")
            for workers in (1, 2)
        ]
        try:
            for side in sides:
                await side.start()
                await _rate(side, token, seconds=3)  # loads what is loaded at first use
            results: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                for side, rates in zip(sides, results, strict=True):
                    rates.append(await _rate(side, token, SECONDS))
        finally:
            for side in sides:
                side.stop()
    return results[0], results[1]


async def _rate(side: Process, token: str, seconds: float) -> float:
    """Let users write, each as soon as they are answered; return the messages answered per second."""
    texts = _texts(token)
    deadline = time.perf_counter() + seconds
    answered = await asyncio.gather(*(_write(side.wire.port, texts, deadline) for _ in range(WRITERS)))
    return sum(answered) / seconds


def _texts(token: str) -> Iterator[Iterator[bytes]]:
    """Yield the requests of conversations without end, each of a new user."""
    signer = RequestValidator(token)
    for number, talk in enumerate(itertools.cycle(conversations())):
        yield (_request(signer, f"+1500{number:07}", str(step)) for step in talk.steps)


def _request(signer: RequestValidator, number: str, text: str) -> bytes:
    form = {"MessageSid": f"SM{secrets.token_hex(16)}", "From": number, "To": "+15005550006", "Body": text}
    body = urllib.parse.urlencode(form)
    head = (
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        f"X-Twilio-Signature: {signer.compute_signature(PUBLIC_URL + PATH, form)}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


async def _write(port: int, texts: Iterator[Iterator[bytes]], deadline: float) -> int:
    """Write until the deadline; return the number of answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    try:
        for request in itertools.chain.from_iterable(texts):
            if time.perf_counter() >= deadline:
                return answered
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").lower()
            assert head.startswith("http/1.1 200"), head
            await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
            answered += 1
    finally:
        writer.close()
    raise AssertionError


if __name__ == "__main__":
    sys.exit(main())
