"""Telegram: the webhook, and polling for development."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.channels.common.request_body import bounded_body
from bot.channels.common.turn_queue import Turns
from bot.channels.telegram.deduplication import Recent
from bot.channels.telegram.formatting import outgoing
from bot.channels.telegram.parsing import CHANNEL, MALFORMED, Overheard, Uninvited, hear
from bot.channels.telegram.polling import AFTER_A_FAULT, KINDS, patiently, polled
from bot.channels.telegram.profile import Profile, show
from bot.channels.telegram.sender import Line, Speaker
from bot.channels.telegram.turn import NotNotedError, TelegramTurns
from bot.core.message import Heard, InboundMessage, Pseudonym
from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.circuit_breaker import RestingError
from bot.state.idempotency import AnsweredOnce
from bot.state.store import HoldLostError, StateUnavailableError

LOG = structlog.stdlib.get_logger(__name__)
PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
BODY_LIMIT = 256 * 1024
AT_ONCE = 100
"""Updates that Telegram may bring side by side; those of one chat it brings one after the other."""


class Telegram:
    """Hear and answer people in private Telegram chats.

    Updates may be forged (hence the secret), come twice (hence `AnsweredOnce`) or in floods (hence the bounds). An
    update is acknowledged when Telegram has the replies to it; until then Telegram brings it again.
    """

    def __init__(  # noqa: PLR0913  what a network needs, all named
        self,
        token: str,
        secret: str | None,
        api_url: str | None,
        once: AnsweredOnce,
        pseudonyms: Pseudonyms,
        *,
        line: Line | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the bot's token, the webhook's secret (without one every update is refused), another API."""
        self._secret = (secret or "").encode()
        self._once = once
        self._pseudonyms = pseudonyms
        self._speaker = Speaker(token, api_url, line or Line(), once.store)
        self._taken = TelegramTurns(once, self._speaker)
        self._turns = Turns()
        self._apologized: Recent[int, bool] = Recent(clock, keep=timedelta(days=1), at_most=50_000)

    def router(self) -> APIRouter:
        """Return the webhook's route.

        It answers 403 without the secret, 413 too large, 400 no update, 503 where it is to come again, else 200.
        """
        router = APIRouter()
        router.add_api_route(PATH, self._receive, methods=["POST"], include_in_schema=False)
        return router

    async def connect(self, public_url: str) -> None:
        """Tell Telegram where our webhook is, as soon as it can be reached; raise TelegramRefusedError."""

        async def tell() -> bool:
            url, secret = public_url.rstrip("/") + PATH, self._secret.decode()
            return await self._speaker.bot.set_webhook(
                url, secret_token=secret, allowed_updates=KINDS, max_connections=AT_ONCE
            )

        await patiently(tell)

    async def introduce(self, profiles: Mapping[str, Profile], source: str) -> None:
        """Have Telegram show what the bot is called and can do, in each language."""
        await show(self._speaker.bot, profiles, source)

    async def poll(self) -> None:
        """Fetch updates until cancelled, for development and in one process only; raise TelegramRefusedError."""
        async for said in polled(self._speaker.bot):
            while not await self._take(said):  # noqa: ASYNC110  nobody can tell us when it would be taken
                await asyncio.sleep(AFTER_A_FAULT)

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Let running turns end, then close; call it after the last request and after cancelling `poll`."""
        await self._turns.stop(within)
        await self._speaker.close()

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not self._secret or not secrets.compare_digest(given, self._secret):
            instruments.message(CHANNEL, "refused")
            return Response(status_code=403)
        raw = await bounded_body(request, BODY_LIMIT, CHANNEL)
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or not isinstance(said.get("update_id"), int):
            instruments.message(CHANNEL, "malformed")
            return Response(status_code=400)
        if self._turns.full:
            instruments.message(CHANNEL, "too_many")
            return Response(status_code=503)
        return Response(status_code=200 if await self._take(said) else 503)

    async def _take(self, said: dict[str, Any]) -> bool:
        """Return whether we are done with an update; if not, it is to come again."""
        try:
            overheard = hear(Update.de_json(said, None))
        except MALFORMED as fault:
            LOG.info("an update could not be read", fault=name_fault(fault))
            instruments.message(CHANNEL, "malformed")
            return True
        if overheard is None or isinstance(overheard, Uninvited):
            instruments.message(CHANNEL, "ignored")
            return overheard is None or await self._leave(overheard)
        try:
            inbound = overheard.by(await self._pseudonyms.of(CHANNEL, overheard.address))
        except StateUnavailableError:
            await self._apologize(overheard)
            return False
        if self._turns.crowded(inbound.sender):
            instruments.message(CHANNEL, "too_many")
            return False
        # Who is no longer waited for, since another process fetches updates now, is answered all the same.
        return await asyncio.shield(self._turns.begin(inbound.sender, self._turn(overheard, inbound)))

    async def _turn(self, overheard: Overheard, inbound: InboundMessage) -> bool:
        try:
            if inbound.heard is Heard.GONE:
                await self._taken.gone(inbound)
            else:
                await self._taken.take(overheard, inbound)
        except (NotNotedError, HoldLostError):
            return _later()
        except StateUnavailableError:
            await self._apologize(overheard)
            return False
        except Forbidden:
            return await self._forget(inbound)
        except (TelegramError, RestingError) as fault:
            LOG.error("a reply could not be handed over", channel=CHANNEL, fault=name_fault(fault))  # noqa: TRY400 - a traceback may quote the person
            instruments.fault("telegram")
            return _later()
        except Exception as fault:  # noqa: BLE001  the turn's edge: whatever it was must not reach a log with its text
            instruments.fault("other")
            LOG.error("a turn failed", channel=CHANNEL, fault=name_fault(fault))  # noqa: TRY400 - as above
            return await self._apologize(overheard)
        return True

    async def _leave(self, uninvited: Uninvited) -> bool:
        try:
            await self._speaker.leave(uninvited.address)
        except TelegramError as fault:
            LOG.warning("a group could not be left yet", channel=CHANNEL, fault=name_fault(fault))
            return False
        return True

    async def _forget(self, inbound: InboundMessage) -> bool:
        LOG.info("a person has blocked the bot", channel=CHANNEL)
        try:
            await self._taken.gone(replace(inbound, heard=Heard.GONE, id=""))
        except StateUnavailableError:
            return _later()
        return True

    async def _apologize(self, overheard: Overheard) -> bool:
        """Say once, at once, that we can't answer now; return whether that was said."""
        if overheard.heard is Heard.GONE or self._apologized.get(overheard.update_id):
            instruments.message(CHANNEL, "later")
            return True
        messages = outgoing(self._once.apologize(overheard.by(Pseudonym(""))))
        said = [await self._speaker.try_to_say(overheard.address, message) for message in messages]
        instruments.message(CHANNEL, "apologized" if all(said) else "later")
        if all(said):
            self._apologized.remember(overheard.update_id, value=True)
        return all(said)


def _later() -> bool:
    """Say that an update is to come again."""
    instruments.message(CHANNEL, "later")
    return False
