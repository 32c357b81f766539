"""People with Telegram, through an emulator of the Bot API."""

import asyncio
import json

import pytest

from tests.acceptance.service.service_process import Service
from tests.harness.fake_telegram import EmulatorClient

FIRST_WORDS = {
    "th": "ไม่มีที่นอน อยู่เชียงใหม่ค่ะ",
    "en": "i have nowhere to sleep, i'm in Chiang Mai",
    "es": "no tengo donde dormir, estoy en Chiang Mai",
}


@pytest.mark.parametrize("language", FIRST_WORDS)
async def test_help_and_then_more(telegram: EmulatorClient, language: str) -> None:
    """Where there are beds for anybody nothing is asked: one message has services and working buttons."""
    await telegram.send_text(FIRST_WORDS[language])
    (said,) = await telegram.wait_for_replies()
    assert "1300" in said.text
    await telegram.press(said.buttons[0])
    _, more = await telegram.wait_for_replies(at_least=2)
    assert more.text
    assert more.text != said.text


async def test_by_buttons_alone(telegram: EmulatorClient) -> None:
    """From /start to help without typing a word; each answered question loses its buttons."""
    await telegram.send_text("/start")
    (safe,) = await telegram.wait_for_replies()
    await telegram.press("Yes")
    menu = (await telegram.wait_for_replies(at_least=2))[-1]
    await telegram.press("Legal help")
    where = (await telegram.wait_for_replies(at_least=3))[-1]
    await telegram.press(where.buttons[0])
    services = (await telegram.wait_for_replies(at_least=4))[-1]
    assert "Phone: " in services.text
    before = {str(message.message_id) for message in (safe, menu, where)}
    async with asyncio.timeout(5):
        while not before <= await _messages_without_buttons(telegram):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.01)


async def _messages_without_buttons(telegram: EmulatorClient) -> set[str]:
    """Return the ids of messages whose buttons were removed."""
    return {str(call["params"]["message_id"]) for call in await telegram.calls("editMessageReplyMarkup")}


async def test_danger_comes_first(telegram: EmulatorClient) -> None:
    """Danger is answered in one message that begins with what to do."""
    await telegram.send_text("เขาจะฆ่าหนู อยู่พนมเปญ")
    (said,) = await telegram.wait_for_replies()
    assert "117" in said.text


async def test_a_photo_and_a_voice_message(telegram: EmulatorClient) -> None:
    """A message without text gets a reply."""
    await telegram.send_text("/start")
    await telegram.send(voice={"file_id": "x", "file_unique_id": "x", "duration": 1})
    assert "words" in (await telegram.wait_for_replies())[-1].text


async def test_a_very_long_message(telegram: EmulatorClient) -> None:
    """Four thousand characters, Telegram's maximum, get a reply."""
    await telegram.send_text("help me find a lawyer please " * 138)
    assert await telegram.wait_for_replies()


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
async def test_bodies_without_a_message(service: Service, body: str, status: int) -> None:
    """A body that is no message gets a status that Telegram understands, never a server error."""
    assert await service.post_update(body) == status


async def test_an_edited_message_starts_nothing(service: Service, telegram: EmulatorClient) -> None:
    """An edit of an old message does not start a conversation."""
    chat = {"id": telegram.chat_id, "type": "private"}
    edit = {"message_id": 5, "date": 1, "edit_date": 2, "chat": chat, "text": "hello"}
    assert await service.post_update(json.dumps({"update_id": 900010, "edited_message": edit})) == 200
    await telegram.send_text("hello")
    assert len(await telegram.wait_for_replies()) == 1
