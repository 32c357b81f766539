"""What people need: published numbers as tables and drawings, and as files for partners and governments."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.context import desk
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.statistics import tables
from directory.staff.statistics.charts import DRAWINGS
from directory.staff.statistics.labels import need_name, period_name
from directory.staff.statistics.query import Asked, asked
from directory.statistics.export import export_csv, export_json
from directory.statistics.k_anonymity import K
from directory.statistics.writer import close_ended

_LINES: Final = 30


def needs(request: Request) -> Response:
    """Show what was needed and not found, where, and what else was told."""
    # Somebody else writes just now: whoever looks next closes what has ended.
    with suppress(SQLAlchemyError):
        close_ended(desk(request).engine, datetime.now(UTC))
    with desk(request).engine.connect() as connection:
        wanted = _wanted(connection, request)
        lines = tables.lines(tables.unmet(connection, wanted), wanted)
        others = tables.small_tables(connection, wanted)
        tongues, course = tables.languages(connection, wanted), tables.course(connection, wanted)
    begin = offset_of(request, _LINES)
    shown, has_later = fitting(lines[begin : begin + _LINES + 1], _LINES)
    return render(
        request,
        "needs.html",
        asked=wanted,
        lines=shown,
        leaf=leaf(request, has_later=has_later),
        others=others,
        tongues=tongues,
        course=course,
        needs=tables.ASKED,
        need_name=need_name,
        period_name=period_name,
        smallest=K,
    )


def chart(request: Request) -> Response:
    """Draw one of the page's tables."""
    draw = DRAWINGS.get(request.path_params["name"])
    if draw is None:
        raise HTTPException(404)
    with desk(request).engine.connect() as connection:
        drawn = draw(connection, _wanted(connection, request))
    return Response(drawn, media_type="image/svg+xml")


def as_csv(request: Request) -> Response:
    """Hand over the numbers for a spreadsheet."""
    return _file(request, "csv", "text/csv", export_csv)


def as_json(request: Request) -> Response:
    """Hand over the numbers for a program."""
    return _file(request, "json", "application/json", export_json)


def _file(
    request: Request, ending: str, media_type: str, write: Callable[[Connection, Sequence[str]], str]
) -> Response:
    with desk(request).engine.connect() as connection:
        content = write(connection, _wanted(connection, request).among)
    named = {"Content-Disposition": f'attachment; filename="what-people-need.{ending}"'}
    return Response(content, media_type=media_type, headers=named)


def _wanted(connection: Connection, request: Request) -> Asked:
    query = request.query_params
    return asked(connection, query.get("period", ""), query.get("country", ""))


PAGES: Final = (
    Page("/needs", needs, May.READ),
    Page("/needs/chart/{name}.svg", chart, May.READ),
    Page("/needs.csv", as_csv, May.READ),
    Page("/needs.json", as_json, May.READ),
)
