"""What we promise people, looked for in what the service leaves behind."""

import asyncio
import re

from tests.acceptance.service.service import Phone, Service
from tests.harness.telegram_server import BotApi, loopback

_SECRET_WORDS = "xylophonic marmalade"


async def test_no_words_and_no_address_in_the_log(service: Service, telegram: BotApi, phone: Phone) -> None:
    """Nothing of what people wrote, and no number or chat id, is in the log."""
    await phone.texts(f"/{_SECRET_WORDS} i need a lawyer in Bangkok")
    await telegram.says(f"/{_SECRET_WORDS} he is going to kill me")
    await telegram.replies()
    log = service.log.read_text()
    for trace in (*_SECRET_WORDS.split(), phone.number, str(telegram.chat_id), telegram.token, service.auth_token):
        assert trace not in log


async def test_nothing_about_a_conversation_on_disk(service: Service, phone: Phone) -> None:
    """No file that the service writes holds a word or a number of anybody."""
    await phone.texts(f"{_SECRET_WORDS} in Bangkok")
    traces = [*_SECRET_WORDS.encode().split(), phone.number.encode()]
    for path in service.log.parent.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [trace for trace in traces if trace in content], path


async def test_two_people_at_once(service: Service) -> None:
    """Many people at once each get their own answer."""
    phones = [Phone(service, number=f"+1500555{index:04}") for index in range(8000, 8020)]
    answers = await asyncio.gather(
        *(p.texts("i need a lawyer in Bangkok" if i % 2 else "hola") for i, p in enumerate(phones))
    )
    assert all(("Thailand" in answer) == bool(index % 2) for index, answer in enumerate(answers))


async def test_the_bot_never_writes_first(service: Service, telegram: BotApi) -> None:
    """Somebody who has written nothing has been sent nothing."""
    assert await telegram.everything_said() == []


async def test_health_says_nothing_else(service: Service) -> None:
    """The health page tells that the service lives, and no page documents or shows more."""
    async with loopback(service.url) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        for path in ("/docs", "/openapi.json", "/webhooks/sms", "/nothing"):
            assert (await client.get(path)).status_code in {404, 405}


def test_the_log_has_only_our_voice(service: Service) -> None:
    """What the log has to say comes from our packages and uvicorn's start and stop, and nothing had to be withheld."""
    lines = [line for line in service.log.read_text().splitlines() if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert lines
    assert all(re.search(r" [A-Z]+ (actions|bot|directory|locales|nlu|uvicorn)\b", line) for line in lines), lines
    assert [line for line in lines if "withheld" in line] == []
