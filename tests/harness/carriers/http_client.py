"""Ask one loopback port over connections that stay open."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import httptools

from tests.harness.carriers.door import CUT, REFUSED, TIMED_OUT, Answer, NotDeliveredError, Parcel


class _Exchange(asyncio.Protocol):
    """One connection; carries one question at a time."""

    def __init__(self, idle: list["_Exchange"]) -> None:
        self._idle = idle
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._answer: asyncio.Future[Answer] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def ask(self, question: bytes) -> asyncio.Future[Answer]:
        self._body, self._parser = b"", httptools.HttpResponseParser(self)
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(question)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._parser.should_keep_alive():
            self._idle.append(self)
        else:
            self.transport.close()
        if self._answer and not self._answer.done():
            self._answer.set_result(Answer(self._parser.get_status_code(), self._body))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  why it ended changes nothing
        if self in self._idle:
            self._idle.remove(self)
        if self._answer and not self._answer.done():
            self._answer.set_exception(NotDeliveredError(CUT))


@dataclass
class Wire:
    """Connections to one port. Assumes that whoever makes it calls `close`."""

    port: int
    host: str = "127.0.0.1"
    """What the Host header says."""
    _idle: list[_Exchange] = field(default_factory=list)

    async def bring(self, parcel: Parcel, within: float) -> Answer:
        """Post a parcel: this is the door of one process."""
        return await self.ask("POST", parcel.path, parcel.body, parcel.headers, within)

    async def ask(self, verb: str, path: str, body: bytes, headers: Mapping[str, str], within: float) -> Answer:
        """Return the answer; raise NotDeliveredError where there is none in `within` seconds."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"{verb} {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
        exchange = await self._connection()
        try:
            return await asyncio.wait_for(exchange.ask(head.encode() + body), within)
        except TimeoutError:
            exchange.transport.abort()
            raise NotDeliveredError(TIMED_OUT) from None

    async def _connection(self) -> _Exchange:
        while self._idle:
            exchange = self._idle.pop()
            if not exchange.transport.is_closing():
                return exchange
        loop = asyncio.get_running_loop()
        try:
            _, exchange = await loop.create_connection(lambda: _Exchange(self._idle), "127.0.0.1", self.port)
        except OSError:
            raise NotDeliveredError(REFUSED) from None
        return exchange

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().transport.close()
