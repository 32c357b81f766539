"""Delete messages at Twilio after use: a carrier's archive is one more place where others may read them.

Twilio's own list of messages is the work list, so nothing has to be stored here. Messages that could not be deleted at
once, or were forgotten in a restart, are found by the sweep.
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
from bot.privacy.exceptions import describe_exception
from bot.state.circuit_breaker import CircuitBreaker

LOG = structlog.stdlib.get_logger(__name__)
SWEEP_INTERVAL = timedelta(minutes=10)
MIN_AGE = timedelta(minutes=15)
"""Age from which a message is deleted whatever its status: some phone companies never report one."""
RETRY_DELAYS = (1.0, 5.0, 30.0)
"""Seconds between attempts, with a jitter of up to a half; after the last one the message is left to the sweep."""
WORKERS = 4
MAX_QUEUED = 10_000
MAX_NUMBERS = 100
"""Numbers of the hotline whose messages are swept."""
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_NOT_FOUND = 404
_DISABLED_LOG = logging.getLogger("twilio.silent")
_DISABLED_LOG.disabled = True
"""twilio logs every call with its headers and response, texts and numbers included."""
_FAILURES = (TwilioException, ClientError, OSError, TimeoutError, ValueError)


class MessageRedactor:
    """Deletes messages of both sides at Twilio in the background; no turn waits for it."""

    def __init__(self, account_sid: str, auth_token: str, api_url: str | None, number: str | None) -> None:
        """Take the account, the URL of another API than Twilio's own, and the hotline's number (E.164)."""
        self._account = account_sid, auth_token
        self._api_url = api_url
        self._numbers = {number} if number else set[str]()
        self._queue: asyncio.Queue[tuple[str, int]] = asyncio.Queue(MAX_QUEUED)
        self._breaker = CircuitBreaker(_is_unreachable)

    def enqueue_inbound(self, message_sid: str, number: str) -> None:
        """Delete a message that was sent to `number`, one of the hotline's."""
        if number and len(self._numbers) < MAX_NUMBERS:
            self._numbers.add(number)
        self.enqueue(message_sid)

    def enqueue(self, message_sid: str, attempt: int = 0) -> None:
        """Delete a message as soon as Twilio allows it; if the queue is full, it is left to the sweep."""
        if _SID.fullmatch(message_sid):
            with contextlib.suppress(asyncio.QueueFull):
                self._queue.put_nowait((message_sid, attempt))

    async def run(self) -> None:
        """Delete queued messages until cancelled."""
        async with open_client(*self._account, self._api_url) as client, asyncio.TaskGroup() as workers:
            for _ in range(WORKERS):
                workers.create_task(self._work(client))

    async def sweep_periodically(self, interval: timedelta = SWEEP_INTERVAL) -> None:
        """Queue messages that are left at Twilio, for `run`, until cancelled. One process of all is enough."""
        async with open_client(*self._account, self._api_url) as client:
            while True:
                await self.sweep(client)
                await asyncio.sleep(interval.total_seconds())

    async def sweep(self, client: Client) -> None:
        """Queue every message that is old enough and still at Twilio."""
        before = datetime.now(UTC) - MIN_AGE
        try:
            for number in tuple(self._numbers):
                for side in ({"to": number}, {"from_": number}):
                    async for message in await client.messages.stream_async(**side, date_sent_before=before):
                        await self._queue.put((message.sid, 0))
        except Exception as exc:  # noqa: BLE001 - no exception may end the sweeps for ever
            LOG.warning("twilio message list failed", error=describe_exception(exc))
            instruments.record_error("twilio")

    async def _work(self, client: Client) -> None:
        while True:
            message_sid, attempt = await self._queue.get()
            if not await self._delete(client, message_sid):
                self._retry_later(message_sid, attempt)

    async def _delete(self, client: Client, message_sid: str) -> bool:
        """Return whether the message is gone."""
        try:
            await self._breaker.call(lambda: client.messages(message_sid).delete_async())
        except TwilioRestException as exc:
            return bool(exc.status == _NOT_FOUND)
        except Exception as exc:  # noqa: BLE001 - no exception may end this worker
            LOG.info("twilio delete failed", error=describe_exception(exc))
            instruments.record_error("twilio")
            return False
        return True

    def _retry_later(self, message_sid: str, attempt: int) -> None:
        if attempt >= len(RETRY_DELAYS):
            LOG.warning("twilio delete left to sweep")
            return
        delay = RETRY_DELAYS[attempt] * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, not a secret
        asyncio.get_running_loop().call_later(delay, self.enqueue, message_sid, attempt + 1)


def _is_unreachable(exc: BaseException) -> bool:
    """Return whether Twilio or the way to it failed; false if Twilio refused one message."""
    return isinstance(exc, _FAILURES) and getattr(exc, "status", 500) >= 500  # noqa: PLR2004 - HTTP


class _Connection(AsyncTwilioHttpClient):
    """Twilio's own HTTP client, with a configurable server, and without the last message in memory."""

    def __init__(self, api_url: str | None) -> None:
        super().__init__(timeout=10, logger=_DISABLED_LOG)
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
        if auth:  # as a header, because aiohttp has deprecated the other way
            headers = {**(headers or {}), "Authorization": encode_basic_auth(*auth)}
        try:
            return await super().request(method, url, params, data, headers, **options)
        finally:
            self._test_only_last_request = self._test_only_last_response = None


@contextlib.asynccontextmanager
async def open_client(account_sid: str, auth_token: str, api_url: str | None) -> AsyncIterator[Client]:
    """Yield the client of an account; `api_url` replaces Twilio's own API."""
    async with _Connection(api_url) as connection:
        yield Client(account_sid, auth_token, http_client=connection)
