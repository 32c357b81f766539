"""What is Telegram's own."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest

from bot.channels.telegram import PATH, SECRET_HEADER, Telegram
from bot.channels.telegram_polling import TelegramRefusedError
from bot.channels.telegram_speaking import keyboard
from bot.message import Choice, Heard
from bot.privacy.pseudonyms import Pseudonyms
from tests.channels.echo import Echo
from tests.channels.people import OnTelegram, on_telegram
from tests.channels.serving import served
from tests.emulator import BotApi, loopback, updates

SPEC = Path(__file__).parents[3] / "shared/external/telegram/telegram-bot-api-spec.json"
SECRET = "a-secret"


@pytest.fixture
async def person(bot_api: BotApi) -> AsyncIterator[OnTelegram]:
    """Return somebody on Telegram."""
    async with on_telegram(bot_api) as somebody:
        yield somebody


def channel(api: BotApi, echo: Echo, secret: str | None = SECRET) -> Telegram:
    """Return a channel that the test itself serves or polls."""
    return Telegram(api.token, secret, api.url, echo, Pseudonyms(time.monotonic))


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
async def test_an_update_that_is_no_turn(person: OnTelegram, kind: str) -> None:
    """Edits, groups, polls and what Telegram may think of tomorrow are acknowledged and not answered."""
    assert await person.api.delivers(updates.unhandled(person.api.chat_id)[kind]) == 200
    await person.says("and now")
    assert await person.got(1) == ["you said: and now"]
    assert len(person.echo.heard) == 1


@pytest.mark.parametrize("kind", updates.UNREADABLE)
async def test_something_without_words(person: OnTelegram, kind: str) -> None:
    """A photo, a voice message, a contact is answered, and none of its content is passed on."""
    assert await person.api.sends(**updates.UNREADABLE[kind]) == 200
    assert await person.got(1) == ["heard unreadable"]
    assert person.echo.heard[0].words == ""


async def test_a_shared_location_is_made_coarse(person: OnTelegram) -> None:
    """Where somebody is goes on in tenths of a degree, some 10 km, and no nearer."""
    assert await person.api.sends(**updates.LOCATION) == 200
    assert await person.got(1) == ["heard location"]
    assert person.echo.heard[0].point == (18.8, 99.0)
    assert "18.8" not in repr(person.echo.heard[0])


async def test_a_caption_counts_as_words(person: OnTelegram) -> None:
    """Words under a photo are words."""
    await person.api.sends(**updates.UNREADABLE["photo"], caption="help me")
    assert await person.got(1) == ["you said: help me"]


@pytest.mark.parametrize("text", ["/start", "/start ref-123", "/start@waylight_bot", "/START"])
async def test_start(person: OnTelegram, text: str) -> None:
    """The start button begins a conversation; what a link put behind it is dropped."""
    await person.says(text)
    await person.got(1)
    assert (person.echo.heard[0].heard, person.echo.heard[0].words) == (Heard.START, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [("/menu", "menu"), ("/help@waylight_bot me", "help me"), ("/ /stop", "stop"), ("/startle", "startle")],
)
async def test_a_command_is_words(person: OnTelegram, text: str, words: str) -> None:
    """Any other command is the plain word."""
    await person.says(text)
    await person.got(1)
    assert (person.echo.heard[0].heard, person.echo.heard[0].words) == (Heard.WORDS, words)


async def test_the_language_of_the_app(bot_api: BotApi) -> None:
    """The language that a person's app is set to is passed on as a hint."""
    bot_api.language = "pt-br"
    async with on_telegram(bot_api) as person:
        await bot_api.says("oi")
        await person.got(1)
        assert person.echo.heard[0].language_hint == "pt-br"


async def test_a_pressed_button_is_settled(person: OnTelegram) -> None:
    """A press is always answered, and takes the buttons of its question away."""
    await person.says("menu")
    [menu] = await person.api.replies()
    await person.api.presses("A bed")
    await person.got(2)
    assert len(await person.api.calls("answerCallbackQuery")) == 1
    [edit] = await person.api.calls("editMessageReplyMarkup")
    assert edit["said"] == {"chat_id": str(person.api.chat_id), "message_id": str(menu.message_id)}


async def test_a_press_that_cannot_be_settled(person: OnTelegram) -> None:
    """Where Telegram refuses to settle an old press, the answer still comes."""
    await person.says("menu")
    await person.got(1)
    await person.api.fails_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    await person.api.fails_next("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
    await person.api.presses("A bed")
    assert (await person.got(2))[1] == "heard choice t-bed"


async def test_a_short_flood_limit(person: OnTelegram) -> None:
    """Told to wait a second, the bot waits, and nothing is lost."""
    await person.api.fails_next("sendMessage", 429, "Too Many Requests", retry_after=1)
    await person.says("two")
    assert await person.got(2) == ["first", "second"]


@pytest.mark.parametrize("code", [500, 502])
async def test_telegram_out_of_order_for_a_moment(person: OnTelegram, code: int) -> None:
    """What Telegram could not take is sent again, once, and nothing is lost."""
    await person.api.fails_next("sendMessage", code, "Bad Gateway")
    await person.says("two")
    assert await person.got(2) == ["first", "second"]


@pytest.mark.parametrize(
    ("code", "description", "parameters"),
    [
        (429, "Too Many Requests", {"retry_after": 3600}),
        (403, "Forbidden: bot was blocked by the user", {}),
        (400, "Bad Request: chat not found", {}),
        (401, "Unauthorized", {}),
    ],
)
async def test_telegram_refuses(
    person: OnTelegram,
    caplog: pytest.LogCaptureFixture,
    code: int,
    description: str,
    parameters: dict[str, int],
) -> None:
    """A reply that Telegram refuses costs that reply, and neither the next turn nor anybody's anonymity."""
    caplog.set_level(logging.DEBUG)
    await person.api.fails_next("sendMessage", code, description, **parameters)
    await person.says("zanzibar-7731")
    await person.says("still there")
    assert await person.got(1) == ["you said: still there"]
    for secret in ("zanzibar", person.api.token, person.address):
        assert secret not in caplog.text


async def test_people_do_not_wait_for_each_other(person: OnTelegram) -> None:
    """While one person's turn takes long, another's is answered."""
    another = person.api.another_person()
    await person.says("slow one")
    await another.says("quick one")
    await another.replies()
    assert await person.api.everything_said() == []
    await person.got(1)


async def test_stopping_waits_for_running_turns(bot_api: BotApi) -> None:
    """A turn that runs when the service stops is answered first."""
    telegram = channel(bot_api, Echo())
    async with served(telegram.router()) as url:
        await telegram.connect(url)
        await bot_api.says("slow one")
    await telegram.stop()
    assert [said.text for said in await bot_api.everything_said()] == ["you said: slow one"]


async def test_stopping_does_not_wait_for_ever(bot_api: BotApi) -> None:
    """A turn that takes too long is given up."""
    telegram = channel(bot_api, Echo())
    async with served(telegram.router()) as url:
        await telegram.connect(url)
        await bot_api.says("slow one")
    await telegram.stop(within=timedelta(milliseconds=1))
    assert await bot_api.everything_said() == []


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


def test_a_token_that_does_not_fit() -> None:
    """A choice whose token Telegram would refuse is refused before anything is sent."""
    with pytest.raises(ValueError, match="64 bytes"):
        keyboard([Choice("A bed", "ก" * 22)])


def test_short_labels_share_a_row() -> None:
    """Two short labels stand side by side, a long one has its row."""
    rows = keyboard([Choice(label, label) for label in ("Yes", "No", "Somebody to talk to", "Back")])
    assert rows is not None
    labels = [[button.text for button in row] for row in rows.inline_keyboard]
    assert labels == [["Yes", "No"], ["Somebody to talk to"], ["Back"]]


@pytest.mark.skipif(not SPEC.exists(), reason="the Bot API's specification is not beside the project")
async def test_every_call_follows_the_specification(person: OnTelegram) -> None:
    """Each call has the parameters that Telegram's own specification names, all required ones among them."""
    await person.says("menu")
    await person.got(1)
    await person.api.presses("A bed")
    await person.got(2)
    await person.api.wait_for_call("editMessageReplyMarkup")
    methods: dict[str, Any] = json.loads(SPEC.read_text())["methods"]
    calls = await person.api.calls()
    assert {call["method"] for call in calls} == {
        "setWebhook",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageReplyMarkup",
    }
    for call in calls:
        fields = {field["name"]: field["required"] for field in methods[call["method"]]["fields"]}
        assert set(call["said"]) <= set(fields)
        assert {name for name, required in fields.items() if required} <= set(call["said"])


async def test_nothing_becomes_markup(person: OnTelegram) -> None:
    """Texts are sent as they are: no parse mode, no link previews, and one get_me too many is none."""
    await person.says("<b>*_[x](y)_*</b>")
    await person.got(1)
    [sent] = await person.api.calls("sendMessage")
    assert sent["said"]["text"] == "you said: <b>*_[x](y)_*</b>"
    assert "parse_mode" not in sent["said"]
    assert json.loads(sent["said"]["link_preview_options"]) == {"is_disabled": True}
    assert await person.api.calls("getMe") == []
