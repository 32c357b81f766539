"""Whole lists as lines of JSON (ndjson), without pages.

The danger is a hundred partners who harvest at once: each holds a thread now and then, so only a few may.
Every batch is read in a transaction of its own, so that a slow reader holds up neither SQLite's log nor
PostgreSQL's vacuum; what changes meanwhile may come in its old or its new state, and nothing comes twice.
"""

import json
from collections.abc import AsyncIterator, Iterator
from threading import BoundedSemaphore
from typing import Final

from fastapi import HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send

from directory.api.pagination import Key, Listing
from directory.api.query_params import Listed
from directory.api.reading import reading
from directory.api.responses import headers_for
from directory.api.search_filter import Few
from directory.api.serializers import Build, Object

MEDIA_TYPE: Final = "application/x-ndjson"
_BATCH: Final = 100


class Streams:
    """Streams the lists of one database, a few at a time."""

    def __init__(self, engine: Engine, most: int) -> None:
        """Take the database, and how many streams may run at once."""
        self._engine = engine
        self._places = BoundedSemaphore(most)

    def stream(self, request: Request, found: Listing | Few, build: Build, asked: Listed) -> Response:
        """Return everything that was found, one object a line.

        Raises:
            HTTPException: 503, too many streams are running.
        """
        headers = headers_for(request, asked)
        if request.method == "HEAD":
            return Response(headers=headers, media_type=MEDIA_TYPE)
        if not self._places.acquire(blocking=False):
            raise HTTPException(503, "Too many lists are being streamed; try again later.", {"Retry-After": "30"})
        return _Held(self._lines(found, build, asked), self._places, headers)

    def _lines(self, found: Listing | Few, build: Build, asked: Listed) -> Iterator[bytes]:
        for objects in self._few(found, build, asked) if isinstance(found, Few) else self._all(found, build, asked):
            yield b"".join(
                json.dumps(one, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
                for one in objects
            )

    def _few(self, found: Few, build: Build, asked: Listed) -> Iterator[list[Object]]:
        for first in range(0, len(found.ids), _BATCH):
            with reading(self._engine) as connection:
                objects = build(connection, found.ids[first : first + _BATCH], asked)
            yield objects

    def _all(self, found: Listing, build: Build, asked: Listed) -> Iterator[list[Object]]:
        last: Key | None = None
        while True:
            with reading(self._engine) as connection:
                keys = found.batch(connection, last)
                objects = build(connection, [found.element(key) for key in keys], asked)
            if not keys:
                return
            last = keys[-1]
            yield objects


class _Held(StreamingResponse):
    """A stream that gives its place back however it ends, also if the reader goes before it begins."""

    def __init__(self, lines: Iterator[bytes], places: BoundedSemaphore, headers: dict[str, str]) -> None:
        super().__init__(_off_the_loop(lines), media_type=MEDIA_TYPE, headers=headers)
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._places.release()


async def _off_the_loop(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (line := await run_in_threadpool(next, lines, None)) is not None:
        yield line
