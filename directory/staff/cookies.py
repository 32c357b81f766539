"""The cookies: who has signed in, what a form has to bring back, and the language."""

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.sessions import csrf_fits

LANGUAGE: Final = "staff_language"
_SESSION, _FORM = "staff", "staff_form"
_YEAR: Final = 365 * 24 * 3600


def session_of(request: Request) -> str | None:
    """Return the token of the browser's session, whether or not it still holds."""
    return request.cookies.get(_name(request, _SESSION))


def keep_session(request: Request, response: Response, token: str) -> None:
    """Let the browser keep a new session, until it is closed; the cookie of forms goes."""
    _set(request, response, _SESSION, token)
    _drop(request, response, _FORM)


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    _drop(request, response, _SESSION)


def keep_language(response: Response, code: str) -> None:
    """Let the browser remember in which language the pages speak; it is nobody's secret."""
    response.set_cookie(LANGUAGE, code, max_age=_YEAR, path="/staff", samesite="strict", httponly=True)


def form_secret(request: Request) -> tuple[str, bool]:
    """Return what this browser's forms are bound to, and whether it is new and must be kept."""
    known = session_of(request) or request.cookies.get(_name(request, _FORM))
    return (known, False) if known else (secrets.token_urlsafe(32), True)


def keep_form_secret(request: Request, response: Response, secret: str) -> None:
    """Let a browser that has not signed in keep what its forms are bound to."""
    _set(request, response, _FORM, secret)


def is_from_our_form(request: Request, given: str) -> bool:
    """Tell whether a form that was posted is one of ours, in this browser."""
    secret, is_new = form_secret(request)
    return not is_new and csrf_fits(secret, given)


def _set(request: Request, response: Response, name: str, value: str) -> None:
    secure = request.state.desk.is_secure
    response.set_cookie(_name(request, name), value, path="/", secure=secure, httponly=True, samesite="strict")


def _drop(request: Request, response: Response, name: str) -> None:
    secure = request.state.desk.is_secure
    response.delete_cookie(_name(request, name), secure=secure, httponly=True, samesite="strict")


def _name(request: Request, name: str) -> str:
    """Return a cookie's name; with TLS one that no other host and no page without TLS can set (RFC 6265bis)."""
    return f"__Host-{name}" if request.state.desk.is_secure else name
