"""What all endpoints share: query the rows of a list, serialize them, send a page, a stream or one object."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Engine

from directory.api.errors import Problem
from directory.api.filters import IdList, is_storable
from directory.api.ndjson import MEDIA_TYPE, NdjsonStreamer
from directory.api.pagination import KeysetList
from directory.api.query_params import ListParams, ObjectParams
from directory.api.read_only import read_only
from directory.api.responses import json_response
from directory.api.serializers import Serializer
from directory.api.total_counts import CheckpointCache

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

    def __init__(self, engine: Engine, count_cache_seconds: float, max_streams: int = MAX_STREAMS) -> None:
        """Use `engine`; cache the counts of long lists, and limit the number of concurrent streams."""
        self._engine = engine
        self._checkpoint_cache = CheckpointCache(count_cache_seconds)
        self._streamer = NdjsonStreamer(engine, max_streams)

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
    # A page number may be larger than any number that a database accepts.
    return total, rows.page(connection, checkpoints, skipped + first, size) if first < total else []
