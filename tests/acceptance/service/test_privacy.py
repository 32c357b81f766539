"""What the service leaves behind, checked against our promises of privacy."""

import asyncio
import re

from tests.acceptance.service.service_process import SECRET_WORDS, Phone, Service
from tests.harness.fake_telegram import EmulatorClient, make_client


async def test_the_log_has_no_words_and_no_addresses(service: Service, telegram: EmulatorClient, phone: Phone) -> None:
    """The log contains nothing that people wrote, and no number or chat id."""
    await phone.send_sms(f"/{SECRET_WORDS} i need a lawyer in Bangkok")
    await telegram.send_text(f"/{SECRET_WORDS} he is going to kill me")
    await telegram.wait_for_replies()
    log = service.log.read_text()
    for trace in (*SECRET_WORDS.split(), phone.number, str(telegram.chat_id), telegram.token, service.auth_token):
        assert trace not in log


async def test_the_disk_has_no_conversations(service: Service, phone: Phone) -> None:
    """No file of the service contains a word or a number of a person."""
    await phone.send_sms(f"{SECRET_WORDS} in Bangkok")
    traces = [*SECRET_WORDS.encode().split(), phone.number.encode()]
    for path in service.log.parent.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [trace for trace in traces if trace in content], path


async def test_concurrent_conversations(service: Service) -> None:
    """Many people at the same time each get their own answer."""
    phones = [Phone(service, number=f"+1500555{index:04}") for index in range(8000, 8020)]
    answers = await asyncio.gather(
        *(p.send_sms("i need a lawyer in Bangkok" if i % 2 else "hola") for i, p in enumerate(phones))
    )
    assert all(("Thailand" in answer) == bool(index % 2) for index, answer in enumerate(answers))


async def test_the_bot_never_writes_first(service: Service, telegram: EmulatorClient) -> None:
    """A person who has written nothing is sent nothing."""
    assert await telegram.sent_messages() == []


async def test_the_health_page_reveals_nothing_else(service: Service) -> None:
    """The health page reports that the service runs, and no other page exists."""
    async with make_client(service.url) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        for path in ("/docs", "/openapi.json", "/webhooks/sms", "/hsds/", "/hsds/services", "/nothing"):
            assert (await client.get(path)).status_code in {404, 405}


def test_the_log_is_from_our_packages(service: Service) -> None:
    """All log records come from our packages and uvicorn, and none had to be withheld."""
    lines = [line for line in service.log.read_text().splitlines() if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert lines
    assert all(re.search(r" [A-Z]+ (actions|bot|directory|locales|nlu|uvicorn)\b", line) for line in lines), lines
    assert [line for line in lines if "withheld" in line] == []
