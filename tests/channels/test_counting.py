"""Each message that comes in is counted once, by what became of it; so is what Twilio and Telegram are given."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.sms import webhook
from bot.channels.sms.webhook import PATH, Sms
from bot.channels.telegram.webhook import PATH as WEBHOOK
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.segments import segments
from bot.state.memory_store import InMemory
from tests.channels.dying import Unreachable
from tests.channels.echo import Echo
from tests.channels.people import (
    AUTH_TOKEN,
    NUMBER,
    PUBLIC_URL,
    SECRET,
    OnTelegram,
    answered_once,
    on_sms,
    on_telegram,
    post_signed,
)
from tests.channels.serving import served
from tests.harness.telegram_server import BotApi, loopback, updates
from tests.metrics.shown import Steps

FORM = {"MessageSid": "SM1", "From": NUMBER, "Body": "hello", "NumMedia": "0"}


@pytest.fixture
def outcomes() -> Steps:
    """What became of the messages of a test."""
    return Steps("waylight_messages_total")


@pytest.fixture
async def texting() -> AsyncIterator[str]:
    """Where SMS are taken, and their cost counted."""
    store = InMemory()
    channel = Sms(AUTH_TOKEN, PUBLIC_URL, answered_once(Echo(), store), Pseudonyms(store), segments=segments)
    async with served(channel.router()) as url:
        yield url
        await channel.stop()


async def test_sms_by_what_becomes_of_them(texting: str, outcomes: Steps) -> None:
    """A text is answered, answered again, somebody's last, or Twilio's own business."""
    for body, sid in (("hello", "SM1"), ("hello", "SM1"), ("STOP", "SM2"), ("HELP", "SM3")):
        await post_signed(texting, {**FORM, "Body": body, "MessageSid": sid})
    await post_signed(texting, {**FORM, "From": f"whatsapp:{NUMBER}", "MessageSid": "SM4"})
    assert outcomes() == {
        "sms answered": 1,
        "sms again": 1,
        "sms gone": 1,
        "sms ignored": 1,
        "whatsapp answered": 1,
    }


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        (b"Body=hello", {}, "refused"),
        (b"Body=hello", {"X-Twilio-Signature": "x"}, "refused"),
        (b"{}", {"X-Twilio-Signature": "x", "Content-Type": "application/json"}, "malformed"),
        (b"Body=" + b"x" * 300_000, {"X-Twilio-Signature": "x"}, "malformed"),
        (b"Body=%ff", {"X-Twilio-Signature": "x"}, "malformed"),
    ],
)
async def test_posts_that_are_no_sms(
    texting: str, outcomes: Steps, body: bytes, headers: dict[str, str], outcome: str
) -> None:
    """Whatever is no text of Twilio's is counted as such."""
    async with loopback() as client:
        await client.post(texting + PATH, content=body, headers={"Content-Type": webhook.FORM, **headers})
    assert outcomes() == {f"sms {outcome}": 1}


async def test_what_twilio_puts_on_the_bill(texting: str) -> None:
    """Segments are counted as Twilio counts them: for SMS, and once, however often a text is delivered."""
    replies, cost = Steps("waylight_replies_total"), Steps("waylight_sms_segments_total")
    for sender in (NUMBER, NUMBER, f"whatsapp:{NUMBER}"):
        await post_signed(texting, {**FORM, "From": sender, "MessageSid": f"SM{len(sender)}", "Body": "สวัสดี" * 20})
    assert replies() == {"sms": 1, "whatsapp": 1}
    assert cost() == {"": 2}  # "you said: " and 120 characters that are not in the GSM alphabet


async def test_a_store_that_is_away(outcomes: Steps) -> None:
    """Where what is kept can't be reached the person gets the apology, and that is what is counted."""
    store = Unreachable()
    async with on_sms(store) as person:
        store.down = True
        await post_signed(person.url, FORM)
    assert outcomes() == {"sms apologized": 1}


async def test_a_turn_that_takes_too_long(outcomes: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that is given up is a fault of its own kind."""
    faults = Steps("waylight_faults_total")
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 0.05)
    async with on_sms() as person:
        await post_signed(person.url, {**FORM, "Body": "slow one"})
    assert (outcomes(), faults()) == ({"sms apologized": 1}, {"slow": 1})


async def test_an_engine_that_fails(outcomes: Steps) -> None:
    """A turn in which the engine fails is answered, with the apology, and its fault is counted."""
    faults = Steps("waylight_faults_total")
    async with on_sms() as person:
        await post_signed(person.url, {**FORM, "Body": "explode"})
    assert (outcomes(), faults()) == ({"sms answered": 1}, {"other": 1})


async def test_telegram_by_what_becomes_of_them(writer: OnTelegram, outcomes: Steps) -> None:
    """An update is answered, answered again, or nothing that a person said; each message sent is a reply."""
    replies = Steps("waylight_replies_total")
    await writer.says("two", times=2)
    for nothing in ({}, {"poll": {"id": "1"}}):
        await writer.api.delivers(updates.update(**nothing))
    counted = {"answered": 1, "again": 1, "ignored": 1, "malformed": 1}
    assert outcomes() == {f"telegram {outcome}": count for outcome, count in counted.items()}
    assert replies() == {"telegram": 2}


async def test_telegram_out_of_order(writer: OnTelegram, outcomes: Steps) -> None:
    """What Telegram does not take is to come again, and is answered then."""
    faults = Steps("waylight_faults_total")
    await writer.api.fails_next("sendMessage", 429, "Too Many Requests", 3600)
    update = updates.update(message=updates.message(writer.api.chat_id, text="hello"))
    assert [await writer.api.delivers(update) for _ in range(2)] == [503, 200]
    assert outcomes() == {"telegram later": 1, "telegram again": 1}
    assert faults() == {"telegram": 1}


async def test_somebody_has_blocked_us(writer: OnTelegram, outcomes: Steps) -> None:
    """Whoever blocked the bot is gone, once."""
    await writer.api.fails_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await writer.says("hello")
    assert outcomes() == {"telegram gone": 1}


async def test_a_store_that_is_away_on_telegram(bot_api: BotApi, outcomes: Steps) -> None:
    """The apology is counted once; what Telegram brings again until it can be answered, each time."""
    store = Unreachable()
    async with on_telegram(bot_api, store) as writer:
        update = updates.update(message=updates.message(bot_api.chat_id, text="hello"))
        store.down = True
        assert [await writer.api.delivers(update) for _ in range(2)] == [503, 503]
        store.down = False
        assert await writer.api.delivers(update) == 200
    assert outcomes() == {"telegram apologized": 1, "telegram later": 1, "telegram answered": 1}


@pytest.mark.parametrize(("body", "secret", "outcome"), [("{}", "wrong", "refused"), ("[", None, "malformed")])
async def test_posts_that_are_no_update(
    writer: OnTelegram, outcomes: Steps, body: str, secret: str | None, outcome: str
) -> None:
    """Whatever is no update of Telegram's is counted as such."""
    async with served(writer.bot.router()) as url, loopback() as client:
        await client.post(url + WEBHOOK, content=body, headers={SECRET_HEADER: secret or SECRET})
    assert outcomes() == {f"telegram {outcome}": 1}


async def test_who_waits_is_counted(outcomes: Steps) -> None:
    """Somebody's second message waits for the first, and that is measured; nothing waits or runs afterwards."""
    waits, seconds = Steps("waylight_wait_seconds_count"), Steps("waylight_wait_seconds_sum")
    turns = Steps("waylight_turns")
    async with on_sms() as person:
        both = (post_signed(person.url, {**FORM, "MessageSid": sid, "Body": "slow"}) for sid in ("SM1", "SM2"))
        await asyncio.gather(*both)
    assert waits() == {"": 2}
    assert 0.2 < seconds()[""] < 0.6  # the second for as long as the first took, and the first not at all
    assert (outcomes(), turns()) == ({"sms answered": 2}, {})
