"""What anybody may send to a door that stands open to the world."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from tests.acceptance.privacy.hearing import words
from tests.acceptance.privacy.letters import somebody_on_telegram, somebody_with_a_phone, texted, written
from tests.acceptance.privacy.line import connected
from tests.acceptance.privacy.stage import Stage
from tests.harness.carriers.door import Parcel
from tests.harness.carriers.telegram import SECRET_HEADER

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIGNATURE = "X-Twilio-Signature"


def with_headers(parcel: Parcel, headers: Mapping[str, str]) -> Parcel:
    """Return the same parcel with other headers."""
    kept = {name: value for name, value in parcel.headers.items() if name == "Content-Type"}
    return replace(parcel, headers={**kept, **headers})


async def test_forged_secrets(stage: Stage) -> None:
    """Without Telegram's secret, to the letter, nothing is heard, wherever the right one may stand."""
    chat = somebody_on_telegram()
    parcel = written(stage.networks, chat, "hello")
    right = parcel.headers[SECRET_HEADER]
    turned = right[::-1]
    forged: list[dict[str, str]] = [
        {}, {SECRET_HEADER: ""}, {SECRET_HEADER: turned}, {SECRET_HEADER: right.upper()}, {SECRET_HEADER: right[:-1]},
        {SECRET_HEADER: right + "0"}, {SECRET_HEADER: f'"{right}"'}, {SECRET_HEADER: f"{right}, {right}"},
        {"Authorization": right}, {f"{SECRET_HEADER}-": right},
        {SECRET_HEADER: turned, SECRET_HEADER.lower(): right}, {SECRET_HEADER: "\u00e9" * 300},
    ]  # fmt: skip
    for headers in forged:
        assert (await stage.brings(with_headers(parcel, headers))).status == 403, headers
    assert stage.said_to(chat) == []
    assert (await stage.brings(parcel)).status == 200
    assert len(stage.said_to(chat)) == 1


async def test_forged_signatures(stage: Stage) -> None:
    """Without Twilio's signature of this very form and address nothing is heard."""
    number = somebody_with_a_phone()
    parcel, other = texted(stage.networks, number, "hello"), texted(stage.networks, number, "menu")
    right, of_another = parcel.headers[SIGNATURE], other.headers[SIGNATURE]
    forged: list[dict[str, str]] = [
        {}, {SIGNATURE: ""}, {SIGNATURE: of_another}, {SIGNATURE: right.swapcase()}, {SIGNATURE: right.rstrip("=")},
        {SIGNATURE: right + "="}, {SIGNATURE: f"{right}, {right}"}, {SIGNATURE: f"{right} {of_another}"},
        {SIGNATURE: of_another, SIGNATURE.lower(): right}, {SIGNATURE: "\u00e9"}, {"Signature": right},
    ]  # fmt: skip
    for headers in forged:
        answer = await stage.brings(with_headers(parcel, headers))
        assert (answer.status, answer.body) == (403, b""), headers
    for changed in (parcel.body + b"&A=1", parcel.body.replace(b"hello", b"menu"), other.body):
        assert (await stage.brings(replace(parcel, body=changed))).status == 403
    for elsewhere in (f"{parcel.path}?a=1", f"{parcel.path}/status"):
        assert (await stage.brings(replace(parcel, path=elsewhere))).status == 403
    assert words(await stage.brings(parcel))


async def test_replayed_hours_later(processor: TurnProcessor, keys: Keys) -> None:
    """An update that somebody has copied and sends again hours later is no second turn, and nothing is said."""
    now = [0.0]
    async with connected(processor, InMemory(keys, clock=lambda: now[0]), keys) as line:
        chat = somebody_on_telegram()
        parcels = [written(line.networks, chat, text) for text in ("i need a lawyer in Bangkok", "menu")]
        for parcel in parcels:
            assert (await line.brings(parcel)).status == 200
        said = len(line.networks.telegram.api.chats.said_to(chat))
        for now[0] in (3_600, 23 * 3_600):
            assert [(await line.brings(parcel)).status for parcel in parcels] == [200, 200]
        assert (len(line.networks.telegram.api.chats.said_to(chat)), len(line.heard)) == (said, 2)


async def test_oversize(stage: Stage) -> None:
    """A body over the limit is refused by its length alone, or where it hides that, at the limit."""
    large = b"x" * (256 * 1024 + 1)
    for parcel in (
        written(stage.networks, somebody_on_telegram(), "hello"),
        texted(stage.networks, "+15005559999", "a"),
    ):
        status = (await stage.brings(replace(parcel, body=large))).status
        assert status == 413
    update = written(stage.networks, somebody_on_telegram(), "hello")
    spaces = json.dumps(json.loads(update.body)).encode().ljust(256 * 1024)
    assert (await stage.brings(replace(update, body=spaces))).status == 200


@contextlib.asynccontextmanager
async def dawdling(port: int, parcel: Parcel, many: int) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Open so many connections that begin to post and don't go on."""
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(many)]
    names = "".join(f"{name}: {value}\r\n" for name, value in parcel.headers.items())
    for _, writer in connections:
        writer.write(f"POST {parcel.path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n{names}\r\n[".encode())
    yield [reader for reader, _ in connections]
    for _, writer in connections:
        writer.close()


async def test_slow_bodies(in_memory: Stage) -> None:
    """While two hundred dawdle others are answered at once, and whoever dawdles is sent away after ten seconds."""
    slow = written(in_memory.networks, somebody_on_telegram(), "hello")
    begun = time.monotonic()
    async with dawdling(in_memory.processes[0].wire.port, slow, 200) as readers:
        assert words(await in_memory.brings(texted(in_memory.networks, somebody_with_a_phone(), "hello")))
        assert time.monotonic() - begun < 8
        async with asyncio.timeout(30):
            answers = await asyncio.gather(*(reader.readline() for reader in readers))
        assert {answer.split()[1] for answer in answers} == {b"408"}


async def test_too_many_turns_at_once(processor: TurnProcessor, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no more turns may run, Telegram is asked to come again and whoever texts is told so; later all is well."""
    async with connected(processor, InMemory(keys), keys) as line:
        chat, number = somebody_on_telegram(), somebody_with_a_phone()
        parcel = written(line.networks, chat, "hello")
        monkeypatch.setattr("bot.channels.common.turn_queue.AT_MOST", 0)
        assert (await line.brings(parcel)).status == 503
        assert await line.texts(number, "hello") == ["sorry on sms"]
        monkeypatch.undo()
        assert (await line.brings(parcel)).status == 200
        assert await line.texts(number, "hello") != ["sorry on sms"]
