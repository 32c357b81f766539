"""A small HTTP server for many short requests: httptools parses, asyncio transports."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import cast
from urllib.parse import parse_qsl, unquote

import httptools


@dataclass(slots=True)
class HttpRequest:
    """A request; header names are lower case."""

    method: str = ""
    path: str = ""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def form(self) -> dict[str, str]:
        """Return the fields of an urlencoded body."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response, JSON by default."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"


class DropConnectionError(Exception):
    """Raised by a handler to close the connection without a response."""


Handler = Callable[[HttpRequest], Awaitable[HttpResponse]]


class _Connection(asyncio.Protocol):
    """One client. It sends one request at a time, so responses need no queue."""

    def __init__(self, handler: Handler, connections: set["_Connection"]) -> None:
        self._handler = handler
        self._connections = connections
        self._parser = httptools.HttpRequestParser(self)
        self._request, self._url = HttpRequest(), b""
        self._tasks: set[asyncio.Task[None]] = set()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the reason does not matter
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._request.headers[name.decode().lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._request.body += body

    def on_message_complete(self) -> None:
        request, url = self._request, self._url
        self._request, self._url = HttpRequest(), b""
        request.method = self._parser.get_method().decode()
        path, _, request.query = url.decode().partition("?")
        request.path = unquote(path)
        task = asyncio.get_running_loop().create_task(self._respond(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _respond(self, request: HttpRequest) -> None:
        try:
            response = await self._handler(request)
        except DropConnectionError:
            self.transport.abort()
            return
        phrase = HTTPStatus(response.status).phrase
        head = f"HTTP/1.1 {response.status} {phrase}\r\nContent-Length: {len(response.body)}\r\n"
        content_type = f"Content-Type: {response.content_type}\r\n" if response.body else ""
        date = f"Date: {formatdate(usegmt=True)}\r\n"
        body = b"" if request.method == "HEAD" else response.body
        self.transport.write((head + date + content_type + "\r\n").encode() + body)


@contextlib.asynccontextmanager
async def run_http_server(handler: Handler) -> AsyncIterator[str]:
    """Serve on a free loopback port; yield the URL. Connections that are open at the end are aborted."""
    connections: set[_Connection] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(handler, connections), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for connection in list(connections):
            connection.transport.abort()
        await server.wait_closed()
