"""Whole lists as newline-delimited JSON (ndjson), without pages.

The danger is a hundred partners who harvest at once: each stream occupies threads, so only a few may run.
Every batch is read in its own transaction, so that a slow client blocks neither SQLite's log nor PostgreSQL's
vacuum. A row that changes during the stream may appear in its old or its new state, but never twice.
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

from directory.api.filters import IdList
from directory.api.pagination import Key, KeysetList
from directory.api.query_params import ListParams
from directory.api.read_only import read_only
from directory.api.responses import response_headers
from directory.api.serializers import Object, Serializer

MEDIA_TYPE: Final = "application/x-ndjson"
_BATCH_SIZE: Final = 100


class NdjsonStreamer:
    """Streams the lists of one database, a few at a time."""

    def __init__(self, engine: Engine, most: int) -> None:
        """Stream from `engine`, at most `most` lists at a time."""
        self._engine = engine
        self._slots = BoundedSemaphore(most)

    def stream(
        self, request: Request, rows: KeysetList | IdList, serialize: Serializer, params: ListParams
    ) -> Response:
        """Return all rows, one object per line.

        Raises:
            HTTPException: 503, too many streams are running.
        """
        headers = response_headers(request, params)
        if request.method == "HEAD":
            return Response(headers=headers, media_type=MEDIA_TYPE)
        if not self._slots.acquire(blocking=False):
            raise HTTPException(503, "Too many lists are being streamed; try again later.", {"Retry-After": "30"})
        return _SlotResponse(self._lines(rows, serialize, params), self._slots, headers)

    def _lines(self, rows: KeysetList | IdList, serialize: Serializer, params: ListParams) -> Iterator[bytes]:
        if isinstance(rows, IdList):
            batches = self._ids(rows, serialize, params)
        else:
            batches = self._keyset(rows, serialize, params)
        for objects in batches:
            yield b"".join(
                json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
                for item in objects
            )

    def _ids(self, rows: IdList, serialize: Serializer, params: ListParams) -> Iterator[list[Object]]:
        for first in range(0, len(rows.ids), _BATCH_SIZE):
            with read_only(self._engine) as connection:
                objects = serialize(connection, rows.ids[first : first + _BATCH_SIZE], params)
            yield objects

    def _keyset(self, rows: KeysetList, serialize: Serializer, params: ListParams) -> Iterator[list[Object]]:
        last: Key | None = None
        while True:
            with read_only(self._engine) as connection:
                keys = rows.next_keys(connection, last)
                objects = serialize(connection, [rows.id_of_key(key) for key in keys], params)
            if not keys:
                return
            last = keys[-1]
            yield objects


class _SlotResponse(StreamingResponse):
    """A stream that releases its slot however it ends, even if the client disconnects before it begins."""

    def __init__(self, lines: Iterator[bytes], places: BoundedSemaphore, headers: dict[str, str]) -> None:
        super().__init__(_off_the_loop(lines), media_type=MEDIA_TYPE, headers=headers)
        self._slots = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._slots.release()


async def _off_the_loop(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (line := await run_in_threadpool(next, lines, None)) is not None:
        yield line
