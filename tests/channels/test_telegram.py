"""What is Telegram's own: what comes in."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from traceback import format_exception
from typing import Any

import pytest

from bot.channels.telegram.chat_state import KIND as CHAT
from bot.channels.telegram.polling import TelegramRefusedError
from bot.channels.telegram.webhook import PATH, SECRET_HEADER, Telegram
from bot.core.message import Heard
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.echo import Echo
from tests.channels.people import SECRET, OnTelegram, answered_once, on_telegram
from tests.channels.serving import served
from tests.harness.telegram_server import BotApi, loopback, updates


def channel(api: BotApi, echo: Echo, secret: str | None = SECRET) -> Telegram:
    """Return a channel that the test itself serves or polls."""
    store = InMemory()
    return Telegram(api.token, secret, api.url, answered_once(echo, store), Pseudonyms(store))


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    """Post to the webhook as anybody may; return the status."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with loopback() as client:
        return (await client.post(url + PATH, content=body, headers=headers)).status_code


@pytest.mark.parametrize(("ours", "given"), [(SECRET, None), (SECRET, "another"), (SECRET, "ä"), (None, ""), ("", "")])
async def test_a_wrong_secret(bot_api: BotApi, ours: str | None, given: str | None) -> None:
    """Without our secret, or when we have none, a post is refused and nothing is heard."""
    echo = Echo()
    telegram = channel(bot_api, echo, ours)
    body = json.dumps(updates.update(message=updates.message(7, text="hello"))).encode()
    async with served(telegram.router()) as url, loopback() as client:
        headers = [] if given is None else [(SECRET_HEADER.encode(), given.encode())]
        assert (await client.post(url + PATH, content=body, headers=headers)).status_code == 403
    await telegram.stop()
    assert echo.heard == []


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
async def test_a_malformed_body(bot_api: BotApi, body: bytes, status: int) -> None:
    """What is no update is refused or ignored, never an error of ours."""
    echo = Echo()
    telegram = channel(bot_api, echo)
    async with served(telegram.router()) as url:
        assert await post(url, body) == status
    await telegram.stop()
    assert echo.heard == []


async def test_a_large_body_without_a_length(bot_api: BotApi) -> None:
    """A body that hides its length is cut off at the cap too."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 16_384

    telegram = channel(bot_api, Echo())
    async with served(telegram.router()) as url, loopback() as client:
        answer = await client.post(url + PATH, content=endless(), headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 413
    await telegram.stop()


@pytest.mark.parametrize("kind", updates.unhandled(7))
async def test_an_update_that_is_no_turn(writer: OnTelegram, kind: str) -> None:
    """Groups, channels, polls and what Telegram may think of tomorrow are acknowledged and not answered."""
    assert await writer.api.delivers(updates.unhandled(writer.api.chat_id)[kind]) == 200
    await writer.says("and now")
    assert await writer.got(1) == ["you said: and now"]
    assert len(writer.echo.heard) == 1


@pytest.mark.parametrize("kind", ["group", "channel post"])
async def test_groups_are_left(writer: OnTelegram, kind: str) -> None:
    """What is written where others read too makes us leave, without a word that would tell what we are for."""
    assert await writer.api.delivers(updates.unhandled(writer.api.chat_id)[kind]) == 200
    [left] = await writer.api.calls("leaveChat")
    assert left["said"] == {"chat_id": str(-writer.api.chat_id)}
    assert await writer.api.calls("sendMessage") == []
    assert writer.echo.heard == []


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
async def test_whoever_puts_us_into_a_group(writer: OnTelegram, chat_type: str) -> None:
    """Whoever puts us into a group sees us leave at once; that we were put out of it changes nothing."""
    for status, left in (("member", 1), ("left", 1), ("member", 2), ("kicked", 2)):
        assert await writer.api.delivers(updates.membership(-writer.api.chat_id, status, chat_type)) == 200
        assert len(await writer.api.calls("leaveChat")) == left
    assert await writer.api.calls("sendMessage") == []


async def test_somebody_blocks_us(writer: OnTelegram) -> None:
    """Whoever blocks the bot is gone: the engine hears so, nothing is said, and their messages' ids are forgotten."""
    await writer.says("hello")
    sender = writer.echo.heard[0].sender
    assert await writer.store.get(CHAT, sender)
    assert await writer.api.delivers(updates.membership(writer.api.chat_id, "kicked")) == 200
    assert (writer.echo.heard[-1].heard, writer.echo.heard[-1].sender) == (Heard.GONE, sender)
    assert await writer.store.get(CHAT, sender) is None
    assert len(await writer.api.calls("sendMessage")) == 1


async def test_somebody_unblocks_us(writer: OnTelegram) -> None:
    """That somebody can be written to again is no word of theirs."""
    assert await writer.api.delivers(updates.membership(writer.api.chat_id, "member")) == 200
    assert writer.echo.heard == []


@pytest.mark.parametrize("content", [{"text": "mended"}, {**updates.UNREADABLE["photo"], "caption": "mended"}])
async def test_a_changed_message(writer: OnTelegram, content: dict[str, Any]) -> None:
    """Whoever mends what they wrote is answered once, and the new words aren't read."""
    update = updates.edited(writer.api.chat_id, **content)
    for _ in range(2):
        assert await writer.api.delivers(update) == 200
    assert await writer.got(1) == ["heard changed"]
    assert writer.echo.heard[0].words == ""


async def test_a_live_location_moves(writer: OnTelegram) -> None:
    """A location that goes on changing by itself is nothing that anybody said."""
    moved = {"location": {**updates.LOCATION["location"], "live_period": 3600}}
    assert await writer.api.delivers(updates.edited(writer.api.chat_id, **moved)) == 200
    assert writer.echo.heard == []


@pytest.mark.parametrize("kind", updates.UNREADABLE)
async def test_something_without_words(writer: OnTelegram, kind: str) -> None:
    """A photo, a voice message, a contact is answered, and none of its content is passed on."""
    assert await writer.api.sends(**updates.UNREADABLE[kind]) == 200
    assert await writer.got(1) == ["heard unreadable"]
    assert writer.echo.heard[0].words == ""


async def test_a_shared_location_is_made_coarse(writer: OnTelegram) -> None:
    """Where somebody is goes on in tenths of a degree, some 10 km, and no nearer."""
    assert await writer.api.sends(**updates.LOCATION) == 200
    assert await writer.got(1) == ["heard location"]
    assert writer.echo.heard[0].point == (18.8, 99.0)
    assert "18.8" not in repr(writer.echo.heard[0])


async def test_a_caption_counts_as_words(writer: OnTelegram) -> None:
    """Words under a photo are words."""
    await writer.api.sends(**updates.UNREADABLE["photo"], caption="help me")
    assert await writer.got(1) == ["you said: help me"]


@pytest.mark.parametrize("text", ["/start", "/start ref-123", "/start@waylight_bot", "/START"])
async def test_start(writer: OnTelegram, text: str) -> None:
    """The start button begins a conversation; what a link put behind it is dropped."""
    await writer.says(text)
    await writer.got(1)
    assert (writer.echo.heard[0].heard, writer.echo.heard[0].words) == (Heard.START, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [("/shelter", "shelter"), ("/help@waylight_bot me", "help me"), ("/ /stop", "stop"), ("/startle", "startle")],
)
async def test_a_command_is_words(writer: OnTelegram, text: str, words: str) -> None:
    """Any other command is the plain word."""
    await writer.says(text)
    await writer.got(1)
    assert (writer.echo.heard[0].heard, writer.echo.heard[0].words) == (Heard.WORDS, words)


@pytest.mark.parametrize(
    ("text", "name"),
    [("/menu", "menu"), ("/Menu@line_bot", "menu"), ("/language now", "language"), ("/ERASE", "erase")],
)
async def test_a_command_of_the_menu(writer: OnTelegram, text: str, name: str) -> None:
    """The commands that Telegram's own menu offers are no words, whatever is typed behind them."""
    await writer.says(text)
    heard = writer.echo.heard[0]
    assert (heard.heard, heard.words) == (Heard.COMMAND, "")
    assert heard.choice == name


async def test_the_language_of_the_app(bot_api: BotApi) -> None:
    """The language that a person's app is set to is passed on as a hint."""
    bot_api.language = "pt-br"
    async with on_telegram(bot_api) as person:
        await bot_api.says("oi")
        await person.got(1)
        assert person.echo.heard[0].language_hint == "pt-br"


async def test_polling(bot_api: BotApi) -> None:
    """With only a token, updates are fetched and handled by the same code."""
    echo = Echo()
    telegram = channel(bot_api, echo, secret=None)
    polling = asyncio.create_task(telegram.poll())
    await bot_api.says("menu")
    await bot_api.replies()
    await bot_api.presses("A bed")
    assert [said.text for said in await bot_api.replies(at_least=2)][1] == "heard choice t-bed"
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await telegram.stop()
    assert len(echo.heard) == 2


async def test_a_bad_token(bot_api: BotApi) -> None:
    """A token that Telegram refuses is said so, without the token."""
    bot_api.token = "123:not-a-token"
    telegram = channel(bot_api, Echo())
    with pytest.raises(TelegramRefusedError) as of_webhook:
        await telegram.connect("https://hotline.example")
    with pytest.raises(TelegramRefusedError) as of_polling:
        await telegram.poll()
    await telegram.stop()
    for refusal in (of_webhook.value, of_polling.value):
        assert "123:" not in "".join(format_exception(refusal))
