"""SMS and WhatsApp through Twilio: a signed webhook whose answer carries the replies."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request, Response
from twilio.request_validator import RequestValidator

from bot.channels.common.request_body import bounded_body
from bot.channels.common.turn_queue import Turns
from bot.channels.sms.parsing import SMS, Form, Reported, Texted, hear, parse_form, report
from bot.channels.sms.twiml import count, twiml
from bot.core.message import Heard, InboundMessage, Pseudonym, Reply
from bot.metrics import instruments
from bot.metrics.definitions import Outcome
from bot.privacy.exceptions import name_fault
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import Answered, AnsweredOnce
from bot.state.store import HoldLostError, StateUnavailableError

if TYPE_CHECKING:
    from bot.channels.sms.redaction import Removing

LOG = structlog.stdlib.get_logger(__name__)
PATH = "/webhooks/sms"
STATUS_PATH = "/webhooks/sms/status"
FORM = "application/x-www-form-urlencoded"
BODY_LIMIT = 256 * 1024
ANSWER_WITHIN = 12
"""Seconds until Twilio is answered; it waits for 15."""
_FORBIDDEN = 403


class Sms:
    """Hear and answer people who text.

    Anybody can post to the webhook, so nothing is read before a signature is there and nothing is done before it is
    right. Replies travel in the answer, of which Twilio uses one however often it delivers: a second delivery gets
    the very same. Where there is no answer in time, the person gets the apology, and nothing of the turn is kept.
    """

    def __init__(  # noqa: PLR0913  what a network needs
        self,
        auth_token: str | None,
        public_url: str,
        once: AnsweredOnce,
        pseudonyms: Pseudonyms,
        removing: "Removing | None" = None,
        *,
        segments: Callable[[str], int] | None = None,
    ) -> None:
        """Take the token (without one every post is refused), the URL that Twilio posts to, who removes messages.

        `segments` counts what a text costs.
        """
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._public_url = public_url.rstrip("/")
        self._once = once
        self._pseudonyms = pseudonyms
        self._removing = removing
        self._segments = segments
        self._turns = Turns()

    def router(self) -> APIRouter:
        """Return the webhooks' routes.

        They answer 403 unsigned, 413 too large, 415 or 400 no form, else 200 or 204.
        """
        router = APIRouter(include_in_schema=False)
        router.add_api_route(PATH, self._receive, methods=["POST"])
        router.add_api_route(STATUS_PATH, self._receive_status, methods=["POST"])
        return router

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Let running turns end; call it after the last request."""
        await self._turns.stop(within)

    async def _receive(self, request: Request) -> Response:
        form = await self._signed_form(request, PATH)
        if isinstance(form, Response):
            return form
        try:
            texted = hear(form)
        except ValueError:
            return _refused(400)
        if self._removing:
            self._removing.of_inbound(form.get("MessageSid", ""), form.get("To", ""))
        if texted is None:
            instruments.message(SMS, "ignored")
            return Response(twiml(()), media_type="text/xml")
        return Response(await self._answered(texted), media_type="text/xml")

    async def _receive_status(self, request: Request) -> Response:
        """Hear what became of a message of ours: one that has arrived, or never will, is removed at Twilio."""
        form = await self._signed_form(request, STATUS_PATH)
        if isinstance(form, Response):
            return form
        reported = report(form)
        if reported and self._removing:
            self._removing.soon(reported.message_sid)
        if reported and reported.opted_out:
            await self._forget(reported)
        return Response(status_code=204)

    async def _signed_form(self, request: Request, path: str) -> Form | Response:
        """Return the fields of a form that Twilio has signed, or the refusal."""
        signature = request.headers.get("X-Twilio-Signature", "")
        if not self._validator or not signature:
            return _refused(403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            return _refused(415)
        raw = await bounded_body(request, BODY_LIMIT, SMS)
        try:
            form = parse_form(raw)
            signed = self._validator.validate(self._url(request, path), form, signature)
        except ValueError:
            return _refused(400)
        return form if signed else _refused(403)

    def _url(self, request: Request, path: str) -> str:
        """Return the address that Twilio knows us by, not the one behind a proxy."""
        query = request.scope["query_string"].decode("latin-1")
        return self._public_url + path + (f"?{query}" if query else "")

    async def _answered(self, texted: Texted) -> str:
        """Return the replies as TwiML, in time; the apology where there are none."""
        try:
            if not self._turns.full:
                async with asyncio.timeout(ANSWER_WITHIN):
                    inbound = texted.by(await self._pseudonyms.of(texted.channel, texted.address))
                    if not self._turns.crowded(inbound.sender):
                        return await self._turns.begin(inbound.sender, self._turn(inbound))
            instruments.message(texted.channel, "too_many")
        except StateUnavailableError:
            instruments.message(texted.channel, "apologized")
            LOG.error("what is kept can't be reached", channel=texted.channel)  # noqa: TRY400 - nothing more to tell
        except Exception as fault:  # noqa: BLE001  the turn's edge: whatever it was must not reach a log with its text
            instruments.message(texted.channel, "apologized")
            instruments.fault("slow" if isinstance(fault, TimeoutError) else "other")
            LOG.error("a turn failed", channel=texted.channel, fault=name_fault(fault))  # noqa: TRY400  a traceback may quote the person
        if texted.heard is Heard.GONE:
            return twiml(())
        return self._twiml(self._once.apologize(texted.by(Pseudonym(""))), texted.channel)

    async def _turn(self, inbound: InboundMessage) -> str:
        """Return the replies as TwiML; where the hold is lost, whoever had it meanwhile may have left them."""
        while True:
            with contextlib.suppress(HoldLostError):
                async with self._once.turn(inbound) as turn:
                    await turn.begin()
                    instruments.message(inbound.channel, _outcome(inbound, turn.answered))
                    return self._twiml(turn.answered.replies, inbound.channel, again=turn.answered.again)

    async def _forget(self, reported: Reported) -> None:
        """Forget somebody who texted STOP, and whom our reply could therefore not reach (Twilio's error 21610)."""
        try:
            sender = await self._pseudonyms.of(reported.channel, reported.address)
            await self._turns.begin(sender, self._turn(InboundMessage(reported.channel, sender, Heard.GONE)))
        except StateUnavailableError:
            LOG.warning("somebody who is gone could not be forgotten yet", channel=reported.channel)

    def _twiml(self, replies: Sequence[Reply], channel: str, *, again: bool = False) -> str:
        if not again:  # Twilio uses one answer, however often it has asked
            count(replies, channel, self._segments)
        return twiml(replies, self._public_url + STATUS_PATH if self._removing else None)


def _refused(status: int) -> Response:
    instruments.message(SMS, "refused" if status == _FORBIDDEN else "malformed")
    return Response(status_code=status)


def _outcome(inbound: InboundMessage, answered: Answered) -> Outcome:
    if inbound.heard is Heard.GONE:
        return "gone"
    return "again" if answered.again else "answered"
