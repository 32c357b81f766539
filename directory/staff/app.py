"""Build the ASGI app of the staff pages."""

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

from directory.db.engine import write_transaction
from directory.staff.auth.errors import SessionEndedError
from directory.staff.auth.grant_requests import apply_due_grants
from directory.staff.context import StaffContext
from directory.staff.crud.admin import mount_admin
from directory.staff.middleware import RequestGuard
from directory.staff.pages import PAGES
from directory.staff.rendering import render
from directory.staff.routes import BASE_PATH, Page, SignInRequiredError
from directory.staff.step_up import StepUpRequiredError, carried_fields
from directory.staff.uploads.store import delete_expired
from directory.url_cache import UrlCacheMiddleware

LOG = structlog.stdlib.get_logger(__name__)
_SWEEP_INTERVAL_SECONDS: Final = 300
_STATIC_FOLDER: Final = Path(__file__).parent / "static"


def create_staff_app(context: StaffContext, pages: Iterable[Page] = PAGES) -> ASGIApp:
    """Return the app to mount at `BASE_PATH`. In memory it keeps only the sign-in rate limit and running uploads."""
    pages = tuple(pages)
    app = Starlette(
        routes=[
            *(page.to_route() for page in pages),
            Mount("/static", _CachedStaticFiles(directory=_STATIC_FOLDER), name="static"),
        ],
        exception_handlers={
            SignInRequiredError: _redirect_to_sign_in,
            SessionEndedError: _redirect_to_sign_in,
            StepUpRequiredError: _ask_for_step_up,
            HTTPException: _http_error,
            OperationalError: _database_busy,
            500: _server_error,
        },
    )
    mount_admin(app, context)
    return UrlCacheMiddleware(RequestGuard(app, context, pages))


async def sweep_periodically(context: StaffContext) -> None:
    """Delete expired uploads, and let due grants count, periodically until cancelled."""
    while True:
        await to_thread.run_sync(_sweep, context)
        await sleep(_SWEEP_INTERVAL_SECONDS)


def _sweep(context: StaffContext) -> None:
    try:
        with context.engine.connect() as connection, write_transaction(connection):
            delete_expired(connection, datetime.now(UTC))
            apply_due_grants(connection, datetime.now(UTC))
    except SQLAlchemyError as exc:
        LOG.warning("staff sweep failed", error=type(exc).__name__)


class _CachedStaticFiles(StaticFiles):
    """Static files with a cache lifetime: they are the same for all users."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def _redirect_to_sign_in(request: Request, _: Exception) -> Response:
    return_url: str = request.state.return_url
    params = {"back": return_url} if return_url != "/" else {}
    if request.method == "POST":
        # The form's fields are lost, and the user is told so.
        params |= {"told": "ended"}
    return RedirectResponse(f"{BASE_PATH}/sign-in{f'?{urlencode(params)}' if params else ''}", status_code=303)


def _ask_for_step_up(request: Request, exc: Exception) -> Response:
    """Respond 403 with a form that asks for passphrase and code, and sends on what was asked for."""
    was_wrong = isinstance(exc, StepUpRequiredError) and exc.was_wrong
    action = request.url.path if request.method == "POST" else f"{BASE_PATH}/step-up"
    fields = carried_fields(request)
    return render(request, "access/step_up.html", status=403, action=action, fields=fields, was_wrong=was_wrong)


def _http_error(request: Request, exc: Exception) -> Response:
    code = exc.status_code if isinstance(exc, HTTPException) else 400
    return render(request, "error.html", status=code, code=code)


def _database_busy(request: Request, exc: Exception) -> Response:
    """Respond 503 when another transaction holds the database lock for too long."""
    LOG.warning("staff page timed out waiting for the database", error=type(exc).__name__)
    return render(request, "error.html", status=503, code=503)


def _server_error(request: Request, _: Exception) -> Response:
    return render(request, "error.html", status=500, code=500)
