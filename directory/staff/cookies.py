"""The cookies: the session, the CSRF secret before sign-in, the token of a known browser, and the language."""

import secrets
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.browsers import LIFETIME
from directory.staff.auth.sessions import verify_csrf_token

LANGUAGE: Final = "staff_language"
_SESSION, _FORM, _BROWSER = "staff", "staff_form", "staff_browser"
_YEAR_SECONDS: Final = 365 * 24 * 3600


def session_token(request: Request) -> str | None:
    """Return the browser's session token, which may have expired."""
    return request.cookies.get(_cookie_name(request, _SESSION))


def set_session(request: Request, response: Response, token: str) -> None:
    """Set the session cookie, which lasts until the browser closes, and delete the CSRF cookie."""
    _set_cookie(request, response, _SESSION, token)
    _delete_cookie(request, response, _FORM)


def delete_session(request: Request, response: Response) -> None:
    """Delete the session cookie."""
    _delete_cookie(request, response, _SESSION)


def browser_token(request: Request) -> str | None:
    """Return the token of this browser, if somebody has signed in with it before."""
    return request.cookies.get(_cookie_name(request, _BROWSER))


def set_browser_token(request: Request, response: Response, token: str) -> None:
    """Set the token of this browser, which stays after sign-out and opens nothing by itself."""
    _set_cookie(request, response, _BROWSER, token, max_age=int(LIFETIME.total_seconds()))


def set_language_cookie(response: Response, code: str) -> None:
    """Set the language cookie, which is not secret."""
    response.set_cookie(LANGUAGE, code, max_age=_YEAR_SECONDS, path="/staff", samesite="strict", httponly=True)


def csrf_secret(request: Request) -> tuple[str, bool]:
    """Return the secret of this browser's CSRF tokens, and whether it is new and needs a cookie."""
    known = session_token(request) or request.cookies.get(_cookie_name(request, _FORM))
    return (known, False) if known else (secrets.token_urlsafe(32), True)


def set_csrf_secret(request: Request, response: Response, secret: str) -> None:
    """Set the CSRF cookie of a browser that has not signed in."""
    _set_cookie(request, response, _FORM, secret)


def has_valid_csrf_token(request: Request, given: str) -> bool:
    """Return whether a form's CSRF token belongs to this browser."""
    secret, is_new = csrf_secret(request)
    return not is_new and verify_csrf_token(secret, given)


def _set_cookie(request: Request, response: Response, name: str, value: str, max_age: int | None = None) -> None:
    options: Any = {"secure": request.state.context.is_secure, "httponly": True, "samesite": "strict"}
    response.set_cookie(_cookie_name(request, name), value, max_age=max_age, path="/", **options)


def _delete_cookie(request: Request, response: Response, name: str) -> None:
    secure = request.state.context.is_secure
    response.delete_cookie(_cookie_name(request, name), secure=secure, httponly=True, samesite="strict")


def _cookie_name(request: Request, name: str) -> str:
    """Return a cookie's name; the prefix stops other hosts and plain HTTP pages from setting it (RFC 6265bis)."""
    return f"__Host-{name}" if request.state.context.is_secure else name
