"""An SMS user for the length of one case."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from tests.bench.stock_connectors.observation import GetTurns, Observation, wait_until_settled
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.harness.fake_telegram import make_client

SIGNATURE = "X-Twilio-Signature"
_numbers = itertools.count(1000)


@dataclass(frozen=True, slots=True)
class SmsSide:
    """A connector and what Twilio needs to know about it."""

    url: str
    signed_for: str
    """The URL that signatures are made for."""
    auth_token: str
    outbox: TwilioOutbox
    get_turns: GetTurns
    log: Callable[[], str]


@dataclass
class SmsUser:
    """A user who has not texted this connector before; the number is one that nobody has."""

    side: SmsSide
    observation: Observation
    answers: dict[str, list[str]] = field(default_factory=dict)
    """The TwiML documents returned for each MessageSid. Twilio acts on one of them, however often it delivers."""

    def form(self, body: str, **fields: str) -> dict[str, str]:
        """Return the form of a text of this user."""
        sid = f"SM{next(_numbers):032d}"
        return {
            "MessageSid": sid,
            "From": self.observation.address,
            "To": "+15005550006",
            "Body": body,
            "NumMedia": "0",
            **fields,
        }

    async def post(self, form: dict[str, str], *, signed_as: dict[str, str] | None = None) -> None:
        """Post a form with Twilio's signature for it, or for another form (`signed_as`)."""
        signature = RequestValidator(self.side.auth_token).compute_signature(self.side.signed_for, signed_as or form)
        await self.post_raw({SIGNATURE: signature}, form)

    async def post_raw(self, headers: dict[str, str], form: dict[str, str] | None = None, raw: bytes = b"") -> None:
        """Post a form, or a raw body, with any headers."""
        async with make_client() as client:
            answer = await client.post(self.side.url, data=form, content=None if form else raw, headers=headers)
        self.observation.answered.append([answer.status_code])
        document = answer.text if "xml" in answer.headers.get("content-type", "") else ""
        documents = self.answers.setdefault((form or {}).get("MessageSid", ""), [])
        if document and document not in documents:
            documents.append(document)

    def in_answers(self) -> list[str]:
        """Return the messages in the webhook's responses."""
        documents = [document for documents in self.answers.values() for document in documents]
        return [message.text or "" for document in documents for message in ET.fromstring(document)]  # noqa: S314  made by our own code


Play = Callable[[SmsUser], Awaitable[None]]


async def observe(side: SmsSide, play: Play) -> Observation:
    """Play a case with a new user and return what was observed."""
    user = SmsUser(side, Observation(f"+1500555{next(_numbers)}"))
    turns, attempts, sent, log = (
        len(await side.get_turns()),
        len(side.outbox.attempts),
        len(side.outbox.sent),
        len(side.log()),
    )
    await play(user)
    await wait_until_settled(lambda: _count(side))
    user.observation.turns = (await side.get_turns())[turns:]
    user.observation.calls = [("POST Messages", form) for form in side.outbox.attempts[attempts:]]
    user.observation.in_answers = bool(user.in_answers())
    user.observation.sent = user.in_answers() + side.outbox.sent[sent:]
    user.observation.log = side.log()[log:]
    return user.observation


async def _count(side: SmsSide) -> tuple[int, int]:
    return len(await side.get_turns()), len(side.outbox.attempts)
