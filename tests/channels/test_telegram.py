"""The Telegram channel: inbound updates."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from traceback import format_exception
from typing import Any

import pytest

from bot.channels.common.paths import TELEGRAM_PATH
from bot.channels.telegram.chat_state import KIND as CHAT
from bot.channels.telegram.parsing import parse_text_only
from bot.channels.telegram.polling import TelegramRefusedError
from bot.channels.telegram.webhook import SECRET_HEADER, TelegramChannel
from bot.core.message import MessageKind
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.virtual_users import SECRET, TelegramUser, make_responder, run_server, run_telegram
from tests.harness.fake_telegram import EmulatorClient, make_client, updates


def channel(api: EmulatorClient, echo: EchoEngine, secret: str | None = SECRET) -> TelegramChannel:
    """Return a channel that the test itself serves or polls."""
    store = MemoryStore()
    return TelegramChannel(api.token, secret, api.url, make_responder(echo, store), Pseudonyms(store))


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    """Post to the webhook and return the status."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with make_client() as client:
        return (await client.post(url + TELEGRAM_PATH, content=body, headers=headers)).status_code


@pytest.mark.parametrize(("ours", "given"), [(SECRET, None), (SECRET, "another"), (SECRET, "ä"), (None, ""), ("", "")])
async def test_rejects_wrong_secret(bot_api: EmulatorClient, ours: str | None, given: str | None) -> None:
    """A post without the secret, or to a channel without one, is rejected before the engine is called."""
    echo = EchoEngine()
    telegram = channel(bot_api, echo, ours)
    body = json.dumps(updates.update(message=updates.message(7, text="hello"))).encode()
    async with run_server(telegram.router()) as url, make_client() as client:
        headers = [] if given is None else [(SECRET_HEADER.encode(), given.encode())]
        assert (await client.post(url + TELEGRAM_PATH, content=body, headers=headers)).status_code == 403
    await telegram.stop()
    assert echo.messages == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"9" * 10_000, 400),
        (b"[]", 400),
        (b'"update"', 400),
        (b'{"update_id": "x"}', 400),
        (b'{"update_id": 1, "message": null}', 200),
        (b'{"update_id": 1, "message": {"text": ' + b"[" * 900 + b"]" * 900 + b"}}", 200),
        (b" " * (256 * 1024 + 1), 413),
    ],
)
async def test_rejects_malformed_body(bot_api: EmulatorClient, body: bytes, status: int) -> None:
    """A body that is not an update is rejected or ignored, and never a server error."""
    echo = EchoEngine()
    telegram = channel(bot_api, echo)
    async with run_server(telegram.router()) as url:
        assert await post(url, body) == status
    await telegram.stop()
    assert echo.messages == []


async def test_rejects_large_body_without_length(bot_api: EmulatorClient) -> None:
    """A large body without a Content-Length is rejected too."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 16_384

    telegram = channel(bot_api, EchoEngine())
    async with run_server(telegram.router()) as url, make_client() as client:
        response = await client.post(url + TELEGRAM_PATH, content=endless(), headers={SECRET_HEADER: SECRET})
        assert response.status_code == 413
    await telegram.stop()


@pytest.mark.parametrize("kind", updates.ignored_updates(7))
async def test_ignores_other_updates(user: TelegramUser, kind: str) -> None:
    """Groups, channels, polls and unknown kinds are acknowledged without a reply."""
    assert await user.api.deliver(updates.ignored_updates(user.api.chat_id)[kind]) == 200
    await user.send_text("and now")
    assert await user.received(1) == ["you said: and now"]
    assert len(user.echo.messages) == 1


@pytest.mark.parametrize("kind", ["group", "channel post"])
async def test_leaves_group_on_message(user: TelegramUser, kind: str) -> None:
    """A message in a group or channel makes the bot leave, without a reply that would reveal its purpose."""
    assert await user.api.deliver(updates.ignored_updates(user.api.chat_id)[kind]) == 200
    [left] = await user.api.calls("leaveChat")
    assert left["params"] == {"chat_id": str(-user.api.chat_id)}
    assert await user.api.calls("sendMessage") == []
    assert user.echo.messages == []


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
async def test_leaves_group_when_added(user: TelegramUser, chat_type: str) -> None:
    """The bot leaves a group as soon as it is added; being removed changes nothing."""
    for status, left in (("member", 1), ("left", 1), ("member", 2), ("kicked", 2)):
        assert await user.api.deliver(updates.membership(-user.api.chat_id, status, chat_type)) == 200
        assert len(await user.api.calls("leaveChat")) == left
    assert await user.api.calls("sendMessage") == []


async def test_block_is_an_opt_out(user: TelegramUser) -> None:
    """Blocking the bot is an opt-out: no reply is sent, and the chat's message ids are deleted."""
    await user.send_text("hello")
    sender = user.echo.messages[0].sender
    assert await user.store.get(CHAT, sender)
    assert await user.api.deliver(updates.membership(user.api.chat_id, "kicked")) == 200
    assert (user.echo.messages[-1].kind, user.echo.messages[-1].sender) == (MessageKind.OPT_OUT, sender)
    assert await user.store.get(CHAT, sender) is None
    assert len(await user.api.calls("sendMessage")) == 1


async def test_unblock_is_ignored(user: TelegramUser) -> None:
    """Unblocking the bot is not a message."""
    assert await user.api.deliver(updates.membership(user.api.chat_id, "member")) == 200
    assert user.echo.messages == []


@pytest.mark.parametrize("content", [{"text": "mended"}, {**updates.UNREADABLE["photo"], "caption": "mended"}])
async def test_edited_message_is_answered_once(user: TelegramUser, content: dict[str, Any]) -> None:
    """An edit is answered once, and its new text is not read."""
    update = updates.edited(user.api.chat_id, **content)
    for _ in range(2):
        assert await user.api.deliver(update) == 200
    assert await user.received(1) == ["received edited"]
    assert user.echo.messages[0].text == ""


async def test_live_location_update_is_ignored(user: TelegramUser) -> None:
    """A live location that moves is not a message."""
    moved = {"location": {**updates.LOCATION["location"], "live_period": 3600}}
    assert await user.api.deliver(updates.edited(user.api.chat_id, **moved)) == 200
    assert user.echo.messages == []


@pytest.mark.parametrize("kind", updates.UNREADABLE)
async def test_message_without_text(user: TelegramUser, kind: str) -> None:
    """A photo, a voice message or a contact is answered, and none of its content is passed on."""
    assert await user.api.send(**updates.UNREADABLE[kind]) == 200
    assert await user.received(1) == ["received unreadable"]
    assert user.echo.messages[0].text == ""


async def test_location_is_rounded(user: TelegramUser) -> None:
    """A location is passed on in tenths of a degree, about 10 km, and no finer."""
    assert await user.api.send(**updates.LOCATION) == 200
    assert await user.received(1) == ["received location"]
    assert user.echo.messages[0].location == (18.8, 99.0)
    assert "18.8" not in repr(user.echo.messages[0])


async def test_caption_is_text(user: TelegramUser) -> None:
    """The caption of a photo is text."""
    await user.api.send(**updates.UNREADABLE["photo"], caption="help me")
    assert await user.received(1) == ["you said: help me"]


@pytest.mark.parametrize(
    "broken",
    [
        {"entities": "bad"},
        {"from": {"id": 7, "is_bot": False}},
        {"poll": {"id": "1", "question": "?", "options": []}},
        {"text": None, "caption": "help me", "photo": "bad"},
        {"date": -1},
        {"date": 10**400},
    ],
)
async def test_text_beside_what_cannot_be_parsed(user: TelegramUser, broken: dict[str, Any]) -> None:
    """A readable text is answered even if python-telegram-bot can't parse some other field."""
    message = {**updates.message(user.api.chat_id, text="help me"), **broken}
    assert await user.api.deliver(updates.update(message=message)) == 200
    assert await user.received(1) == ["you said: help me"]


@pytest.mark.parametrize("date", [float("nan"), float("inf"), "yesterday", None, -1, 10**400])
def test_text_with_an_absurd_date(date: object) -> None:
    """A text whose date cannot be one is taken for a new one."""
    update = updates.update(message={**updates.message(7, text="help me"), "date": date})
    parsed = parse_text_only(update)
    assert parsed
    assert parsed.sent_at is None


async def test_absurd_message_id(user: TelegramUser) -> None:
    """An id that Telegram can't give is not taken for the newest one."""
    message = {**updates.message(user.api.chat_id, text="hello"), "message_id": 2**40}
    assert await user.api.deliver(updates.update(message=message)) == 200
    assert user.echo.messages == []
    assert user.bot._sender.seen.latest == 0


@pytest.mark.parametrize(("minutes", "is_late"), [(0, False), (14, False), (16, True), (480, True)])
async def test_late_message(user: TelegramUser, minutes: int, is_late: bool) -> None:  # noqa: FBT001  pytest gives it by name
    """A message that waited at Telegram for long is passed on as late; of an edit the time of the edit counts."""
    at = int(time.time()) - 60 * minutes
    await user.api.send(text="hello", date=at)
    edited = updates.edited(user.api.chat_id, text="mended", date=1)
    await user.api.deliver(updates.update(edited_message={**edited["edited_message"], "edit_date": at}))
    assert [message.is_late for message in user.echo.messages] == [is_late, is_late]


async def test_history(user: TelegramUser) -> None:
    """An empty chat offers only /start: whatever else comes shows that there was a conversation."""
    for text in ("/start", "hello", "/menu"):
        await user.send_text(text)
    await user.api.deliver(updates.press(user.api.chat_id, "t-bed", updates.message(user.api.chat_id, text="asked")))
    assert [message.has_history for message in user.echo.messages] == [False, True, True, True]


@pytest.mark.parametrize("text", ["/start", "/start ref-123", "/start@waylight_bot", "/START"])
async def test_start(user: TelegramUser, text: str) -> None:
    """/start begins a conversation; the parameter of a link is dropped."""
    await user.send_text(text)
    await user.received(1)
    assert (user.echo.messages[0].kind, user.echo.messages[0].text) == (MessageKind.START, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [("/shelter", "shelter"), ("/help@waylight_bot me", "help me"), ("/ /stop", "stop"), ("/startle", "startle")],
)
async def test_unknown_command_is_text(user: TelegramUser, text: str, words: str) -> None:
    """Any other command is ordinary text."""
    await user.send_text(text)
    await user.received(1)
    assert (user.echo.messages[0].kind, user.echo.messages[0].text) == (MessageKind.TEXT, words)


@pytest.mark.parametrize(
    ("text", "name"),
    [("/menu", "menu"), ("/Menu@line_bot", "menu"), ("/language now", "language"), ("/ERASE", "erase")],
)
async def test_menu_command(user: TelegramUser, text: str, name: str) -> None:
    """The commands of Telegram's menu are not text, whatever is typed after them."""
    await user.send_text(text)
    message = user.echo.messages[0]
    assert (message.kind, message.text) == (MessageKind.COMMAND, "")
    assert message.choice == name


async def test_app_language_is_a_hint(bot_api: EmulatorClient) -> None:
    """The language of the person's app is passed on as a hint."""
    bot_api.language = "pt-br"
    async with run_telegram(bot_api) as person:
        await bot_api.send_text("oi")
        await person.received(1)
        assert person.echo.messages[0].language_hint == "pt-br"


async def test_polling(bot_api: EmulatorClient) -> None:
    """With only a token, updates are fetched and handled in the same way."""
    echo = EchoEngine()
    telegram = channel(bot_api, echo, secret=None)
    polling = asyncio.create_task(telegram.poll())
    await bot_api.send_text("menu")
    await bot_api.wait_for_replies()
    await bot_api.press("A bed")
    assert [message.text for message in await bot_api.wait_for_replies(at_least=2)][1] == "received choice t-bed"
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await telegram.stop()
    assert len(echo.messages) == 2


async def test_bad_token(bot_api: EmulatorClient) -> None:
    """A token that Telegram rejects raises an error without the token."""
    bot_api.token = "123:not-a-token"
    telegram = channel(bot_api, EchoEngine())
    with pytest.raises(TelegramRefusedError) as of_webhook:
        await telegram.register_webhook("https://hotline.example")
    with pytest.raises(TelegramRefusedError) as of_polling:
        await telegram.poll()
    await telegram.stop()
    for refusal in (of_webhook.value, of_polling.value):
        assert "123:" not in "".join(format_exception(refusal))
