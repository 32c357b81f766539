"""Twilio's delivery of text messages: signed, with a timeout of 15 seconds and retries. Replies in TwiML are sent."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from tests.harness.delivery import (
    Endpoint,
    NotDeliveredError,
    WebhookRequest,
    WebhookResponse,
    deliver_until_accepted,
)
from tests.harness.fake_twilio.rest_api import FakeTwilioApi, StoredMessage

WITHIN = 15.0
"""Seconds that Twilio waits for a response (twilio.com/docs/messaging/guides/webhook-request)."""
OUR_NUMBER = "+15005550006"
TRANSIT = (0.05, 0.2)
"""Seconds until a message is sent, and then until it is delivered."""


def parse_messages(response: WebhookResponse) -> list[ET.Element]:
    """Return the Message elements of a response; raise ParseError if it is not TwiML."""
    return list(ET.fromstring(response.body).iter("Message"))  # noqa: S314  the service's own response


def text_of(message: ET.Element) -> str:
    """Return the text of a Message element, with or without a Body."""
    return "".join(message.itertext())


@dataclass
class TwilioDelivery:
    """Delivers texts to an endpoint, and stores them as Twilio does.

    `on_message` is called with the number and the text of each reply.
    """

    rest: FakeTwilioApi
    auth_token: str
    webhook: str
    """The URL of the webhook, for signatures."""
    endpoint: Endpoint
    give_up_after: float = 60.0
    """Seconds after which a text is dropped: the retries that the webhook's URL can ask for."""
    on_message: Callable[[str, str], None] = lambda _number, _text: None
    sends_callbacks: bool = True
    callbacks_accepted: int = 0
    callbacks_lost: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def send_text(self, number: str, body: str, **fields: str) -> WebhookRequest:
        """Send a person's text; it is delivered at once."""
        sid = f"SM{secrets.token_hex(16)}"
        message = self.rest.add(number, OUR_NUMBER, body, "receiving", sid)
        form = {"MessageSid": sid, "AccountSid": self.rest.account_sid, "From": number, "To": OUR_NUMBER, "Body": body}
        request = self.sign(sid, self.webhook, {**form, "NumMedia": "0", "NumSegments": "1", **fields})
        self._start(self._deliver(request, message))
        return request

    def sign(self, request_id: str, url: str, form: dict[str, str]) -> WebhookRequest:
        """Return a signed request without sending it."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": RequestValidator(self.auth_token).compute_signature(url, form),
        }
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return WebhookRequest(request_id, path, urlencode(form).encode(), headers, form["From"])

    def _start(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, request: WebhookRequest, inbound: StoredMessage) -> None:
        try:
            response = await deliver_until_accepted(
                self.endpoint, request, WITHIN, self.give_up_after, is_accepted=lambda status: status < 500
            )
        except NotDeliveredError as exc:
            request.accepted.set_exception(exc)
            return
        finally:
            inbound.status = "received"
        if response.status != 200:
            request.accepted.set_exception(NotDeliveredError(f"{request.id}: refused with {response.status}"))
            return
        for message in parse_messages(response):
            self._send_reply(inbound, message)
        request.accepted.set_result(response)

    def _send_reply(self, inbound: StoredMessage, message: ET.Element) -> None:
        text = text_of(message)
        outbound = self.rest.add(OUR_NUMBER, inbound.sender, text, "queued")
        self.on_message(inbound.sender, text)
        self._start(self._update_status(outbound, message.get("statusCallback", "")))

    async def _update_status(self, outbound: StoredMessage, callback: str) -> None:
        for status, pause in zip(("sent", "delivered"), TRANSIT, strict=True):
            await asyncio.sleep(pause)
            outbound.status = status
            if callback and self.sends_callbacks:
                await self._call_back(outbound, callback)

    async def _call_back(self, outbound: StoredMessage, url: str) -> None:
        """Report the status once; Twilio does not retry it."""
        form = {
            "MessageSid": outbound.sid,
            "SmsSid": outbound.sid,
            "AccountSid": self.rest.account_sid,
            "MessageStatus": outbound.status,
            "SmsStatus": outbound.status,
            "From": outbound.sender,
            "To": outbound.receiver,
        }
        try:
            response = await self.endpoint.deliver(self.sign(outbound.sid, url, form), WITHIN)
        except NotDeliveredError:
            self.callbacks_lost += 1
        else:
            self.callbacks_accepted += response.status < 300

    async def wait_until_idle(self) -> None:
        """Wait until all messages and callbacks are delivered."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
