"""The Telegram channel: receives updates by webhook, or by polling in development."""

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

from bot.channels.common.paths import TELEGRAM_PATH
from bot.channels.common.request_body import read_body
from bot.channels.common.turn_queue import TurnQueue
from bot.channels.telegram.deduplication import RecentCache
from bot.channels.telegram.formatting import to_outgoing
from bot.channels.telegram.parsing import (
    CHANNEL,
    MALFORMED,
    GroupUpdate,
    TelegramUpdate,
    parse_text_only,
    parse_update,
)
from bot.channels.telegram.polling import ALLOWED_UPDATES, RETRY_DELAY, poll_updates, retry_until_reachable
from bot.channels.telegram.profile import Profile, publish_profiles
from bot.channels.telegram.sender import SenderOptions, TelegramSender
from bot.channels.telegram.turn import ProgressNotSavedError, TelegramTurnHandler
from bot.core.message import InboundMessage, MessageKind, Pseudonym
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.circuit_breaker import CircuitOpenError
from bot.state.idempotency import IdempotentResponder
from bot.state.store import LockLostError, StateUnavailableError

LOG = structlog.stdlib.get_logger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
BODY_LIMIT = 256 * 1024
MAX_CONNECTIONS = 100
"""Updates that Telegram may deliver in parallel; those of one chat come one after the other."""


class TelegramChannel:
    """Answers people in private Telegram chats.

    Updates may be forged (hence the secret), come twice (hence `IdempotentResponder`) or in floods (hence the limits).
    An update is acknowledged when Telegram has the replies to it; until then Telegram delivers it again.
    """

    def __init__(  # noqa: PLR0913  what a network needs, all named
        self,
        token: str,
        secret: str | None,
        api_url: str | None,
        responder: IdempotentResponder,
        pseudonyms: Pseudonyms,
        *,
        options: SenderOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the bot's token, and the webhook's secret, without which every update is rejected."""
        self._secret = (secret or "").encode()
        self._responder = responder
        self._pseudonyms = pseudonyms
        self._sender = TelegramSender(token, api_url, options or SenderOptions(), responder.store)
        self._handler = TelegramTurnHandler(responder, self._sender)
        self._turns = TurnQueue()
        self._apologized: RecentCache[int, bool] = RecentCache(clock, ttl=timedelta(days=1), max_items=50_000)

    def router(self) -> APIRouter:
        """Return the webhook's route.

        It responds 403 without the secret, 413 if too large, 400 if malformed, 503 if Telegram is to deliver the update
        again, else 200.
        """
        router = APIRouter()
        router.add_api_route(TELEGRAM_PATH, self._receive, methods=["POST"], include_in_schema=False)
        return router

    async def register_webhook(self, public_url: str) -> None:
        """Set the webhook at Telegram as soon as it can be reached; raise TelegramRefusedError."""

        async def set_webhook() -> bool:
            url, secret = public_url.rstrip("/") + TELEGRAM_PATH, self._secret.decode()
            return await self._sender.bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=MAX_CONNECTIONS
            )

        await retry_until_reachable(set_webhook)

    async def publish_profiles(self, profiles: Mapping[str, Profile], source: str) -> None:
        """Set the bot's commands and descriptions at Telegram, in each language."""
        await publish_profiles(self._sender.bot, profiles, source)

    async def poll(self) -> None:
        """Fetch updates until cancelled, for development and in one process only; raise TelegramRefusedError."""
        async for update in poll_updates(self._sender.bot):
            while not await self._process(update):  # noqa: ASYNC110  nothing signals when it could be processed
                await asyncio.sleep(RETRY_DELAY)

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Wait for running turns, then close; call it after the last request and after cancelling `poll`."""
        await self._turns.stop(within)
        await self._sender.close()

    async def _receive(self, request: Request) -> Response:
        secret = request.headers.get(SECRET_HEADER, "").encode()
        if not self._secret or not secrets.compare_digest(secret, self._secret):
            instruments.record_message(CHANNEL, "refused")
            return Response(status_code=403)
        raw = await read_body(request, BODY_LIMIT, CHANNEL)
        try:
            update = json.loads(raw)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            instruments.record_message(CHANNEL, "malformed")
            return Response(status_code=400)
        if self._turns.is_full:
            instruments.record_message(CHANNEL, "too_many")
            return Response(status_code=503)
        return Response(status_code=200 if await self._process(update) else 503)

    async def _process(self, raw: dict[str, Any]) -> bool:
        """Return whether an update is done with; if not, Telegram is to deliver it again."""
        try:
            update = _parse(raw)
        except MALFORMED:
            instruments.record_message(CHANNEL, "malformed")
            return True
        if update is None or isinstance(update, GroupUpdate):
            instruments.record_message(CHANNEL, "ignored")
            return update is None or await self._leave_chat(update)
        try:
            inbound = update.to_message(await self._pseudonyms.for_address(CHANNEL, update.address), time.time())
        except LockLostError:
            return _redeliver()
        except StateUnavailableError:
            await self._apologize(update)
            return False
        if self._turns.is_busy(inbound.sender):
            instruments.record_message(CHANNEL, "too_many")
            return False
        # A turn is finished even if the request is cancelled, for example because another process has started polling.
        return await asyncio.shield(self._turns.submit(inbound.sender, self._turn(update, inbound)))

    async def _turn(self, update: TelegramUpdate, inbound: InboundMessage) -> bool:
        try:
            if inbound.kind is MessageKind.OPT_OUT:
                await self._handler.forget(inbound)
            else:
                await self._handler.handle(update, inbound)
        except (ProgressNotSavedError, LockLostError):
            return _redeliver()
        except StateUnavailableError:
            await self._apologize(update)
            return False
        except Forbidden:
            return await self._forget(inbound)
        except (TelegramError, CircuitOpenError) as exc:
            LOG.error("telegram send failed", channel=CHANNEL, error=describe_exception(exc))  # noqa: TRY400 - a traceback may quote the person
            instruments.record_error("telegram")
            return _redeliver()
        except Exception as exc:  # noqa: BLE001  no exception may reach a log with its text
            instruments.record_error("other")
            LOG.error("turn failed", channel=CHANNEL, error=describe_exception(exc))  # noqa: TRY400 - as above
            return await self._apologize(update)
        return True

    async def _leave_chat(self, update: GroupUpdate) -> bool:
        try:
            await self._sender.leave_chat(update.address)
        except TelegramError as exc:
            LOG.warning("telegram leave chat failed", channel=CHANNEL, error=describe_exception(exc))
            return False
        return True

    async def _forget(self, inbound: InboundMessage) -> bool:
        LOG.info("bot blocked by user", channel=CHANNEL)
        try:
            await self._handler.forget(replace(inbound, kind=MessageKind.OPT_OUT, id=""))
        except StateUnavailableError:
            return _redeliver()
        return True

    async def _apologize(self, update: TelegramUpdate) -> bool:
        """Send the fallback reply at once, and only once per update; return whether nothing is left to send.

        A message that is late gets none: it speaks of danger, to the person who holds the phone by now.
        """
        message = update.to_message(Pseudonym(""), time.time())
        if message.is_late or update.kind is MessageKind.OPT_OUT or self._apologized.get(update.update_id):
            instruments.record_message(CHANNEL, "later")
            return True
        messages = to_outgoing(self._responder.apologize(message))
        is_sent = all([await self._sender.try_send(update.address, message) for message in messages])
        instruments.record_message(CHANNEL, "apologized" if is_sent else "later")
        if is_sent:
            self._apologized.put(update.update_id, value=True)
        return is_sent


def _parse(raw: dict[str, Any]) -> TelegramUpdate | GroupUpdate | None:
    """Return what an update says; raise one of MALFORMED if not even a text can be read."""
    try:
        return parse_update(Update.de_json(raw, None))
    except MALFORMED as exc:
        LOG.info("telegram update malformed", error=describe_exception(exc))
        return parse_text_only(raw)


def _redeliver() -> bool:
    """Return that Telegram is to deliver the update again."""
    instruments.record_message(CHANNEL, "later")
    return False
