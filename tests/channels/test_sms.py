"""What is SMS's own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest

from bot.channels.sms import webhook
from bot.channels.sms.twiml import twiml
from bot.channels.sms.webhook import PATH, STATUS_PATH, Sms
from bot.core.message import Heard, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.dying import Slipping
from tests.channels.echo import Echo
from tests.channels.people import (
    AUTH_TOKEN,
    NUMBER,
    PUBLIC_URL,
    OnSms,
    answered_once,
    on_sms,
    post_signed,
    signature_of,
)
from tests.channels.serving import served
from tests.harness.telegram_server import loopback

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response />'
FORM = {"MessageSid": "SM1", "From": NUMBER, "Body": "hello", "NumMedia": "0"}


@pytest.fixture
async def person() -> AsyncIterator[OnSms]:
    """Return somebody with a basic phone."""
    async with on_sms() as somebody:
        yield somebody


async def test_an_answer_is_twiml(person: OnSms) -> None:
    """The reply travels in the response, as XML that Twilio reads."""
    answer = await post_signed(person.url, {**FORM, "Body": "¡Hola! <b> & más"})
    assert answer.headers["content-type"].startswith("text/xml")
    assert [message.tag for message in ET.fromstring(answer.content)] == ["Message"]  # noqa: S314
    assert ET.fromstring(answer.content)[0].text == "you said: ¡Hola! <b> & más"  # noqa: S314


@pytest.mark.parametrize("signed_for", ["https://another.example" + PATH, PUBLIC_URL + PATH + "?x=1"])
async def test_signed_for_another_address(person: OnSms, signed_for: str) -> None:
    """A signature for another URL is refused, and nothing is heard."""
    answer = await post_signed(person.url, FORM, signed_for)
    assert (answer.status_code, answer.text, person.echo.heard) == (403, "", [])


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "bm90IHJpZ2h0"}])
async def test_a_wrong_or_missing_signature(person: OnSms, headers: dict[str, str]) -> None:
    """Without the right signature a post is refused, and nothing is heard."""
    async with loopback() as client:
        answer = await client.post(person.url + PATH, data=FORM, headers=headers)
    assert (answer.status_code, person.echo.heard) == (403, [])


@pytest.mark.parametrize("auth_token", [None, ""])
async def test_without_an_auth_token(auth_token: str | None) -> None:
    """Where no auth token is set, even a post signed with the empty one is refused."""
    echo = Echo()
    async with served(Sms(auth_token, PUBLIC_URL, answered_once(echo), Pseudonyms(InMemory())).router()) as url:
        assert (await post_signed(url, FORM)).status_code == 403
    assert echo.heard == []


async def test_a_query_is_part_of_the_signature(person: OnSms) -> None:
    """Where the webhook is set up with a query, the signature covers it."""
    signature = signature_of(FORM, PUBLIC_URL + PATH + "?a=b%20c")
    async with loopback() as client:
        headers = {"X-Twilio-Signature": signature}
        answer = await client.post(person.url + PATH + "?a=b%20c", data=FORM, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"From": "+1"}', "application/json", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"Body=" + b"x" * 300_000, webhook.FORM, 413),
        (b"Body=%ff", webhook.FORM, 400),
        ("Body=ä".encode(), webhook.FORM, 400),
        (b"&".join(b"a%d=1" % number for number in range(1000)), webhook.FORM, 400),
    ],
)
async def test_a_body_that_is_no_form(person: OnSms, body: bytes, content_type: str, status: int) -> None:
    """What is no form of bearable size is the caller's fault, and nothing is heard."""
    headers = {"X-Twilio-Signature": "x", "Content-Type": content_type}
    async with loopback() as client:
        answer = await client.post(person.url + PATH, content=body, headers=headers)
    assert (answer.status_code, person.echo.heard) == (status, [])


async def test_a_form_without_sender(person: OnSms) -> None:
    """A signed form that names nobody is refused: there is nobody to answer."""
    assert (await post_signed(person.url, {"Body": "hello"})).status_code == 400


async def test_get_is_no_way_in(person: OnSms) -> None:
    """The webhook is only posted to."""
    async with loopback() as client:
        assert (await client.get(person.url + PATH)).status_code == 405


@pytest.mark.parametrize(("body", "heard"), [("STOP", [Heard.GONE]), (" stop ", [Heard.GONE]), ("HELP", [])])
async def test_words_that_twilio_answers(person: OnSms, body: str, heard: list[Heard]) -> None:
    """Twilio answers these itself, so we say nothing; whoever wants no more is forgotten."""
    answer = await post_signed(person.url, {**FORM, "Body": body})
    assert answer.text == EMPTY
    assert [one.heard for one in person.echo.heard] == heard


async def test_advanced_opt_out(person: OnSms) -> None:
    """What Twilio took for an opt-out in any language is answered already, and means the same."""
    answer = await post_signed(person.url, {**FORM, "Body": "ARRÊT", "OptOutType": "STOP"})
    assert (answer.text, person.echo.heard[0].heard) == (EMPTY, Heard.GONE)


@pytest.mark.parametrize("body", ["START", "unstop"])
async def test_start(person: OnSms, body: str) -> None:
    """Twilio's words to begin again begin a conversation."""
    await post_signed(person.url, {**FORM, "Body": body})
    assert person.echo.heard[0].heard is Heard.START


@pytest.mark.parametrize("body", ["stop him", "help me", "yes", "the end"])
async def test_reserved_words_inside_a_sentence(person: OnSms, body: str) -> None:
    """Only the bare word is Twilio's; a person's sentence is heard."""
    await post_signed(person.url, {**FORM, "Body": body})
    assert person.echo.heard[0].words == body


async def test_where_a_person_is_stays_out(person: OnSms) -> None:
    """The country of the number is a hint; city, state and postcode go no further."""
    places = {"FromCity": "CHIANG MAI", "FromState": "CM", "FromZip": "50000", "FromCountry": "TH"}
    await post_signed(person.url, {**FORM, **places})
    [heard] = person.echo.heard
    assert heard.country_hint == "TH"
    assert not {"CHIANG MAI", "CM", "50000"} & {str(getattr(heard, name)) for name in heard.__slots__}


async def test_simultaneous_duplicates(person: OnSms) -> None:
    """Two deliveries of one message at the same time share one turn and get the very same answer."""
    slow = {**FORM, "Body": "slow one"}
    answers = await asyncio.gather(*(post_signed(person.url, slow) for _ in range(3)))
    assert len({answer.text for answer in answers}) == 1
    assert len(person.echo.heard) == 1


@dataclass
class Clock:
    """A clock that the test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


async def test_a_duplicate_after_a_quarter_of_an_hour() -> None:
    """The answer is kept for 15 minutes and no longer."""
    echo, clock = Echo(), Clock()
    store = InMemory(clock=clock)
    channel = Sms(AUTH_TOKEN, PUBLIC_URL, answered_once(echo, store), Pseudonyms(InMemory()))
    async with served(channel.router()) as url:
        for clock.now in (0.0, 899.0, 901.0):
            await post_signed(url, FORM)
    assert len(echo.heard) == 2


async def test_a_turn_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twilio gets the apology in time, and nothing of the turn is kept: the message may be sent again."""
    monkeypatch.setattr(webhook, "ANSWER_WITHIN", 0.05)
    async with on_sms() as person:
        slow = {**FORM, "Body": "slow one"}
        assert "sorry on sms" in (await post_signed(person.url, slow)).text
        monkeypatch.setattr(webhook, "ANSWER_WITHIN", 5)
        assert "you said: slow one" in (await post_signed(person.url, slow)).text
        assert len(person.echo.heard) == 2


async def test_a_turn_that_slips_away() -> None:
    """Where this process stood still and lost its hold, it takes the turn again: nobody gets an apology for that."""
    store = Slipping()
    async with on_sms(store) as person:
        store.slips = True
        assert "you said: hello" in (await post_signed(person.url, FORM)).text


async def test_whatsapp(person: OnSms) -> None:
    """Somebody on WhatsApp is another person than whoever has the number, on a channel of its own."""
    await post_signed(person.url, FORM)
    await post_signed(person.url, {**FORM, "MessageSid": "SM2", "From": f"whatsapp:{NUMBER}"})
    texting, chatting = person.echo.heard
    assert (texting.channel, chatting.channel) == ("sms", "whatsapp")
    assert texting.sender != chatting.sender


async def test_an_opted_out_number(person: OnSms) -> None:
    """Where Twilio reports that somebody wants no more of us, they are forgotten; nobody else is."""
    status = {"MessageSid": "SM9", "MessageStatus": "undelivered", "To": NUMBER}
    assert (await post_signed(person.url, {**status, "ErrorCode": "30005"}, path=STATUS_PATH)).status_code == 204
    assert person.echo.heard == []
    assert (await post_signed(person.url, {**status, "ErrorCode": "21610"}, path=STATUS_PATH)).status_code == 204
    [heard] = person.echo.heard
    assert (heard.heard, heard.sender) == (Heard.GONE, await person.pseudonyms.of("sms", NUMBER))


async def test_a_status_that_is_not_signed(person: OnSms) -> None:
    """What becomes of a message is believed of Twilio only."""
    async with loopback() as client:
        answer = await client.post(person.url + STATUS_PATH, data={"MessageSid": "SM9", "MessageStatus": "delivered"})
    assert answer.status_code == 403


def test_long_replies_are_several_messages() -> None:
    """No message is longer than 1600 characters."""
    messages = ET.fromstring(twiml([Reply("A sentence. " * 300)]))  # noqa: S314
    assert len(messages) == 3
    assert all(len(message.text or "") <= 1600 for message in messages)


def test_what_xml_cannot_hold() -> None:
    """A control character in a directory entry does not make the answer unreadable."""
    assert ET.fromstring(twiml([Reply("a\x0bb\x00c\ud800d")]))[0].text == "abcd"  # noqa: S314
