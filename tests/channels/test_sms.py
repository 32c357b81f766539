"""The SMS channel."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest

from bot.channels.common.paths import SMS_PATH, SMS_STATUS_PATH
from bot.channels.sms import webhook
from bot.channels.sms.twiml import to_twiml
from bot.channels.sms.webhook import SmsChannel
from bot.core.message import MessageKind, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.failing_stores import LockLosingStore
from tests.channels.virtual_users import (
    AUTH_TOKEN,
    NUMBER,
    PUBLIC_URL,
    SmsUser,
    make_responder,
    post_signed,
    run_server,
    run_sms,
    sign_form,
)
from tests.harness.fake_telegram import make_client

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response />'
FORM = {"MessageSid": "SM1", "From": NUMBER, "Body": "hello", "NumMedia": "0"}


@pytest.fixture
async def person() -> AsyncIterator[SmsUser]:
    """Yield a person with a basic phone."""
    async with run_sms() as user:
        yield user


async def test_reply_is_twiml(person: SmsUser) -> None:
    """The reply is in the response, as valid TwiML."""
    response = await post_signed(person.url, {**FORM, "Body": "¡Hola! <b> & más"})
    assert response.headers["content-type"].startswith("text/xml")
    assert [message.tag for message in ET.fromstring(response.content)] == ["Message"]  # noqa: S314
    assert ET.fromstring(response.content)[0].text == "you said: ¡Hola! <b> & más"  # noqa: S314


@pytest.mark.parametrize("signed_url", ["https://another.example" + SMS_PATH, PUBLIC_URL + SMS_PATH + "?x=1"])
async def test_rejects_signature_for_another_url(person: SmsUser, signed_url: str) -> None:
    """A signature for another URL is rejected before the engine is called."""
    response = await post_signed(person.url, FORM, signed_url)
    assert (response.status_code, response.text, person.echo.messages) == (403, "", [])


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "bm90IHJpZ2h0"}])
async def test_rejects_wrong_or_missing_signature(person: SmsUser, headers: dict[str, str]) -> None:
    """A post without the right signature is rejected before the engine is called."""
    async with make_client() as client:
        response = await client.post(person.url + SMS_PATH, data=FORM, headers=headers)
    assert (response.status_code, person.echo.messages) == (403, [])


@pytest.mark.parametrize("auth_token", [None, ""])
async def test_rejects_all_posts_without_auth_token(auth_token: str | None) -> None:
    """If no auth token is set, even a post signed with the empty one is rejected."""
    echo = EchoEngine()
    async with run_server(
        SmsChannel(auth_token, PUBLIC_URL, make_responder(echo), Pseudonyms(MemoryStore())).router()
    ) as url:
        assert (await post_signed(url, FORM)).status_code == 403
    assert echo.messages == []


async def test_query_is_part_of_the_signature(person: SmsUser) -> None:
    """If the webhook's URL has a query, the signature covers it."""
    signature = sign_form(FORM, PUBLIC_URL + SMS_PATH + "?a=b%20c")
    async with make_client() as client:
        headers = {"X-Twilio-Signature": signature}
        response = await client.post(person.url + SMS_PATH + "?a=b%20c", data=FORM, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"From": "+1"}', "application/json", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"Body=" + b"x" * 300_000, webhook.FORM_TYPE, 413),
        (b"Body=%ff", webhook.FORM_TYPE, 400),
        ("Body=ä".encode(), webhook.FORM_TYPE, 400),
        (b"&".join(b"a%d=1" % number for number in range(1000)), webhook.FORM_TYPE, 400),
    ],
)
async def test_rejects_malformed_form(person: SmsUser, body: bytes, content_type: str, status: int) -> None:
    """A body that is too large or not a form gets a client error."""
    headers = {"X-Twilio-Signature": "x", "Content-Type": content_type}
    async with make_client() as client:
        response = await client.post(person.url + SMS_PATH, content=body, headers=headers)
    assert (response.status_code, person.echo.messages) == (status, [])


async def test_rejects_form_without_sender(person: SmsUser) -> None:
    """A signed form without a sender is rejected, because it can't be answered."""
    assert (await post_signed(person.url, {"Body": "hello"})).status_code == 400


async def test_rejects_get(person: SmsUser) -> None:
    """The webhook accepts only POST."""
    async with make_client() as client:
        assert (await client.get(person.url + SMS_PATH)).status_code == 405


@pytest.mark.parametrize("body", ["STOP", " stop "])
async def test_stop(person: SmsUser, body: str) -> None:
    """Twilio answers STOP itself, so the response is empty; it is an opt-out."""
    response = await post_signed(person.url, {**FORM, "Body": body})
    assert response.text == EMPTY
    assert [message.kind for message in person.echo.messages] == [MessageKind.OPT_OUT]


async def test_help_is_answered(person: SmsUser) -> None:
    """HELP is ordinary text: a person in danger must not get an answer about message rates only."""
    response = await post_signed(person.url, {**FORM, "Body": "HELP"})
    assert "you said: HELP" in response.text
    assert [message.text for message in person.echo.messages] == ["HELP"]


async def test_help_that_twilio_answers() -> None:
    """If the operator's own text answers HELP, the response is empty, and nothing else is."""
    async with run_sms(is_help_answered=True) as person:
        assert (await post_signed(person.url, {**FORM, "Body": "HELP"})).text == EMPTY
        assert person.echo.messages == []
        assert "you said: help me" in (await post_signed(person.url, {**FORM, "Body": "help me"})).text


async def test_advanced_opt_out(person: SmsUser) -> None:
    """What Twilio reports as an opt-out in any language is one, and gets no reply."""
    response = await post_signed(person.url, {**FORM, "Body": "ARRÊT", "OptOutType": "STOP"})
    assert (response.text, person.echo.messages[0].kind) == (EMPTY, MessageKind.OPT_OUT)


@pytest.mark.parametrize("body", ["START", "unstop"])
async def test_start_keyword(person: SmsUser, body: str) -> None:
    """Twilio's keywords to opt in start a conversation."""
    await post_signed(person.url, {**FORM, "Body": body})
    assert person.echo.messages[0].kind is MessageKind.START


@pytest.mark.parametrize("body", ["stop him", "help me", "yes", "the end"])
async def test_keyword_inside_a_sentence_is_text(person: SmsUser, body: str) -> None:
    """Only the bare keyword is Twilio's; a sentence is ordinary text."""
    await post_signed(person.url, {**FORM, "Body": body})
    assert person.echo.messages[0].text == body


async def test_location_of_sender_is_dropped(person: SmsUser) -> None:
    """The number's country is a hint; city, state and postcode are dropped."""
    places = {"FromCity": "CHIANG MAI", "FromState": "CM", "FromZip": "50000", "FromCountry": "TH"}
    await post_signed(person.url, {**FORM, **places})
    [message] = person.echo.messages
    assert message.country_hint == "TH"
    assert not {"CHIANG MAI", "CM", "50000"} & {str(getattr(message, name)) for name in message.__slots__}


async def test_simultaneous_duplicates(person: SmsUser) -> None:
    """Simultaneous deliveries of one message share one turn and get the same response."""
    slow = {**FORM, "Body": "slow one"}
    responses = await asyncio.gather(*(post_signed(person.url, slow) for _ in range(3)))
    assert len({response.text for response in responses}) == 1
    assert len(person.echo.messages) == 1


@dataclass
class Clock:
    """A clock that the test sets."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


async def test_replies_expire_after_15_minutes() -> None:
    """A duplicate gets the stored replies for 15 minutes and no longer."""
    echo, clock = EchoEngine(), Clock()
    store = MemoryStore(clock=clock)
    channel = SmsChannel(AUTH_TOKEN, PUBLIC_URL, make_responder(echo, store), Pseudonyms(MemoryStore()))
    async with run_server(channel.router()) as url:
        for clock.now in (0.0, 899.0, 901.0):
            await post_signed(url, FORM)
    assert len(echo.messages) == 2


async def test_timeout_gets_fallback_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twilio gets the fallback reply in time, and the turn changes no state: the message may be sent again."""
    monkeypatch.setattr(webhook, "RESPONSE_TIMEOUT", 0.05)
    async with run_sms() as person:
        slow = {**FORM, "Body": "slow one"}
        assert "sorry on sms" in (await post_signed(person.url, slow)).text
        monkeypatch.setattr(webhook, "RESPONSE_TIMEOUT", 5)
        assert "you said: slow one" in (await post_signed(person.url, slow)).text
        assert len(person.echo.messages) == 2


async def test_lost_lock_retries_turn() -> None:
    """If the process stalls and loses its lock, it repeats the turn instead of apologizing."""
    store = LockLosingStore()
    async with run_sms(store) as person:
        store.loses_lock = True
        assert "you said: hello" in (await post_signed(person.url, FORM)).text


async def test_whatsapp_is_another_channel(person: SmsUser) -> None:
    """A person on WhatsApp has another channel and another pseudonym than the same number on SMS."""
    await post_signed(person.url, FORM)
    await post_signed(person.url, {**FORM, "MessageSid": "SM2", "From": f"whatsapp:{NUMBER}"})
    sms_url, chatting = person.echo.messages
    assert (sms_url.channel, chatting.channel) == ("sms", "whatsapp")
    assert sms_url.sender != chatting.sender


async def test_opted_out_error_is_an_opt_out(person: SmsUser) -> None:
    """If Twilio reports that a recipient has opted out, their conversation is deleted; other errors change nothing."""
    status = {"MessageSid": "SM9", "MessageStatus": "undelivered", "To": NUMBER}
    assert (await post_signed(person.url, {**status, "ErrorCode": "30005"}, path=SMS_STATUS_PATH)).status_code == 204
    assert person.echo.messages == []
    assert (await post_signed(person.url, {**status, "ErrorCode": "21610"}, path=SMS_STATUS_PATH)).status_code == 204
    [message] = person.echo.messages
    assert (message.kind, message.sender) == (MessageKind.OPT_OUT, await person.pseudonyms.for_address("sms", NUMBER))


async def test_rejects_unsigned_status(person: SmsUser) -> None:
    """A delivery report must be signed."""
    async with make_client() as client:
        response = await client.post(
            person.url + SMS_STATUS_PATH, data={"MessageSid": "SM9", "MessageStatus": "delivered"}
        )
    assert response.status_code == 403


def test_long_reply_is_split() -> None:
    """No message is longer than 1600 characters."""
    messages = ET.fromstring(to_twiml([Reply("A sentence. " * 300)]))  # noqa: S314
    assert len(messages) == 3
    assert all(len(message.text or "") <= 1600 for message in messages)


def test_removes_invalid_xml_characters() -> None:
    """A control character in a directory entry does not make the response unreadable."""
    assert ET.fromstring(to_twiml([Reply("a\x0bb\x00c\ud800d")]))[0].text == "abcd"  # noqa: S314
