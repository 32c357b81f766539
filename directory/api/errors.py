"""Errors as one sentence each, which repeats nothing of the request.

A request may say where a person is and what they need: no error and no log may contain it.
"""

from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from directory.api.query_params import PARAM_RULES

LOG = structlog.stdlib.get_logger(__name__)

_SENTENCES_BY_TYPE: Final = {
    "extra_forbidden": "This list has no parameter of that name; the names are in the OpenAPI document.",
    "json_invalid": "The body is not JSON.",
}
_NOT_AN_OBJECT: Final = "The body must be a JSON object, sent as application/json."
_SENTENCES_BY_STATUS: Final = {
    400: _NOT_AN_OBJECT,
    404: "There is nothing here by this name.",
    405: "This can only be read, with the methods that the header Allow names.",
}


class Problem(BaseModel):
    """Why a request failed."""

    detail: str = Field(description="One sentence.")


def add_error_handlers(app: FastAPI) -> None:
    """Make `app` return every error as a Problem of one sentence."""

    def invalid_request(_: Request, exc: Exception) -> Response:
        errors: Any = exc.errors() if isinstance(exc, RequestValidationError) else [{}]
        return problem_response(422, _sentence(errors[0]))

    def http_error(request: Request, exc: Exception) -> Response:
        if not isinstance(exc, HTTPException):
            raise exc
        headers = dict(exc.headers or {})
        if exc.status_code == 405:  # noqa: PLR2004
            headers["Allow"] = _methods(request, app)
        return problem_response(exc.status_code, _SENTENCES_BY_STATUS.get(exc.status_code, str(exc.detail)), headers)

    def database_error(_: Request, exc: Exception) -> Response:
        LOG.error("directory database unavailable", error=type(exc).__name__)
        return problem_response(503, "The directory can't be read at the moment.", {"Retry-After": "30"})

    app.add_exception_handler(RequestValidationError, invalid_request)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(SQLAlchemyError, database_error)


def problem_response(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """Return a Problem, which no cache may keep."""
    return JSONResponse({"detail": sentence}, status, {"Cache-Control": "no-store", **(headers or {})})


def _sentence(error: dict[str, Any]) -> str:
    if error.get("type") in _SENTENCES_BY_TYPE:
        return _SENTENCES_BY_TYPE[error["type"]]
    name = next((part for part in error.get("loc", ()) if part in PARAM_RULES), None)
    if name is None:
        return _NOT_AN_OBJECT
    return f"{name} must be {PARAM_RULES[name]}."


def _methods(request: Request, app: FastAPI) -> str:
    """Return all methods of a path: each route knows only its own."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return "GET, HEAD, POST" if "post" in app.openapi()["paths"].get(path, {}) else "GET, HEAD"
