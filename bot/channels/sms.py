"""SMS through Twilio: a signed webhook whose answer carries the replies."""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.body import bounded_body
from bot.channels.numbered import as_numbered
from bot.channels.pieces import pieces
from bot.channels.recent import Recent
from bot.channels.sms_form import CHANNEL, Texted, hear, parse_form
from bot.channels.turns import Turns
from bot.message import Answer, InboundMessage, Reply
from bot.privacy.faults import name_fault
from bot.privacy.pseudonyms import Pseudonyms

LOG = logging.getLogger(__name__)
PATH = "/webhooks/sms"
FORM = "application/x-www-form-urlencoded"
BODY_LIMIT = 256 * 1024
TEXT_LIMIT = 1600
REMEMBER = timedelta(minutes=15)
ANSWER_WITHIN = 12
"""Seconds until Twilio is answered; it waits for 15."""
TURN_WITHIN = 60
"""Seconds until a turn is given up, so that it can't hold back the person's next one."""

# XML 1.0 has no way to write these; one of them would make the whole answer unreadable.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def twiml(replies: Sequence[Reply]) -> str:
    """Return the replies as TwiML, one Message for each 1600 characters; an empty Response for none."""
    response = MessagingResponse()
    for reply in replies:
        for text in pieces(_NOT_XML.sub("", as_numbered(reply)), TEXT_LIMIT):
            response.message(text)
    return str(response)


class Sms:
    """Hear and answer people who text.

    Anybody can post to the webhook, so nothing is read before a signature is
    there and nothing is done before it is right. Twilio delivers twice at times:
    a second delivery gets the first one's answer, never a second turn. Assumes
    one process; nothing survives a restart.
    """

    def __init__(  # noqa: PLR0913  what a network needs, all named
        self,
        auth_token: str | None,
        account_sid: str | None,
        public_url: str,
        answer: Answer,
        pseudonyms: Pseudonyms,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the account (without a token every post is refused) and the URL that Twilio posts to."""
        # The account is for the calls that will redact messages at Twilio (issue 6); replies need none.
        self.account_sid = account_sid
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._public_url = public_url.rstrip("/")
        self._answer = answer
        self._pseudonyms = pseudonyms
        self._turns = Turns()
        self._answers: Recent[str, asyncio.Task[str]] = Recent(clock, REMEMBER, at_most=10_000)

    def router(self) -> APIRouter:
        """Return the webhook's route.

        It answers 403 unsigned, 413 too large, 415 or 400 no form, 503 too busy, else 200 with TwiML.
        """
        router = APIRouter()
        router.add_api_route(PATH, self._receive, methods=["POST"], include_in_schema=False)
        return router

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Let running turns end; call it after the last request."""
        await self._turns.stop(within)

    async def _receive(self, request: Request) -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not self._validator or not signature:
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            return Response(status_code=415)
        raw = await bounded_body(request, BODY_LIMIT)
        try:
            form = parse_form(raw)
            if not self._validator.validate(self._url(request), form, signature):
                return Response(status_code=403)
            texted = hear(form)
        except ValueError:
            return Response(status_code=400)
        return await self._respond(texted) if texted else _xml(twiml(()))

    def _url(self, request: Request) -> str:
        query = request.scope["query_string"].decode("latin-1")
        return self._public_url + PATH + (f"?{query}" if query else "")

    async def _respond(self, texted: Texted) -> Response:
        turn = self._answers.get(texted.message_sid)
        if turn is None and self._turns.full:
            return Response(status_code=503)
        turn = turn or self._begin(texted)
        done, _ = await asyncio.wait({turn}, timeout=ANSWER_WITHIN)
        # A turn that takes longer goes on; a later delivery of the same message gets its answer.
        return _xml(turn.result() if done and not turn.cancelled() else twiml(()))

    def _begin(self, texted: Texted) -> asyncio.Task[str]:
        inbound = texted.by(self._pseudonyms.of(CHANNEL, texted.address))
        turn = self._turns.begin(inbound.sender, self._turn(inbound))
        if texted.message_sid:
            self._answers.remember(texted.message_sid, turn)
        return turn

    async def _turn(self, inbound: InboundMessage) -> str:
        try:
            async with asyncio.timeout(TURN_WITHIN):
                return twiml(await self._answer(inbound))
        except Exception as fault:  # noqa: BLE001  the turn's edge: whatever it was must not reach a log with its text
            LOG.error("a turn failed: %s", name_fault(fault))  # noqa: TRY400  a traceback may quote the person
            return twiml(())


def _xml(document: str) -> Response:
    return Response(document, media_type="text/xml")
