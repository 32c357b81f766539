"""Remove at Twilio what was said: a carrier's archive is one more place where somebody may look.

Twilio's own list of messages is the list of what is left to do, so nothing of ours has to remember it: what could not
be removed at once, or was forgotten in a restart, is found by the sweep.
"""

import asyncio
import contextlib
import logging
import random
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, encode_basic_auth
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.state.circuit_breaker import Breaker

LOG = structlog.stdlib.get_logger(__name__)
SWEEP_EVERY = timedelta(minutes=10)
OLD_ENOUGH = timedelta(minutes=15)
"""Age at which a message is over, whatever Twilio says of it: some phone companies never report."""
PAUSES = (1.0, 5.0, 30.0)
"""Seconds between attempts, each made longer or shorter by up to a half; after the last the sweep has it."""
SIDE_BY_SIDE = 4
WAITING_AT_MOST = 10_000
NUMBERS_AT_MOST = 100
"""Numbers of ours whose messages are swept."""
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_GONE = 404
_SILENT = logging.getLogger("twilio.silent")
_SILENT.disabled = True
"""twilio logs every call with its headers and its answer, words and numbers included."""
_FAULTS = (TwilioException, ClientError, OSError, TimeoutError, ValueError)


class Removing:
    """Deletes messages of both sides at Twilio, beside everything else: nobody ever waits for it."""

    def __init__(self, account_sid: str, auth_token: str, api_url: str | None, number: str | None) -> None:
        """Take the account, another API than Twilio's own, and the number that we are reached by (E.164)."""
        self._account = account_sid, auth_token
        self._api_url = api_url
        self._numbers = {number} if number else set[str]()
        self._waiting: asyncio.Queue[tuple[str, int]] = asyncio.Queue(WAITING_AT_MOST)
        self._breaker = Breaker(_is_unreachable)

    def of_inbound(self, message_sid: str, number: str) -> None:
        """Remove a message that somebody sent to a number of ours."""
        if number and len(self._numbers) < NUMBERS_AT_MOST:
            self._numbers.add(number)
        self.soon(message_sid)

    def soon(self, message_sid: str, attempt: int = 0) -> None:
        """Remove a message as soon as Twilio lets us; one too many is left to the sweep."""
        if _SID.fullmatch(message_sid):
            with contextlib.suppress(asyncio.QueueFull):
                self._waiting.put_nowait((message_sid, attempt))

    async def run(self) -> None:
        """Remove until cancelled whatever this process has noted."""
        async with connected_client(*self._account, self._api_url) as client, asyncio.TaskGroup() as work:
            for _ in range(SIDE_BY_SIDE):
                work.create_task(self._remove_for_ever(client))

    async def sweep_now_and_then(self, every: timedelta = SWEEP_EVERY) -> None:
        """Note until cancelled what is left at Twilio, for `run` to remove; one process of all is enough."""
        async with connected_client(*self._account, self._api_url) as client:
            while True:
                await self.sweep(client)
                await asyncio.sleep(every.total_seconds())

    async def sweep(self, client: Client) -> None:
        """Have every message removed that is over and still at Twilio."""
        before = datetime.now(UTC) - OLD_ENOUGH
        try:
            for number in tuple(self._numbers):
                for side in ({"to": number}, {"from_": number}):
                    async for message in await client.messages.stream_async(**side, date_sent_before=before):
                        await self._waiting.put((message.sid, 0))
        except Exception as fault:  # noqa: BLE001 - whatever it is, it must not end the work for ever
            LOG.warning("messages at Twilio could not be listed", fault=name_fault(fault))
            instruments.fault("twilio")

    async def _remove_for_ever(self, client: Client) -> None:
        while True:
            message_sid, attempt = await self._waiting.get()
            if not await self._is_removed(client, message_sid):
                self._later(message_sid, attempt)

    async def _is_removed(self, client: Client, message_sid: str) -> bool:
        try:
            await self._breaker.call(lambda: client.messages(message_sid).delete_async())
        except TwilioRestException as refused:
            return bool(refused.status == _GONE)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it must not end the work for all others
            LOG.info("a message at Twilio could not be removed yet", fault=name_fault(fault))
            instruments.fault("twilio")
            return False
        return True

    def _later(self, message_sid: str, attempt: int) -> None:
        if attempt >= len(PAUSES):
            LOG.warning("a message at Twilio is left to the sweep")
            return
        pause = PAUSES[attempt] * random.uniform(0.5, 1.5)  # noqa: S311 - spreads attempts, hides nothing
        asyncio.get_running_loop().call_later(pause, self.soon, message_sid, attempt + 1)


def _is_unreachable(fault: BaseException) -> bool:
    """Tell a fault of Twilio or of the way to it from its refusal of one message."""
    return isinstance(fault, _FAULTS) and getattr(fault, "status", 500) >= 500  # noqa: PLR2004 - HTTP


class _Connection(AsyncTwilioHttpClient):
    """Twilio's own client, which can ask another server, and keeps no last message in memory."""

    def __init__(self, api_url: str | None) -> None:
        super().__init__(timeout=10, logger=_SILENT)
        self._api_url = api_url

    async def request(  # noqa: PLR0913, PLR0917 - twilio's own
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **options: Any,
    ) -> Response:
        if self._api_url:
            parts = urlsplit(url)
            url = self._api_url.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
        if auth:  # in the way that aiohttp does not call deprecated
            headers = {**(headers or {}), "Authorization": encode_basic_auth(*auth)}
        try:
            return await super().request(method, url, params, data, headers, **options)
        finally:
            self._test_only_last_request = self._test_only_last_response = None


@contextlib.asynccontextmanager
async def connected_client(account_sid: str, auth_token: str, api_url: str | None) -> AsyncIterator[Client]:
    """Give Twilio's client of an account, at another API than Twilio's own where there is one."""
    async with _Connection(api_url) as connection:
        yield Client(account_sid, auth_token, http_client=connection)
