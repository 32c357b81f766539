"""Requests that any stranger can send."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from tests.acceptance.privacy.answers import answer_text
from tests.acceptance.privacy.in_process_service import running_in_process
from tests.acceptance.privacy.parcels import new_chat, new_number, sms_request, text_update
from tests.acceptance.privacy.service_fixture import RunningService
from tests.harness.delivery import WebhookRequest
from tests.harness.fake_telegram.delivery import SECRET_HEADER

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

SIGNATURE = "X-Twilio-Signature"


def with_headers(parcel: WebhookRequest, headers: Mapping[str, str]) -> WebhookRequest:
    """Return the same request with other headers."""
    kept = {name: value for name, value in parcel.headers.items() if name == "Content-Type"}
    return replace(parcel, headers={**kept, **headers})


async def test_rejects_wrong_secret(stage: RunningService) -> None:
    """Without Telegram's exact secret nothing is processed, wherever it is sent."""
    chat = new_chat()
    parcel = text_update(stage.networks, chat, "hello")
    right = parcel.headers[SECRET_HEADER]
    turned = right[::-1]
    forged: list[dict[str, str]] = [
        {}, {SECRET_HEADER: ""}, {SECRET_HEADER: turned}, {SECRET_HEADER: right.upper()}, {SECRET_HEADER: right[:-1]},
        {SECRET_HEADER: right + "0"}, {SECRET_HEADER: f'"{right}"'}, {SECRET_HEADER: f"{right}, {right}"},
        {"Authorization": right}, {f"{SECRET_HEADER}-": right},
        {SECRET_HEADER: turned, SECRET_HEADER.lower(): right}, {SECRET_HEADER: "\u00e9" * 300},
    ]  # fmt: skip
    for headers in forged:
        assert (await stage.deliver(with_headers(parcel, headers))).status == 403, headers
    assert stage.messages_in(chat) == []
    assert (await stage.deliver(parcel)).status == 200
    assert len(stage.messages_in(chat)) == 1


async def test_rejects_wrong_signature(stage: RunningService) -> None:
    """Without Twilio's signature of this form and URL nothing is processed."""
    number = new_number()
    parcel, other = sms_request(stage.networks, number, "hello"), sms_request(stage.networks, number, "menu")
    right, of_another = parcel.headers[SIGNATURE], other.headers[SIGNATURE]
    forged: list[dict[str, str]] = [
        {}, {SIGNATURE: ""}, {SIGNATURE: of_another}, {SIGNATURE: right.swapcase()}, {SIGNATURE: right.rstrip("=")},
        {SIGNATURE: right + "="}, {SIGNATURE: f"{right}, {right}"}, {SIGNATURE: f"{right} {of_another}"},
        {SIGNATURE: of_another, SIGNATURE.lower(): right}, {SIGNATURE: "\u00e9"}, {"Signature": right},
    ]  # fmt: skip
    for headers in forged:
        answer = await stage.deliver(with_headers(parcel, headers))
        assert (answer.status, answer.body) == (403, b""), headers
    for changed in (parcel.body + b"&A=1", parcel.body.replace(b"hello", b"menu"), other.body):
        assert (await stage.deliver(replace(parcel, body=changed))).status == 403
    for elsewhere in (f"{parcel.path}?a=1", f"{parcel.path}/status"):
        assert (await stage.deliver(replace(parcel, path=elsewhere))).status == 403
    assert answer_text(await stage.deliver(parcel))


async def test_ignores_replayed_update(processor: TurnProcessor, keys: Keys) -> None:
    """A copied update that is sent again hours later is no second turn and gets no reply."""
    now = [0.0]
    async with running_in_process(processor, MemoryStore(keys, clock=lambda: now[0]), keys) as line:
        chat = new_chat()
        parcels = [text_update(line.networks, chat, text) for text in ("i need a lawyer in Bangkok", "menu")]
        for parcel in parcels:
            assert (await line.deliver(parcel)).status == 200
        said = len(line.networks.telegram.api.chats.sent_by_bot(chat))
        for now[0] in (3_600, 23 * 3_600):
            assert [(await line.deliver(parcel)).status for parcel in parcels] == [200, 200]
        assert (len(line.networks.telegram.api.chats.sent_by_bot(chat)), len(line.heard)) == (said, 2)


async def test_rejects_large_body(stage: RunningService) -> None:
    """A body over the limit is rejected by its length, or at the limit if it hides its length."""
    large = b"x" * (256 * 1024 + 1)
    for parcel in (
        text_update(stage.networks, new_chat(), "hello"),
        sms_request(stage.networks, "+15005559999", "a"),
    ):
        status = (await stage.deliver(replace(parcel, body=large))).status
        assert status == 413
    update = text_update(stage.networks, new_chat(), "hello")
    spaces = json.dumps(json.loads(update.body)).encode().ljust(256 * 1024)
    assert (await stage.deliver(replace(update, body=spaces))).status == 200


@contextlib.asynccontextmanager
async def slow_requests(port: int, parcel: WebhookRequest, many: int) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Open connections that start to post and do not continue."""
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(many)]
    names = "".join(f"{name}: {value}\r\n" for name, value in parcel.headers.items())
    for _, writer in connections:
        writer.write(f"POST {parcel.path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n{names}\r\n[".encode())
    yield [reader for reader, _ in connections]
    for _, writer in connections:
        writer.close()


async def test_slow_bodies(in_memory: RunningService) -> None:
    """While two hundred clients are slow others are answered at once, and slow ones rejected after ten seconds."""
    slow = text_update(in_memory.networks, new_chat(), "hello")
    begun = time.monotonic()
    async with slow_requests(in_memory.processes[0].wire.port, slow, 200) as readers:
        assert answer_text(await in_memory.deliver(sms_request(in_memory.networks, new_number(), "hello")))
        assert time.monotonic() - begun < 8
        async with asyncio.timeout(30):
            answers = await asyncio.gather(*(reader.readline() for reader in readers))
        assert {answer.split()[1] for answer in answers} == {b"408"}


async def test_too_many_turns_at_once(processor: TurnProcessor, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no more turns may run, Telegram is asked to retry and SMS senders are told so; later all works."""
    async with running_in_process(processor, MemoryStore(keys), keys) as line:
        chat, number = new_chat(), new_number()
        parcel = text_update(line.networks, chat, "hello")
        monkeypatch.setattr("bot.channels.common.turn_queue.MAX_TURNS", 0)
        assert (await line.deliver(parcel)).status == 503
        assert await line.texts(number, "hello") == ["sorry on sms"]
        monkeypatch.undo()
        assert (await line.deliver(parcel)).status == 200
        assert await line.texts(number, "hello") != ["sorry on sms"]
