"""People with Telegram, through an emulator of the Bot API."""

import asyncio
import json

import pytest

from tests.acceptance.service.service import Service
from tests.harness.telegram_server import BotApi

FIRST_WORDS = {
    "th": "ไม่มีที่นอน อยู่เชียงใหม่ค่ะ",
    "en": "i have nowhere to sleep, i'm in Chiang Mai",
    "es": "no tengo donde dormir, estoy en Chiang Mai",
}


@pytest.mark.parametrize("language", FIRST_WORDS)
async def test_help_and_then_more(telegram: BotApi, language: str) -> None:
    """A bed asks for whom; then one message has real services and buttons that work."""
    await telegram.says(FIRST_WORDS[language])
    (asked,) = await telegram.replies()
    await telegram.presses(asked.buttons[-1])
    _, said = await telegram.replies(at_least=2)
    assert "1300" in said.text
    await telegram.presses(said.buttons[0])
    _, _, more = await telegram.replies(at_least=3)
    assert more.text
    assert more.text != said.text


async def test_by_buttons_alone(telegram: BotApi) -> None:
    """From /start to help without typing a word; each answered question loses its buttons."""
    await telegram.says("/start")
    (safe,) = await telegram.replies()
    await telegram.presses("Yes")
    menu = (await telegram.replies(at_least=2))[-1]
    await telegram.presses("Legal help")
    where = (await telegram.replies(at_least=3))[-1]
    await telegram.presses("Thailand")
    services = (await telegram.replies(at_least=4))[-1]
    assert "Phone: " in services.text
    before = {str(one.message_id) for one in (safe, menu, where)}
    async with asyncio.timeout(5):
        while not before <= await _emptied(telegram):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.01)


async def _emptied(telegram: BotApi) -> set[str]:
    """Return the messages whose buttons were taken away."""
    return {str(call["said"]["message_id"]) for call in await telegram.calls("editMessageReplyMarkup")}


async def test_danger_comes_first(telegram: BotApi) -> None:
    """Danger is answered in one message that begins with what to do."""
    await telegram.says("เขาจะฆ่าหนู อยู่พนมเปญ")
    (said,) = await telegram.replies()
    assert "117" in said.text


async def test_a_photo_and_a_voice_message(telegram: BotApi) -> None:
    """What is not words is answered in words."""
    await telegram.sends(voice={"file_id": "x", "file_unique_id": "x", "duration": 1})
    assert "words" in (await telegram.replies())[-1].text


async def test_a_very_long_message(telegram: BotApi) -> None:
    """Four thousand characters, as many as Telegram carries, are answered."""
    await telegram.says("help me find a lawyer please " * 138)
    assert await telegram.replies()


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 300])
async def test_a_wrong_secret(service: Service, secret: str) -> None:
    """Without the secret nothing is processed."""
    assert await service.post_update('{"update_id": 1}', secret) == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ('"text"', 400),
        ("{}", 400),
        ('{"update_id": 900001}', 200),
        ('{"update_id": 900002, "poll": {"id": "1"}}', 200),
        ('{"update_id": 900003, "message": null}', 200),
        ('{"update_id": 900004, "message": {"message_id": 1}}', 200),
        ('{"update_id": 900005, "inline_query": {"id": "1", "from": {"id": 1}, "query": "", "offset": ""}}', 200),
        ("[" * 100_000, 400),
        ("x" * 1_000_000, 413),
    ],
)
async def test_bodies_that_are_no_message(service: Service, body: str, status: int) -> None:
    """What is no message gets a status that Telegram understands, never an error of ours."""
    assert await service.post_update(body) == status


async def test_an_edited_message_is_no_turn(service: Service, telegram: BotApi) -> None:
    """A correction of an old message doesn't start anything."""
    chat = {"id": telegram.chat_id, "type": "private"}
    edit = {"message_id": 5, "date": 1, "edit_date": 2, "chat": chat, "text": "hello"}
    assert await service.post_update(json.dumps({"update_id": 900010, "edited_message": edit})) == 200
    await telegram.says("hello")
    assert len(await telegram.replies()) == 1
