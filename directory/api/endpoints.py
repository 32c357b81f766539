"""What every endpoint does with a question: find rows, build objects, send them."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Engine

from directory.api.errors import Problem
from directory.api.ndjson import MEDIA_TYPE, Streams
from directory.api.page_metadata import page_of
from directory.api.pagination import Listing
from directory.api.query_params import Listed, Told
from directory.api.reading import reading
from directory.api.responses import answer
from directory.api.search_filter import Few, storable
from directory.api.serializers import Build
from directory.api.total_counts import Surveys

A = TypeVar("A", bound=Listed)
Find = Callable[[Connection, A], Listing | Few]
"""Says which rows a list has."""

MOST_STREAMS: Final = 4


class HsdsObject(BaseModel):
    """An object of HSDS 3.0 as its schemas describe it, whatever stands in it."""

    model_config = ConfigDict(extra="allow")

    id: str


class Page(BaseModel):
    """One page of a list: the standard's Page."""

    total_items: int = Field(description="How many there are on all pages; of a long list as it was a minute ago.")
    total_pages: int
    page_number: int
    size: int = Field(description="How many there are on this page.")
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[HsdsObject]


_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    422: {"model": Problem, "description": "A value is wrong."},
    503: {"model": Problem, "description": "Not at the moment."},
}
A_LIST: Final[dict[str, Any]] = {
    "response_model": Page,
    "responses": {200: {"description": "A page, or all of it as ndjson.", "content": {MEDIA_TYPE: {}}}, **_REFUSED},
}
A_QUESTION: Final[dict[str, Any]] = {
    **A_LIST,
    "responses": {
        **A_LIST["responses"],
        400: {"model": Problem, "description": "The body is not JSON."},
        413: {"model": Problem, "description": "The body is too long."},
    },
    "description": "The same as GET, with the question in the body, where no log of addresses keeps it.",
}
AN_OBJECT: Final[dict[str, Any]] = {
    "response_model": HsdsObject,
    "responses": {404: {"model": Problem, "description": "There is none with this id."}, **_REFUSED},
}
QUIET: Final[dict[str, Any]] = {"include_in_schema": False, "response_model": None}


class Desk:
    """Answers from one database. Its methods block: FastAPI runs them in its thread pool."""

    def __init__(self, engine: Engine, counts_kept_for: float, most_streams: int = MOST_STREAMS) -> None:
        """Take the database, how many seconds the lengths of long lists are kept, and how many streams may run."""
        self._engine = engine
        self._surveys = Surveys(counts_kept_for)
        self._streams = Streams(engine, most_streams)

    def many(self, request: Request, asked: A, find: Find[A], build: Build) -> Response:
        """Answer with a page of a list, or with all of it as a stream.

        Raises:
            HTTPException: 422, a question in the address of a POST, which nobody would answer.
        """
        if request.method == "POST" and request.url.query:
            raise HTTPException(422, "A posted question stands in the body, not in the address.")
        with reading(self._engine) as connection:
            found = find(connection, asked)
            if asked.format == "json":
                return answer(request, page_of(connection, self._surveys, found, build, asked), asked)
        return self._streams.stream(request, found, build, asked)

    def one(self, request: Request, asked: Told, key: str, build: Build) -> Response:
        """Answer with the object of an id.

        Raises:
            HTTPException: 404, there is none.
        """
        with reading(self._engine) as connection:
            found = build(connection, [key], asked) if storable(key) else []
        if not found:
            raise HTTPException(404)
        return answer(request, found[0], asked)
