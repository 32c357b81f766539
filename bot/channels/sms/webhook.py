"""SMS and WhatsApp through Twilio: signed webhooks, with the replies in the response."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import structlog
from fastapi import APIRouter, Request, Response
from twilio.request_validator import RequestValidator

from bot.channels.common.paths import SMS_PATH, SMS_STATUS_PATH
from bot.channels.common.request_body import read_body
from bot.channels.common.turn_queue import TurnQueue
from bot.channels.sms.parsing import (
    SMS,
    DeliveryReport,
    Form,
    InboundSms,
    parse_delivery_report,
    parse_form,
    parse_message,
)
from bot.channels.sms.twiml import count_messages, to_twiml
from bot.core.message import InboundMessage, MessageKind, Pseudonym, Reply
from bot.metrics import instruments
from bot.metrics.definitions import Outcome
from bot.privacy.exceptions import describe_exception
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import IdempotentResponder, StoredReply
from bot.state.store import LockLostError, StateUnavailableError

if TYPE_CHECKING:
    from bot.channels.sms.redaction import MessageRedactor

LOG = structlog.stdlib.get_logger(__name__)
FORM_TYPE = "application/x-www-form-urlencoded"
BODY_LIMIT = 256 * 1024
RESPONSE_TIMEOUT = 12
"""Seconds until Twilio gets a response; it waits for 15."""
TEST_NUMBER = "+15005550006"
"""Twilio's own magic test number (twilio.com/docs/iam/test-credentials), which has no owner."""
_FORBIDDEN = 403


class SmsChannel:
    """Answers people who text.

    Anyone can post to the webhook, so nothing is read without a signature, and nothing is done before it is verified.
    Replies travel in the response. Twilio uses only one response, however often it delivers, so a second delivery gets
    the same one. If there is no reply in time, the person gets the fallback reply, and the turn changes no state.
    """

    def __init__(  # noqa: PLR0913  what a network needs
        self,
        auth_token: str | None,
        public_url: str,
        responder: IdempotentResponder,
        pseudonyms: Pseudonyms,
        redactor: "MessageRedactor | None" = None,
        *,
        segments: Callable[[str], int] | None = None,
        is_help_answered: bool = False,
    ) -> None:
        """Take Twilio's token and the URL that Twilio posts to. Without a token every post is rejected.

        `segments` returns the number of segments of a text. With `is_help_answered` Twilio answers HELP.
        """
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._public_url = public_url.rstrip("/")
        self._responder = responder
        self._pseudonyms = pseudonyms
        self._redactor = redactor
        self._segments = segments
        self._is_help_answered = is_help_answered
        self._turns = TurnQueue()

    def router(self) -> APIRouter:
        """Return the routes of the webhooks.

        They respond 403 without a valid signature, 413 if too large, 415 or 400 if malformed, else 200 or 204.
        """
        router = APIRouter(include_in_schema=False)
        router.add_api_route(SMS_PATH, self._receive, methods=["POST"])
        router.add_api_route(SMS_STATUS_PATH, self._receive_status, methods=["POST"])
        return router

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Wait for running turns; call it after the last request."""
        await self._turns.stop(within)

    async def _receive(self, request: Request) -> Response:
        form = await self._signed_form(request, SMS_PATH)
        if isinstance(form, Response):
            return form
        try:
            sms = parse_message(form, is_help_answered=self._is_help_answered)
        except ValueError:
            return _reject(400)
        if self._redactor:
            self._redactor.enqueue_inbound(form.get("MessageSid", ""), form.get("To", ""))
        if sms is None:
            instruments.record_message(SMS, "ignored")
            return Response(to_twiml(()), media_type="text/xml")
        return Response(await self._answer(sms), media_type="text/xml")

    async def _receive_status(self, request: Request) -> Response:
        """Receive the status of an outbound message; it is deleted at Twilio once the status is final."""
        form = await self._signed_form(request, SMS_STATUS_PATH)
        if isinstance(form, Response):
            return form
        report = parse_delivery_report(form)
        if report and self._redactor:
            self._redactor.enqueue(report.message_sid)
        if report and report.opted_out:
            await self._forget(report)
        return Response(status_code=204)

    async def _signed_form(self, request: Request, path: str) -> Form | Response:
        """Return the fields of a form that Twilio has signed, or a response that rejects it."""
        signature = request.headers.get("X-Twilio-Signature", "")
        if not self._validator or not signature:
            return _reject(403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
            return _reject(415)
        raw = await read_body(request, BODY_LIMIT, SMS)
        try:
            form = parse_form(raw)
            is_signed = self._validator.validate(self._url(request, path), form, signature)
        except ValueError:
            return _reject(400)
        return form if is_signed else _reject(403)

    def _url(self, request: Request, path: str) -> str:
        """Return the URL that Twilio called, not the one behind a proxy."""
        query = request.scope["query_string"].decode("latin-1")
        return self._public_url + path + (f"?{query}" if query else "")

    async def _answer(self, sms: InboundSms) -> str:
        """Return the replies as TwiML within the timeout, or else the fallback reply."""
        try:
            if not self._turns.is_full:
                async with asyncio.timeout(RESPONSE_TIMEOUT):
                    inbound = sms.to_message(await self._pseudonyms.for_address(sms.channel, sms.address))
                    if not self._turns.is_busy(inbound.sender):
                        return await self._turns.submit(inbound.sender, self._turn(inbound))
            instruments.record_message(sms.channel, "too_many")
        except StateUnavailableError:
            instruments.record_message(sms.channel, "apologized")
            LOG.error("state store unavailable", channel=sms.channel)  # noqa: TRY400 - the exception has no more details
        except Exception as exc:  # noqa: BLE001  no exception may reach a log with its text
            instruments.record_message(sms.channel, "apologized")
            instruments.record_error("slow" if isinstance(exc, TimeoutError) else "other")
            LOG.error("turn failed", channel=sms.channel, error=describe_exception(exc))  # noqa: TRY400  a traceback may quote the person
        if sms.kind is MessageKind.OPT_OUT:
            return to_twiml(())
        return self._to_twiml(self._responder.apologize(sms.to_message(Pseudonym(""))), sms.channel)

    async def _turn(self, inbound: InboundMessage) -> str:
        """Return the replies as TwiML. If the lock is lost, try again: its next owner may have stored the replies."""
        while True:
            with contextlib.suppress(LockLostError):
                async with self._responder.turn(inbound) as turn:
                    await turn.start()
                    stored_reply = turn.stored_reply
                    instruments.record_message(inbound.channel, _outcome(inbound, stored_reply))
                    return self._to_twiml(stored_reply.replies, inbound.channel, is_retry=stored_reply.is_retry)

    async def _forget(self, report: DeliveryReport) -> None:
        """Delete the conversation of a person who texted STOP, whom a reply could not reach (Twilio's error 21610)."""
        try:
            sender = await self._pseudonyms.for_address(report.channel, report.address)
            await self._turns.submit(sender, self._turn(InboundMessage(report.channel, sender, MessageKind.OPT_OUT)))
        except StateUnavailableError:
            LOG.warning("opt-out not processed", channel=report.channel)

    def _to_twiml(self, replies: Sequence[Reply], channel: str, *, is_retry: bool = False) -> str:
        if not is_retry:  # Twilio uses one response, however often it delivers the message
            count_messages(replies, channel, self._segments)
        return to_twiml(replies, self._public_url + SMS_STATUS_PATH if self._redactor else None)


def post_test_message(text: str, auth_token: str, *, public_url: str, base_url: str) -> str:
    """Post a test message to the service at `base_url` as Twilio would, and return the TwiML of the response.

    The signature is for `public_url`. Raises `httpx.HTTPError` if the service does not respond or rejects the message.
    """
    form = {"MessageSid": f"SM{uuid4().hex}", "From": TEST_NUMBER, "To": TEST_NUMBER, "Body": text, "NumMedia": "0"}
    signature = RequestValidator(auth_token).compute_signature(public_url + SMS_PATH, form)
    response = httpx.post(base_url + SMS_PATH, data=form, headers={"X-Twilio-Signature": signature}, timeout=20)
    return response.raise_for_status().text


def _reject(status: int) -> Response:
    instruments.record_message(SMS, "refused" if status == _FORBIDDEN else "malformed")
    return Response(status_code=status)


def _outcome(inbound: InboundMessage, stored_reply: StoredReply) -> Outcome:
    if inbound.kind is MessageKind.OPT_OUT:
        return "gone"
    return "again" if stored_reply.is_retry else "answered"
