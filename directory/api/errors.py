"""What is wrong with a question, in one sentence that repeats nothing of it.

What somebody asked may say where they are and what they need: it stands in no error and in no log.
"""

from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from directory.api.types import RULES

LOG = structlog.stdlib.get_logger(__name__)

_WHOLE: Final = {
    "extra_forbidden": "There is a name here that this list does not have; the names are in the OpenAPI document.",
    "json_invalid": "The body is not JSON.",
}
_NO_OBJECT: Final = "The body must be a JSON object, sent as application/json."
_KNOWN: Final = {
    400: _NO_OBJECT,
    404: "There is nothing here by this name.",
    405: "This can only be read, by the methods that the header Allow names.",
}


class Problem(BaseModel):
    """Why there is no answer."""

    detail: str = Field(description="One sentence.")


def refuse_in_sentences(app: FastAPI) -> None:
    """Have every error of `app` told in one sentence, as a Problem."""

    def wrong(_: Request, fault: Exception) -> Response:
        errors: Any = fault.errors() if isinstance(fault, RequestValidationError) else [{}]
        return _problem(422, _sentence(errors[0]))

    def refused(request: Request, fault: Exception) -> Response:
        if not isinstance(fault, HTTPException):
            raise fault
        headers = dict(fault.headers or {})
        if fault.status_code == 405:  # noqa: PLR2004
            headers["Allow"] = _methods(request, app)
        return _problem(fault.status_code, _KNOWN.get(fault.status_code, str(fault.detail)), headers)

    def unreadable(_: Request, fault: Exception) -> Response:
        LOG.error("the directory can't be read", fault=type(fault).__name__)
        return _problem(503, "The directory can't be read at the moment.", {"Retry-After": "30"})

    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(SQLAlchemyError, unreadable)


def _problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"detail": sentence}, status, {"Cache-Control": "no-store", **(headers or {})})


def _sentence(error: dict[str, Any]) -> str:
    if error.get("type") in _WHOLE:
        return _WHOLE[error["type"]]
    name = next((part for part in error.get("loc", ()) if part in RULES), None)
    if name is None:
        return _NO_OBJECT
    return f"{name} must be {RULES[name]}."


def _methods(request: Request, app: FastAPI) -> str:
    """Return all methods of a path: each of our routes knows its own only."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return "GET, HEAD, POST" if "post" in app.openapi()["paths"].get(path, {}) else "GET, HEAD"
