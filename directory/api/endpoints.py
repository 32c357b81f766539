"""What all endpoints share: query the rows of a list, serialize them, send a page, a stream or one object."""

import json
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, Final, TypeVar

from fastapi import HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Engine
from starlette.types import Receive, Scope, Send

from directory.api.errors import Problem
from directory.api.filters import IdList, is_storable
from directory.api.limits import WorkLimit
from directory.api.pagination import Checkpoints, Key, KeysetList
from directory.api.query_params import ListParams, ObjectParams
from directory.api.responses import json_response, response_headers
from directory.api.serializers import Object, Serializer


@contextmanager
def read_only(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a read-only transaction.

    By default PostgreSQL plans a frequent statement once for all values: it then treats a term of a hundred services
    like one of a million, and takes seconds instead of milliseconds.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
        yield connection


MEDIA_TYPE: Final = "application/x-ndjson"
_BATCH_SIZE: Final = 100


class NdjsonStreamer:
    """Streams the lists of one database, a few at a time."""

    def __init__(self, engine: Engine, work_limit: WorkLimit, most: int) -> None:
        """Stream from `engine`, at most `most` lists at a time."""
        self._engine = engine
        self._work_limit = work_limit
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
        lines = self._off_the_loop(self._lines(rows, serialize, params))
        return _SlotResponse(lines, self._slots, headers)

    async def _off_the_loop(self, lines: Iterator[bytes]) -> AsyncIterator[bytes]:
        while True:
            async with self._work_limit.part_of_stream():
                line = await run_in_threadpool(next, lines, None)
            if line is None:
                return
            yield line

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

    def __init__(self, lines: AsyncIterator[bytes], places: BoundedSemaphore, headers: dict[str, str]) -> None:
        super().__init__(lines, media_type=MEDIA_TYPE, headers=headers)
        self._slots = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._slots.release()


_LONG_LIST_ROWS: Final = 10_000
_SLOW_SECONDS: Final = 0.05
_LIFETIME_PER_COST: Final = 20
_MAX_CACHED: Final = 256
_STALE_WHILE_RENEWED_SECONDS: Final = 10.0


class CheckpointCache:
    """Checkpoints by the name of their list; safe to share between threads."""

    def __init__(self, lifetime: float) -> None:
        """Cache each for `lifetime` seconds."""
        self._lifetime = lifetime
        self._cache: OrderedDict[Hashable, tuple[Checkpoints, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, connection: Connection, keyset_list: KeysetList) -> Checkpoints:
        """Return the checkpoints of a list, from the cache or by a new scan."""
        cached = self._take(keyset_list.name)
        if cached:
            return cached
        began = time.monotonic()
        checkpoints = keyset_list.scan(connection)
        took = time.monotonic() - began
        # An empty list may be of a filter that somebody made up: a cache holds only what the directory has.
        if self._lifetime and checkpoints.total and (took > _SLOW_SECONDS or checkpoints.total > _LONG_LIST_ROWS):
            self._keep(keyset_list.name, checkpoints, max(self._lifetime, took * _LIFETIME_PER_COST))
        return checkpoints

    def _take(self, name: Hashable) -> Checkpoints | None:
        now = time.monotonic()
        with self._lock:
            checkpoints, until = self._cache.get(name, (None, 0.0))
            if checkpoints and until <= now:
                # One request renews it; the others use the old one meanwhile, so that only one counts.
                self._cache[name] = checkpoints, now + _STALE_WHILE_RENEWED_SECONDS
                return None
            return checkpoints

    def _keep(self, name: Hashable, checkpoints: Checkpoints, seconds: float) -> None:
        with self._lock:
            self._cache[name] = checkpoints, time.monotonic() + seconds
            self._cache.move_to_end(name)
            while len(self._cache) > _MAX_CACHED:
                self._cache.popitem(last=False)


A = TypeVar("A", bound=ListParams)
ListQuery = Callable[[Connection, A], KeysetList | IdList]
"""Returns the rows of a list."""

MAX_STREAMS: Final = 4


class HsdsObject(BaseModel):
    """An object of HSDS 3.0; its schema says what it holds."""

    model_config = ConfigDict(extra="allow")

    id: str


class Page(BaseModel):
    """One page of a list: the standard's Page."""

    total_items: int = Field(description="How many there are on all pages; for a long list up to a minute old.")
    total_pages: int
    page_number: int
    size: int = Field(description="How many there are on this page.")
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[HsdsObject]


_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    422: {"model": Problem, "description": "A value is wrong."},
    503: {"model": Problem, "description": "Not available at the moment."},
}
LIST_ROUTE: Final[dict[str, Any]] = {
    "response_model": Page,
    "responses": {200: {"description": "A page, or the whole list as ndjson.", "content": {MEDIA_TYPE: {}}}, **_ERRORS},
}
POST_LIST_ROUTE: Final[dict[str, Any]] = {
    **LIST_ROUTE,
    "responses": {
        **LIST_ROUTE["responses"],
        400: {"model": Problem, "description": "The body is not JSON."},
        413: {"model": Problem, "description": "The body is too long."},
    },
    "description": "The same as GET, with the parameters in the body, so that they appear in no log of URLs.",
}
OBJECT_ROUTE: Final[dict[str, Any]] = {
    "response_model": HsdsObject,
    "responses": {404: {"model": Problem, "description": "There is none with this id."}, **_ERRORS},
}
HIDDEN_ROUTE: Final[dict[str, Any]] = {"include_in_schema": False, "response_model": None}


class HsdsResponder:
    """Responds from one database. Its methods block: FastAPI runs them in its thread pool."""

    def __init__(
        self, engine: Engine, work_limit: WorkLimit, count_cache_seconds: float, max_streams: int = MAX_STREAMS
    ) -> None:
        """Use `engine`; cache the counts of long lists, and limit the number of concurrent streams."""
        self._engine = engine
        self._checkpoint_cache = CheckpointCache(count_cache_seconds)
        self._streamer = NdjsonStreamer(engine, work_limit, max_streams)

    def list_response(self, request: Request, params: A, list_query: ListQuery[A], serialize: Serializer) -> Response:
        """Respond with a page of a list, or with the whole list as a stream.

        Raises:
            HTTPException: 422, a POST has query parameters in its URL, which would be ignored.
        """
        if request.method == "POST" and request.url.query:
            raise HTTPException(422, "A POST request takes its parameters from the body, not from the URL.")
        with read_only(self._engine) as connection:
            rows = list_query(connection, params)
            if params.format == "json":
                page = _build_page(connection, self._checkpoint_cache, rows, serialize, params)
                return json_response(request, page, params)
        return self._streamer.stream(request, rows, serialize, params)

    def object_response(self, request: Request, params: ObjectParams, key: str, serialize: Serializer) -> Response:
        """Respond with the object whose id is `key`.

        Raises:
            HTTPException: 404, there is none.
        """
        with read_only(self._engine) as connection:
            objects = serialize(connection, [key], params) if is_storable(key) else []
        if not objects:
            raise HTTPException(404)
        return json_response(request, objects[0], params)


def _build_page(
    connection: Connection, cache: CheckpointCache, rows: KeysetList | IdList, serialize: Serializer, params: ListParams
) -> dict[str, Any]:
    """Return the requested page; a page beyond the last one is empty."""
    size = params.page_size
    total, ids = _page_ids(connection, cache, rows, (params.page - 1) * size, size)
    contents = serialize(connection, ids, params)
    pages = max(-(-total // size), 1)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": params.page,
        "size": len(contents),
        "first_page": params.page == 1,
        "last_page": params.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _page_ids(
    connection: Connection, cache: CheckpointCache, rows: KeysetList | IdList, first: int, size: int
) -> tuple[int, list[str]]:
    """Return the total number of items, and the ids of one page."""
    if isinstance(rows, IdList):
        return len(rows.ids), list(rows.ids[first : first + size])
    checkpoints = cache.get(connection, rows)
    skipped = rows.count_before_start(connection, checkpoints)
    total = checkpoints.total - skipped
    return total, rows.page(connection, checkpoints, skipped + first, size) if first < total else []
