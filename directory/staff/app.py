"""Put the pages together."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import structlog
from anyio import sleep, to_thread
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from directory.db.engine import locked
from directory.staff.context import Desk
from directory.staff.crud.admin import make_records
from directory.staff.middleware import Gate
from directory.staff.pages import PAGES
from directory.staff.rendering import render
from directory.staff.routes import BASE, Page, SignInFirstError
from directory.staff.uploads.store import sweep

LOG = structlog.stdlib.get_logger(__name__)
_TIDY_EVERY_SECONDS: Final = 300
_STATIC: Final = Path(__file__).parent / "static"


def make_staff(desk: Desk, pages: Iterable[Page] = PAGES) -> ASGIApp:
    """Return the pages for `BASE`; they keep nothing in this process but how often somebody tried to sign in."""
    pages = tuple(pages)
    app = Starlette(
        routes=[*(page.route() for page in pages), Mount("/static", _Static(directory=_STATIC), name="static")],
        exception_handlers={
            SignInFirstError: _sign_in_first,
            HTTPException: _refused,
            OperationalError: _busy,
            500: _failed,
        },
    )
    make_records(app, desk)
    return Gate(app, desk, pages)


async def tidy(desk: Desk) -> None:
    """Remove uploads whose time is over, now and then, until cancelled."""
    while True:
        await to_thread.run_sync(_sweep, desk)
        await sleep(_TIDY_EVERY_SECONDS)


def _sweep(desk: Desk) -> None:
    try:
        with desk.engine.connect() as connection, locked(connection):
            sweep(connection, datetime.now(UTC))
    except SQLAlchemyError as fault:
        LOG.warning("ended uploads were not removed", fault=type(fault).__name__)


class _Static(StaticFiles):
    """Style sheets and the script: the same for everybody, so browsers may keep them for a while."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def _sign_in_first(request: Request, _: Exception) -> Response:
    here: str = request.state.here
    asked = {"back": here} if here != "/" else {}
    if request.method == "POST":
        # Its fields are gone, and whoever typed them is told so.
        asked |= {"told": "ended"}
    return RedirectResponse(f"{BASE}/sign-in{f'?{urlencode(asked)}' if asked else ''}", status_code=303)


def _refused(request: Request, refused: Exception) -> Response:
    code = refused.status_code if isinstance(refused, HTTPException) else 400
    return render(request, "error.html", status=code, code=code)


def _busy(request: Request, fault: Exception) -> Response:
    """Answer where somebody else holds the lock of the database for longer than a person waits."""
    LOG.warning("a staff page gave up waiting for the database", fault=type(fault).__name__)
    return render(request, "error.html", status=503, code=503)


def _failed(request: Request, _: Exception) -> Response:
    return render(request, "error.html", status=500, code=500)
