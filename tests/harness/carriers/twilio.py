"""Twilio brings what people text: signed, for 15 seconds, again where it was told to; the answer's TwiML is sent on."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from tests.harness.carriers.door import Answer, Door, NotDeliveredError, Parcel, bring_until_answered
from tests.harness.carriers.twilio_rest import Kept, TwilioRest

WITHIN = 15.0
"""Seconds that Twilio waits for an answer (twilio.com/docs/messaging/guides/webhook-request)."""
OUR_NUMBER = "+15005550006"
TRANSIT = (0.05, 0.2)
"""Seconds until a message is sent, and then until it is delivered."""


def texts_of(answer: Answer) -> list[ET.Element]:
    """Return the Message elements of an answer's TwiML; raise ParseError where it is none."""
    return list(ET.fromstring(answer.body).iter("Message"))  # noqa: S314  the service's own answer


def words_of(message: ET.Element) -> str:
    """Return what a Message element says, with or without a Body."""
    return "".join(message.itertext())


@dataclass
class Twilio:
    """Brings texts to a door and keeps what Twilio keeps. `on_said` is told each text that goes out to a number."""

    rest: TwilioRest
    auth_token: str
    webhook: str
    """The URL that the number's owner gave, which is what is signed."""
    door: Door
    patience: float = 60.0
    """Seconds after which a text is given up: the retries that the webhook's URL can ask for."""
    on_said: Callable[[str, str], None] = lambda _number, _text: None
    calls_back: bool = True
    callbacks_taken: int = 0
    callbacks_lost: int = 0
    _bringing: set[asyncio.Task[None]] = field(default_factory=set)

    def text(self, number: str, body: str, **more: str) -> Parcel:
        """Let a person text; it is brought at once."""
        sid = f"SM{secrets.token_hex(16)}"
        kept = self.rest.keep(number, OUR_NUMBER, body, "receiving", sid)
        form = {"MessageSid": sid, "AccountSid": self.rest.account_sid, "From": number, "To": OUR_NUMBER, "Body": body}
        parcel = self._signed(sid, self.webhook, {**form, "NumMedia": "0", "NumSegments": "1", **more})
        self._begin(self._bring(parcel, kept))
        return parcel

    def _signed(self, key: str, url: str, form: dict[str, str]) -> Parcel:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": RequestValidator(self.auth_token).compute_signature(url, form),
        }
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return Parcel(key, path, urlencode(form).encode(), headers, form["From"])

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._bringing.add(task)
        task.add_done_callback(self._bringing.discard)

    async def _bring(self, parcel: Parcel, kept: Kept) -> None:
        try:
            answer = await bring_until_answered(
                self.door, parcel, WITHIN, self.patience, enough=lambda status: status < 500
            )
        except NotDeliveredError as fault:
            parcel.taken.set_exception(fault)
            return
        finally:
            kept.status = "received"
        if answer.status != 200:
            parcel.taken.set_exception(NotDeliveredError(f"{parcel.key}: refused with {answer.status}"))
            return
        for message in texts_of(answer):
            self._send(kept, message)
        parcel.taken.set_result(answer)

    def _send(self, inbound: Kept, message: ET.Element) -> None:
        words = words_of(message)
        outbound = self.rest.keep(OUR_NUMBER, inbound.sender, words, "queued")
        self.on_said(inbound.sender, words)
        self._begin(self._carry(outbound, message.get("statusCallback", "")))

    async def _carry(self, outbound: Kept, callback: str) -> None:
        for status, pause in zip(("sent", "delivered"), TRANSIT, strict=True):
            await asyncio.sleep(pause)
            outbound.status = status
            if callback and self.calls_back:
                await self._call_back(outbound, callback)

    async def _call_back(self, outbound: Kept, url: str) -> None:
        """Tell the status once; Twilio does not come again for it."""
        form = {
            "MessageSid": outbound.sid,
            "SmsSid": outbound.sid,
            "AccountSid": self.rest.account_sid,
            "MessageStatus": outbound.status,
            "SmsStatus": outbound.status,
            "From": outbound.sender,
            "To": outbound.receiver,
        }
        parcel = self._signed(outbound.sid, url, form)
        try:
            answer = await self.door.bring(parcel, WITHIN)
        except NotDeliveredError:
            self.callbacks_lost += 1
        else:
            self.callbacks_taken += answer.status < 300

    async def settled(self) -> None:
        """Wait until everything is carried."""
        while self._bringing:
            await asyncio.wait(set(self._bringing))
