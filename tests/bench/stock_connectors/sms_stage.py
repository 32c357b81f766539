"""A person with a basic phone for the length of one case."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from tests.bench.stock_connectors.seen import Heard, Seen
from tests.bench.stock_connectors.settling import settled
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.harness.fake_telegram import make_client

SIGNATURE = "X-Twilio-Signature"
_numbers = itertools.count(1000)


@dataclass(frozen=True, slots=True)
class SmsSide:
    """A connector and what Twilio needs to know of it."""

    url: str
    signed_for: str
    """The address that signatures are made for."""
    auth_token: str
    outbox: TwilioOutbox
    heard: Heard
    log: Callable[[], str]


@dataclass
class OnSms:
    """Somebody who has not texted this connector before; the number is one of those that nobody has."""

    side: SmsSide
    seen: Seen
    answers: dict[str, list[str]] = field(default_factory=dict)
    """The documents that came back for each MessageSid. Twilio acts on one of them, however often it asks."""

    def form(self, body: str, **fields: str) -> dict[str, str]:
        """Return the form of a text of this person."""
        sid = f"SM{next(_numbers):032d}"
        return {
            "MessageSid": sid,
            "From": self.seen.address,
            "To": "+15005550006",
            "Body": body,
            "NumMedia": "0",
            **fields,
        }

    async def posts(self, form: dict[str, str], *, signed_as: dict[str, str] | None = None) -> None:
        """Post a form with the signature that Twilio makes for it, or for another form (`signed_as`)."""
        signature = RequestValidator(self.side.auth_token).compute_signature(self.side.signed_for, signed_as or form)
        await self.posts_with({SIGNATURE: signature}, form)

    async def posts_with(self, headers: dict[str, str], form: dict[str, str] | None = None, raw: bytes = b"") -> None:
        """Post a form, or anything else, with any headers."""
        async with make_client() as client:
            answer = await client.post(self.side.url, data=form, content=None if form else raw, headers=headers)
        self.seen.answered.append([answer.status_code])
        document = answer.text if "xml" in answer.headers.get("content-type", "") else ""
        documents = self.answers.setdefault((form or {}).get("MessageSid", ""), [])
        if document and document not in documents:
            documents.append(document)

    def in_answers(self) -> list[str]:
        """Return the messages that came in the answers to the webhook."""
        every = [document for documents in self.answers.values() for document in documents]
        return [message.text or "" for document in every for message in ET.fromstring(document)]  # noqa: S314  our own


Play = Callable[[OnSms], Awaitable[None]]


async def watch(side: SmsSide, play: Play) -> Seen:
    """Play a case with a new person and return what was seen."""
    on = OnSms(side, Seen(f"+1500555{next(_numbers)}"))
    turns, tried, said, log = len(await side.heard()), len(side.outbox.tried), len(side.outbox.said), len(side.log())
    await play(on)
    await settled(lambda: _counted(side))
    on.seen.turns = (await side.heard())[turns:]
    on.seen.calls = [("POST Messages", form) for form in side.outbox.tried[tried:]]
    on.seen.in_answers = bool(on.in_answers())
    on.seen.said = on.in_answers() + side.outbox.said[said:]
    on.seen.log = side.log()[log:]
    return on.seen


async def _counted(side: SmsSide) -> tuple[int, int]:
    return len(await side.heard()), len(side.outbox.tried)
