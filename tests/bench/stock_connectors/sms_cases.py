"""The corpus for SMS through Twilio: what comes in and what is described."""

import asyncio
import time
import unicodedata
from collections.abc import Callable

from tests.bench.stock_connectors import descriptions, twilio_outbox
from tests.bench.stock_connectors.case import Case
from tests.bench.stock_connectors.observation import Observation
from tests.bench.stock_connectors.sms_stage import SIGNATURE, Play, SmsUser
from tests.bench.stock_connectors.twilio_outbox import Refusal

HELLO = "hello zanzibar"
SLOW = 1.0
"""Seconds that Twilio's API takes in the case that measures who waits for it."""


def send_text(body: str, fields: dict[str, str] | None = None, *, times: int = 1) -> Play:
    """Send a text; Twilio delivers it `times` times."""

    async def play(user: SmsUser) -> None:
        form = user.form(body, **(fields or {}))
        for _ in range(times):
            await user.post(form)

    return play


def unsigned(headers: dict[str, str], body: str = HELLO, **fields: str) -> Play:
    """Post a form without a valid signature."""
    return lambda user: user.post_raw(headers, user.form(body, **fields))


def post_without(*names: str) -> Play:
    """Post a signed form that lacks some fields."""
    return lambda user: user.post({name: value for name, value in user.form(HELLO).items() if name not in names})


def refuse_first(refusal: Refusal | Callable[[Observation], Refusal]) -> Play:
    """Make Twilio refuse the first message that is sent through its API."""

    async def play(user: SmsUser) -> None:
        user.side.outbox.refusals[:] = [refusal if isinstance(refusal, Refusal) else refusal(user.observation)]
        await user.post(user.form(HELLO))
        user.side.outbox.refusals.clear()

    return play


async def replay_with_another_number(user: SmsUser) -> None:
    """Post a form that was signed for another user under this user's number."""
    form = user.form(HELLO)
    await user.post(form, signed_as={**form, "From": "+15005550006"})


async def deliver_twice_at_once(user: SmsUser) -> None:
    """Deliver a message a second time while the first delivery is being answered."""
    slow = user.form("slow one")
    await asyncio.gather(user.post(slow), user.post(slow))


async def two_messages_at_once(user: SmsUser) -> None:
    """Send a text that takes long, and a quick one right after it."""
    slow = asyncio.create_task(user.post(user.form("slow one")))
    await asyncio.sleep(0.1)
    await user.post(user.form("quick one"))
    await slow


async def another_user_meanwhile(user: SmsUser) -> None:
    """Make Twilio's API slow for one user and measure how long another waits for the webhook."""
    user.side.outbox.delay = SLOW
    first = asyncio.create_task(user.post(user.form(HELLO)))
    await asyncio.sleep(SLOW / 4)
    begun = time.monotonic()
    await user.post({**user.form("silence"), "From": "+15005550006"})
    waited = time.monotonic() - begun
    await first
    user.side.outbox.delay = 0
    user.observation.measured = (
        "the other waits until it is done" if waited > SLOW / 2 else "the other is answered at once"
    )


PLACES = {"FromCity": "CHIANG MAI", "FromState": "CM", "FromZip": "50000", "FromCountry": "TH"}
MEDIA = {"NumMedia": "1", "MediaUrl0": "https://media.example/1"}
VIETNAMESE = unicodedata.normalize("NFD", "Tôi cần giúp đỡ")


def _composed(observation: Observation) -> str:
    return "composed" if unicodedata.is_normalized("NFC", observation.turns[0].text) else "left in pieces"


CASES: tuple[Case[SmsUser], ...] = (
    Case("A post without a signature", unsigned({})),
    Case("A forged signature", unsigned({SIGNATURE: "forged"})),
    Case("A signature made for another number's message", replay_with_another_number),
    Case("What is told to the engine of who writes", send_text(HELLO), (descriptions.sender_identity,)),
    Case(
        "Where Twilio thinks the person is (city, state, postcode, country)",
        send_text(HELLO, PLACES),
        (descriptions.metadata,),
    ),
    Case("How an answer goes out", send_text(HELLO), (descriptions.api_calls,)),
    Case("While Twilio's API is slow, another person texts", another_user_meanwhile, (descriptions.measured,)),
    Case("The same message twice", send_text(HELLO, times=2)),
    Case("The same message again while its turn runs", deliver_twice_at_once),
    Case("Two messages of one person at once", two_messages_at_once, (descriptions.reply_texts,)),
    Case("STOP", send_text("STOP")),
    Case("HELP", send_text("HELP")),
    Case("START", send_text("START"), (descriptions.received,)),
    Case("A word in another language that Twilio took for STOP", send_text("ALTO", {"OptOutType": "STOP"})),
    Case("A sentence that begins with “stop”", send_text("stop him please"), (descriptions.received,)),
    Case("Spanish", send_text("¡ayuda! ¿dónde?"), (descriptions.received,)),
    Case("Vietnamese in decomposed letters", send_text(VIETNAMESE), (_composed,)),
    Case(
        "An intent that is typed",
        send_text('/find_help{"place": "TH-50"}'),
        (descriptions.received, descriptions.intent),
    ),
    Case("A question with three choices", send_text("menu"), (descriptions.reply_texts,)),
    Case("An empty text", send_text("")),
    Case("A picture without words", send_text("", MEDIA)),
    Case("A picture with words", send_text("help me", MEDIA), (descriptions.received,)),
    Case(
        "A place that is shared (WhatsApp)",
        send_text("", {"Latitude": "18.79123", "Longitude": "98.98456"}),
        (descriptions.received, descriptions.intent),
    ),
    Case("A form without a text", post_without("Body")),
    Case("A form without a sender", post_without("From")),
    Case("An answer of 20,000 characters", send_text("long"), (descriptions.completeness,)),
    Case("An answer with two paragraphs", send_text("one\n\ntwo"), (descriptions.reply_texts,)),
    Case("Control characters", send_text("a\x00b\x0bc"), (descriptions.received, descriptions.reply_texts)),
    Case("Twilio's API refuses to send to somebody who said STOP (21610)", refuse_first(twilio_outbox.UNSUBSCRIBED)),
    Case(
        "Twilio's API knows no such number (21211)",
        refuse_first(lambda observation: twilio_outbox.no_such_number(observation.address)),
        (descriptions.logged_data,),
    ),
    Case("Twilio's API says 429 once", refuse_first(twilio_outbox.BUSY)),
    Case("Twilio's API says 500 once", refuse_first(twilio_outbox.BROKEN)),
    Case("The engine fails", send_text("explode zanzibar"), (descriptions.logged_data,)),
    Case(
        "JSON where a form should be",
        lambda user: user.post_raw({SIGNATURE: "x", "Content-Type": "application/json"}, raw=b'{"From": "x"}'),
    ),
    Case("A thousand fields", send_text(HELLO, {f"Field{number}": "x" for number in range(1000)})),
    Case("A body of a megabyte", send_text(HELLO, {"Padding": "x" * 1_000_000})),
)
