"""The published statistics as tables, charts and downloads."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.roles import Permission
from directory.staff.context import get_context
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.statistics import tables
from directory.staff.statistics.charts import CHARTS
from directory.staff.statistics.tables import StatisticsQuery, need_name, parse_query, period_name
from directory.statistics.export import export_csv, export_json
from directory.statistics.k_anonymity import K
from directory.statistics.writer import close_ended_periods

_PAGE_SIZE: Final = 30


def show_statistics(request: Request) -> Response:
    """Show the statistics."""
    # Another transaction holds the lock: the next request closes the ended periods.
    with suppress(SQLAlchemyError):
        close_ended_periods(get_context(request).engine, datetime.now(UTC))
    with get_context(request).engine.connect() as connection:
        query = _parse_query(connection, request)
        rows = tables.unmet_rows(tables.unmet(connection, query), query)
        others = tables.small_tables(connection, query)
        languages, trend = tables.language_counts(connection, query), tables.trend(connection, query)
    offset = page_offset(request, _PAGE_SIZE)
    page_rows, has_next = split_page(rows[offset : offset + _PAGE_SIZE + 1], _PAGE_SIZE)
    return render(
        request,
        "statistics.html",
        query=query,
        rows=page_rows,
        pager=pager(request, has_next=has_next),
        others=others,
        language_counts=languages,
        trend=trend,
        needs=tables.ANSWERED_NEEDS,
        need_name=need_name,
        period_name=period_name,
        smallest=K,
    )


def show_chart(request: Request) -> Response:
    """Return one of the page's charts as SVG."""
    draw = CHARTS.get(request.path_params["name"])
    if draw is None:
        raise HTTPException(404)
    with get_context(request).engine.connect() as connection:
        svg = draw(connection, _parse_query(connection, request))
    return Response(svg, media_type="image/svg+xml")


def download_csv(request: Request) -> Response:
    """Download the numbers as CSV."""
    return _download(request, "csv", "text/csv", export_csv)


def download_json(request: Request) -> Response:
    """Download the numbers as JSON."""
    return _download(request, "json", "application/json", export_json)


def _download(
    request: Request, extension: str, media_type: str, write: Callable[[Connection, Sequence[str]], str]
) -> Response:
    with get_context(request).engine.connect() as connection:
        content = write(connection, _parse_query(connection, request).selected_periods)
    headers = {"Content-Disposition": f'attachment; filename="what-people-need.{extension}"'}
    return Response(content, media_type=media_type, headers=headers)


def _parse_query(connection: Connection, request: Request) -> StatisticsQuery:
    query = request.query_params
    return parse_query(connection, query.get("period", ""), query.get("country", ""))


PAGES: Final = (
    Page("/needs", show_statistics, Permission.READ),
    Page("/needs/chart/{name}.svg", show_chart, Permission.READ),
    Page("/needs.csv", download_csv, Permission.READ),
    Page("/needs.json", download_json, Permission.READ),
)
