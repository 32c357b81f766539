"""A small HTTP server for many short calls: httptools reads, asyncio carries."""

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
class Asked:
    """A call as it came in; header names are lower case."""

    verb: str = ""
    path: str = ""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def form(self) -> dict[str, str]:
        """Return the fields of an urlencoded body."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, JSON unless said otherwise."""

    status: int
    body: bytes = b""
    kind: str = "application/json"


class HungUpError(Exception):
    """The connection is to end here, without an answer."""


Handler = Callable[[Asked], Awaitable[Said]]


class _Connection(asyncio.Protocol):
    """One client; it is answered in the order in which it asks, since it asks once at a time."""

    def __init__(self, handler: Handler, connections: set["_Connection"]) -> None:
        self._handler = handler
        self._connections = connections
        self._parser = httptools.HttpRequestParser(self)
        self._asked, self._url = Asked(), b""
        self._answering: set[asyncio.Task[None]] = set()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  why it ended changes nothing
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._asked.headers[name.decode().lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._asked.body += body

    def on_message_complete(self) -> None:
        asked, url = self._asked, self._url
        self._asked, self._url = Asked(), b""
        asked.verb = self._parser.get_method().decode()
        path, _, asked.query = url.decode().partition("?")
        asked.path = unquote(path)
        task = asyncio.get_running_loop().create_task(self._answer(asked))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, asked: Asked) -> None:
        try:
            said = await self._handler(asked)
        except HungUpError:
            self.transport.abort()
            return
        head = f"HTTP/1.1 {said.status} {HTTPStatus(said.status).phrase}\r\nContent-Length: {len(said.body)}\r\n"
        kind = f"Content-Type: {said.kind}\r\n" if said.body else ""
        date = f"Date: {formatdate(usegmt=True)}\r\n"
        self.transport.write((head + date + kind + "\r\n").encode() + (b"" if asked.verb == "HEAD" else said.body))


@contextlib.asynccontextmanager
async def listening(handler: Handler) -> AsyncIterator[str]:
    """Serve on a free loopback port; give the URL. Connections that are open at the end are cut."""
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
