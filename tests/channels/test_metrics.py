"""Each message is counted once, by its outcome; so are replies and segments."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.common.paths import SMS_PATH, TELEGRAM_PATH
from bot.channels.sms import webhook
from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.segments import count_segments
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.failing_stores import UnreachableStore
from tests.channels.virtual_users import (
    AUTH_TOKEN,
    NUMBER,
    PUBLIC_URL,
    SECRET,
    TelegramUser,
    make_responder,
    post_signed,
    run_server,
    run_sms,
    run_telegram,
)
from tests.harness.fake_telegram import EmulatorClient, make_client, updates
from tests.metrics.exposition import CounterChanges

FORM = {"MessageSid": "SM1", "From": NUMBER, "Body": "hello", "NumMedia": "0"}


@pytest.fixture
def outcomes() -> CounterChanges:
    """Return the change in the count of messages."""
    return CounterChanges("waylight_messages_total")


@pytest.fixture
async def sms_url() -> AsyncIterator[str]:
    """Yield the URL of an SMS channel that counts segments."""
    store = MemoryStore()
    channel = SmsChannel(
        AUTH_TOKEN, PUBLIC_URL, make_responder(EchoEngine(), store), Pseudonyms(store), segments=count_segments
    )
    async with run_server(channel.router()) as url:
        yield url
        await channel.stop()


async def test_sms_outcomes(sms_url: str, outcomes: CounterChanges) -> None:
    """SMS are counted as answered, again or gone (opt-out)."""
    for body, sid in (("hello", "SM1"), ("hello", "SM1"), ("STOP", "SM2"), ("HELP", "SM3")):
        await post_signed(sms_url, {**FORM, "Body": body, "MessageSid": sid})
    await post_signed(sms_url, {**FORM, "From": f"whatsapp:{NUMBER}", "MessageSid": "SM4"})
    assert outcomes() == {
        "sms answered": 2,
        "sms again": 1,
        "sms gone": 1,
        "whatsapp answered": 1,
    }


async def test_help_that_twilio_answers(outcomes: CounterChanges) -> None:
    """HELP that the operator's own text answers is counted as ignored."""
    async with run_sms(is_help_answered=True) as person:
        await post_signed(person.url, {**FORM, "Body": "HELP"})
    assert outcomes() == {"sms ignored": 1}


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
async def test_rejected_posts_to_sms(
    sms_url: str, outcomes: CounterChanges, body: bytes, headers: dict[str, str], outcome: str
) -> None:
    """Posts that are not from Twilio are counted as refused or malformed."""
    async with make_client() as client:
        await client.post(sms_url + SMS_PATH, content=body, headers={"Content-Type": webhook.FORM_TYPE, **headers})
    assert outcomes() == {f"sms {outcome}": 1}


async def test_segments(sms_url: str) -> None:
    """Segments are counted as Twilio bills them: only SMS, and once per message."""
    replies, cost = CounterChanges("waylight_replies_total"), CounterChanges("waylight_sms_segments_total")
    for sender in (NUMBER, NUMBER, f"whatsapp:{NUMBER}"):
        await post_signed(sms_url, {**FORM, "From": sender, "MessageSid": f"SM{len(sender)}", "Body": "สวัสดี" * 20})
    assert replies() == {"sms": 1, "whatsapp": 1}
    assert cost() == {"": 2}  # "you said: " and 120 characters that are not in the GSM alphabet


async def test_unavailable_store(outcomes: CounterChanges) -> None:
    """If the store is unavailable, the person gets the fallback reply, and the message counts as apologized."""
    store = UnreachableStore()
    async with run_sms(store) as person:
        store.is_down = True
        await post_signed(person.url, FORM)
    assert outcomes() == {"sms apologized": 1}


async def test_timeout(outcomes: CounterChanges, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that times out is an error of its own kind."""
    faults = CounterChanges("waylight_faults_total")
    monkeypatch.setattr(webhook, "RESPONSE_TIMEOUT", 0.05)
    async with run_sms() as person:
        await post_signed(person.url, {**FORM, "Body": "slow one"})
    assert (outcomes(), faults()) == ({"sms apologized": 1}, {"slow": 1})


async def test_engine_failure(outcomes: CounterChanges) -> None:
    """A turn in which the engine fails counts as answered, and as an error."""
    faults = CounterChanges("waylight_faults_total")
    async with run_sms() as person:
        await post_signed(person.url, {**FORM, "Body": "explode"})
    assert (outcomes(), faults()) == ({"sms answered": 1}, {"other": 1})


async def test_telegram_outcomes(user: TelegramUser, outcomes: CounterChanges) -> None:
    """Updates are counted as answered, again, ignored or malformed; each sent message is a reply."""
    replies = CounterChanges("waylight_replies_total")
    await user.send_text("two", times=2)
    for nothing in ({}, {"poll": {"id": "1"}}):
        await user.api.deliver(updates.update(**nothing))
    counted = {"answered": 1, "again": 1, "ignored": 1, "malformed": 1}
    assert outcomes() == {f"telegram {outcome}": count for outcome, count in counted.items()}
    assert replies() == {"telegram": 2}


async def test_telegram_failure(user: TelegramUser, outcomes: CounterChanges) -> None:
    """An update whose reply Telegram refuses counts as later, and then as again."""
    faults = CounterChanges("waylight_faults_total")
    await user.api.fail_next("sendMessage", 401, "Unauthorized")
    update = updates.update(message=updates.message(user.api.chat_id, text="hello"))
    assert [await user.api.deliver(update) for _ in range(2)] == [503, 200]
    assert outcomes() == {"telegram later": 1, "telegram again": 1}
    assert faults() == {"telegram": 1}


async def test_blocked_bot(user: TelegramUser, outcomes: CounterChanges) -> None:
    """A person who has blocked the bot is counted once as gone."""
    await user.api.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await user.send_text("hello")
    assert outcomes() == {"telegram gone": 1}


async def test_unavailable_store_on_telegram(bot_api: EmulatorClient, outcomes: CounterChanges) -> None:
    """The fallback reply is counted once, each later delivery until the answer as later."""
    store = UnreachableStore()
    async with run_telegram(bot_api, store) as user:
        update = updates.update(message=updates.message(bot_api.chat_id, text="hello"))
        store.is_down = True
        assert [await user.api.deliver(update) for _ in range(2)] == [503, 503]
        store.is_down = False
        assert await user.api.deliver(update) == 200
    assert outcomes() == {"telegram apologized": 1, "telegram later": 1, "telegram answered": 1}


@pytest.mark.parametrize(("body", "secret", "outcome"), [("{}", "wrong", "refused"), ("[", None, "malformed")])
async def test_rejected_posts_to_telegram(
    user: TelegramUser, outcomes: CounterChanges, body: str, secret: str | None, outcome: str
) -> None:
    """Posts that are not from Telegram are counted as refused or malformed."""
    async with run_server(user.bot.router()) as url, make_client() as client:
        await client.post(url + TELEGRAM_PATH, content=body, headers={SECRET_HEADER: secret or SECRET})
    assert outcomes() == {f"telegram {outcome}": 1}


async def test_waiting_time(outcomes: CounterChanges) -> None:
    """The wait of a second message is measured; nothing waits or runs afterwards."""
    waits, seconds = CounterChanges("waylight_wait_seconds_count"), CounterChanges("waylight_wait_seconds_sum")
    turns = CounterChanges("waylight_turns")
    async with run_sms() as person:
        both = (post_signed(person.url, {**FORM, "MessageSid": sid, "Body": "slow"}) for sid in ("SM1", "SM2"))
        await asyncio.gather(*both)
    assert waits() == {"": 2}
    assert 0.2 < seconds()[""] < 0.6  # the second for as long as the first took, and the first not at all
    assert (outcomes(), turns()) == ({"sms answered": 2}, {})
