"""Telegram: the webhook, and polling for development."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from telegram import Update
from telegram.error import Forbidden

from bot.channels.body import bounded_body
from bot.channels.recent import Recent
from bot.channels.telegram_hearing import CHANNEL, MALFORMED, Overheard, hear
from bot.channels.telegram_polling import KINDS, patiently, polled
from bot.channels.telegram_speaking import Speaker
from bot.channels.turns import Turns
from bot.message import Answer, InboundMessage
from bot.privacy.faults import name_fault
from bot.privacy.pseudonyms import Pseudonyms

LOG = logging.getLogger(__name__)
PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
BODY_LIMIT = 256 * 1024
ANSWER_WITHIN = 30


class Telegram:
    """Hear and answer people in private Telegram chats.

    Updates may be forged (hence the secret), come twice (hence the memory of
    update ids) or in floods (hence the bounds). An update is acknowledged at
    once and answered in a task. Assumes one process; nothing survives a restart.
    """

    def __init__(  # noqa: PLR0913  what a network needs, all named
        self,
        token: str,
        secret: str | None,
        api_url: str | None,
        answer: Answer,
        pseudonyms: Pseudonyms,
        *,
        protect_content: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the bot's token, the webhook's secret (without one every update is refused), another API."""
        self._secret = (secret or "").encode()
        self._answer = answer
        self._pseudonyms = pseudonyms
        self._speaker = Speaker(token, api_url, protect_content=protect_content)
        self._turns = Turns()
        self._seen: Recent[int, bool] = Recent(clock, keep=timedelta(days=1), at_most=50_000)

    def router(self) -> APIRouter:
        """Return the webhook's route.

        It answers 403 without the secret, 413 too large, 400 no update, 503 too busy, else 200.
        """
        router = APIRouter()
        router.add_api_route(PATH, self._receive, methods=["POST"], include_in_schema=False)
        return router

    async def connect(self, public_url: str) -> None:
        """Tell Telegram where our webhook is, as soon as it can be reached; raise TelegramRefusedError."""

        async def tell() -> bool:
            url, secret = public_url.rstrip("/") + PATH, self._secret.decode()
            return await self._speaker.bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS)

        await patiently(tell)

    async def poll(self) -> None:
        """Fetch updates until cancelled, for development; raise TelegramRefusedError."""
        async for said in polled(self._speaker):
            self._take(said)

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Let running turns end, then close; call it after the last request and after cancelling `poll`."""
        await self._turns.stop(within)
        await self._speaker.close()

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not self._secret or not secrets.compare_digest(given, self._secret):
            return Response(status_code=403)
        raw = await bounded_body(request, BODY_LIMIT)
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(said, dict) or not isinstance(said.get("update_id"), int):
            return Response(status_code=400)
        if self._turns.full:
            return Response(status_code=503)
        self._take(said)
        return Response(status_code=200)

    def _take(self, said: dict[str, Any]) -> None:
        """Begin a turn, unless the update came before or is no turn of anybody's."""
        if self._seen.get(said["update_id"]):
            return
        self._seen.remember(said["update_id"], value=True)
        try:
            overheard = hear(Update.de_json(said, None))
        except MALFORMED as fault:
            LOG.info("an update could not be read: %s", name_fault(fault))
            return
        if overheard:
            inbound = overheard.by(self._pseudonyms.of(CHANNEL, overheard.address))
            self._turns.begin(inbound.sender, self._turn(overheard, inbound))

    async def _turn(self, overheard: Overheard, inbound: InboundMessage) -> None:
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                replies = await self._answer(inbound)
            await self._speaker.say(overheard.address, replies)
            if overheard.press:
                await self._speaker.settle(overheard.address, overheard.press)
        except Forbidden:
            LOG.info("a person has blocked the bot")
        except Exception as fault:  # noqa: BLE001  the turn's edge: whatever it was must not reach a log with its text
            LOG.error("a turn failed: %s", name_fault(fault))  # noqa: TRY400  a traceback may quote the person
