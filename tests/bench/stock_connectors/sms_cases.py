"""The corpus for SMS through Twilio: what comes, and what is looked at."""

import asyncio
import time
import unicodedata
from collections.abc import Callable

from tests.bench.stock_connectors import looks, twilio_outbox
from tests.bench.stock_connectors.case import Case
from tests.bench.stock_connectors.seen import Seen
from tests.bench.stock_connectors.sms_stage import SIGNATURE, OnSms, Play
from tests.bench.stock_connectors.twilio_outbox import Refusal

HELLO = "hello zanzibar"
SLOW = 1.0
"""Seconds that Twilio's API takes in the case that looks who waits for it."""


def texts(body: str, fields: dict[str, str] | None = None, *, times: int = 1) -> Play:
    """Text something; Twilio delivers it `times` times."""

    async def play(on: OnSms) -> None:
        form = on.form(body, **(fields or {}))
        for _ in range(times):
            await on.posts(form)

    return play


def unsigned(headers: dict[str, str], body: str = HELLO, **fields: str) -> Play:
    """Post a form as anybody can."""
    return lambda on: on.posts_with(headers, on.form(body, **fields))


def posts_without(*names: str) -> Play:
    """Post a signed form that lacks some fields."""
    return lambda on: on.posts({name: value for name, value in on.form(HELLO).items() if name not in names})


def refused(refusal: Refusal | Callable[[Seen], Refusal]) -> Play:
    """Let Twilio refuse the first message that is sent through its API."""

    async def play(on: OnSms) -> None:
        on.side.outbox.refusals[:] = [refusal if isinstance(refusal, Refusal) else refusal(on.seen)]
        await on.posts(on.form(HELLO))
        on.side.outbox.refusals.clear()

    return play


async def replays_with_another_number(on: OnSms) -> None:
    """Post what was signed for somebody else under this person's number."""
    form = on.form(HELLO)
    await on.posts(form, signed_as={**form, "From": "+15005550006"})


async def both_at_once(on: OnSms) -> None:
    """Deliver one message a second time while the first delivery is being answered."""
    slow = on.form("slow one")
    await asyncio.gather(on.posts(slow), on.posts(slow))


async def two_at_once(on: OnSms) -> None:
    """Text something that takes long, and something quick right behind it."""
    slow = asyncio.create_task(on.posts(on.form("slow one")))
    await asyncio.sleep(0.1)
    await on.posts(on.form("quick one"))
    await slow


async def another_texts_meanwhile(on: OnSms) -> None:
    """Let Twilio's API be slow for one person and look how long another waits for the webhook."""
    on.side.outbox.delay = SLOW
    first = asyncio.create_task(on.posts(on.form(HELLO)))
    await asyncio.sleep(SLOW / 4)
    begun = time.monotonic()
    await on.posts({**on.form("silence"), "From": "+15005550006"})
    waited = time.monotonic() - begun
    await first
    on.side.outbox.delay = 0
    on.seen.measured = "the other waits until it is done" if waited > SLOW / 2 else "the other is answered at once"


PLACES = {"FromCity": "CHIANG MAI", "FromState": "CM", "FromZip": "50000", "FromCountry": "TH"}
MEDIA = {"NumMedia": "1", "MediaUrl0": "https://media.example/1"}
VIETNAMESE = unicodedata.normalize("NFD", "Tôi cần giúp đỡ")


def _composed(seen: Seen) -> str:
    return "composed" if unicodedata.is_normalized("NFC", seen.turns[0].text) else "left in pieces"


CASES: tuple[Case[OnSms], ...] = (
    Case("A post without a signature", unsigned({})),
    Case("A forged signature", unsigned({SIGNATURE: "forged"})),
    Case("A signature made for another number's message", replays_with_another_number),
    Case("What is told to the engine of who writes", texts(HELLO), (looks.who,)),
    Case("Where Twilio thinks the person is (city, state, postcode, country)", texts(HELLO, PLACES), (looks.given,)),
    Case("How an answer goes out", texts(HELLO), (looks.asked,)),
    Case("While Twilio's API is slow, another person texts", another_texts_meanwhile, (looks.measured,)),
    Case("The same message twice", texts(HELLO, times=2)),
    Case("The same message again while its turn runs", both_at_once),
    Case("Two messages of one person at once", two_at_once, (looks.answered_with,)),
    Case("STOP", texts("STOP")),
    Case("HELP", texts("HELP")),
    Case("START", texts("START"), (looks.heard_as,)),
    Case("A word in another language that Twilio took for STOP", texts("ALTO", {"OptOutType": "STOP"})),
    Case("A sentence that begins with “stop”", texts("stop him please"), (looks.heard_as,)),
    Case("Spanish", texts("¡ayuda! ¿dónde?"), (looks.heard_as,)),
    Case("Vietnamese in decomposed letters", texts(VIETNAMESE), (_composed,)),
    Case("An intent that is typed", texts('/find_help{"place": "TH-50"}'), (looks.heard_as, looks.read_as)),
    Case("A question with three choices", texts("menu"), (looks.answered_with,)),
    Case("An empty text", texts("")),
    Case("A picture without words", texts("", MEDIA)),
    Case("A picture with words", texts("help me", MEDIA), (looks.heard_as,)),
    Case(
        "A place that is shared (WhatsApp)",
        texts("", {"Latitude": "18.79123", "Longitude": "98.98456"}),
        (looks.heard_as, looks.read_as),
    ),
    Case("A form without a text", posts_without("Body")),
    Case("A form without a sender", posts_without("From")),
    Case("An answer of 20,000 characters", texts("long"), (looks.whole,)),
    Case("An answer with two paragraphs", texts("one\n\ntwo"), (looks.answered_with,)),
    Case("Control characters", texts("a\x00b\x0bc"), (looks.heard_as, looks.answered_with)),
    Case("Twilio's API refuses to send to somebody who said STOP (21610)", refused(twilio_outbox.UNSUBSCRIBED)),
    Case(
        "Twilio's API knows no such number (21211)",
        refused(lambda seen: twilio_outbox.no_such_number(seen.address)),
        (looks.logged,),
    ),
    Case("Twilio's API says 429 once", refused(twilio_outbox.BUSY)),
    Case("Twilio's API says 500 once", refused(twilio_outbox.BROKEN)),
    Case("The engine fails", texts("explode zanzibar"), (looks.logged,)),
    Case(
        "JSON where a form should be",
        lambda on: on.posts_with({SIGNATURE: "x", "Content-Type": "application/json"}, raw=b'{"From": "x"}'),
    ),
    Case("A thousand fields", texts(HELLO, {f"Field{number}": "x" for number in range(1000)})),
    Case("A body of a megabyte", texts(HELLO, {"Padding": "x" * 1_000_000})),
)
