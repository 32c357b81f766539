"""An HTTP client for one loopback port, with persistent connections."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import httptools

from tests.harness.delivery import (
    CONNECTION_DROPPED,
    CONNECTION_REFUSED,
    TIMEOUT,
    NotDeliveredError,
    WebhookRequest,
    WebhookResponse,
)


class _Connection(asyncio.Protocol):
    """One connection; carries one request at a time."""

    def __init__(self, idle: list["_Connection"]) -> None:
        self._idle = idle
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._response: asyncio.Future[WebhookResponse] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes) -> asyncio.Future[WebhookResponse]:
        self._body, self._parser = b"", httptools.HttpResponseParser(self)
        self._response = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._response

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._parser.should_keep_alive():
            self._idle.append(self)
        else:
            self.transport.close()
        if self._response and not self._response.done():
            self._response.set_result(WebhookResponse(self._parser.get_status_code(), self._body))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the reason does not matter
        if self in self._idle:
            self._idle.remove(self)
        if self._response and not self._response.done():
            self._response.set_exception(NotDeliveredError(CONNECTION_DROPPED))


@dataclass
class HttpClient:
    """Connections to one port, and so an `Endpoint` of one process. Assumes that its owner calls `close`."""

    port: int
    host: str = "127.0.0.1"
    """The Host header."""
    _idle: list[_Connection] = field(default_factory=list)

    async def deliver(self, request: WebhookRequest, within: float) -> WebhookResponse:
        """Post a webhook request."""
        return await self.request("POST", request.path, request.body, request.headers, within)

    async def request(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], within: float
    ) -> WebhookResponse:
        """Return the response; raise NotDeliveredError if there is none in `within` seconds."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
        connection = await self._connect()
        try:
            return await asyncio.wait_for(connection.send(head.encode() + body), within)
        except TimeoutError:
            connection.transport.abort()
            raise NotDeliveredError(TIMEOUT) from None

    async def _connect(self) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.transport.is_closing():
                return connection
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(lambda: _Connection(self._idle), "127.0.0.1", self.port)
        except OSError:
            raise NotDeliveredError(CONNECTION_REFUSED) from None
        return connection

    def close(self) -> None:
        """Close idle connections."""
        while self._idle:
            self._idle.pop().transport.close()
