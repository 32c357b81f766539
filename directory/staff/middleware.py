"""The checks that every request passes before a page sees it, and the headers of every response.

The danger is a page that forgets one of them; none can. The user is known before a large body is read.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from directory.staff import i18n
from directory.staff.auth.roles import User, is_allowed
from directory.staff.auth.sessions import csrf_token, find_user
from directory.staff.context import StaffContext
from directory.staff.cookies import LANGUAGE, csrf_secret, has_valid_csrf_token, session_token, set_csrf_secret
from directory.staff.rendering import render
from directory.staff.routes import BASE_PATH, Page
from locales.registry import LANGUAGES

_RECORDS: Final = "/records/{rest:path}"
"""sqladmin posts its forms to the URL at which they are shown."""
MAX_FORM_BYTES: Final = 256 * 1024
MAX_UPLOAD_BYTES: Final = 10 * 1024 * 1024
FORM_TIMEOUT: Final = 10.0
UPLOAD_TIMEOUT: Final = 60.0
"""Seconds in which a body has to arrive: who sends slowly holds a connection, and those are shared with the chat."""
MAX_STRANGERS: Final = 50
"""People who are not signed in and whose bodies are being read; staff who are signed in are not limited."""
_REQUEST_TIMEOUT: Final = 408
_MAX_FIELDS: Final = 2_000
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_METHODS: Final = _SAFE_METHODS | {"POST"}
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # Without any referrer, browsers send a form's origin as "null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_TLS_HEADERS: Final = {"Strict-Transport-Security": "max-age=31536000"}


class ReturnUrlResolver:
    """Finds the page to return to after sign-in or a change of language."""

    def __init__(self, pages: Iterable[Page]) -> None:
        """Take all pages."""
        paths = [_RECORDS, *(page.path for page in pages if page.method == "GET")]
        self._readable_paths = [compile_path(path)[0] for path in paths]

    def resolve(self, request: Request) -> str:
        """Return the path and query below `BASE_PATH` of the page that the browser shows.

        After a POST this is the form's own path or, if that has no GET, the nearest parent that has.
        """
        path = request.url.path.removeprefix(BASE_PATH) or "/"
        query = f"?{request.url.query}" if request.url.query else ""
        if request.method != "POST" or self._is_readable(path):
            return quote(path) + query
        while path and not self._is_readable(path):
            path = path.rpartition("/")[0]
        return quote(path) or "/"

    def _is_readable(self, path: str) -> bool:
        return any(pattern.match(path) for pattern in self._readable_paths)


@dataclass(frozen=True, slots=True)
class _RejectedRequestError(Exception):
    """A request that must not reach a page; `sentence` is that of error.html, by default the one of the status."""

    status: int
    sentence: str = ""


class RequestGuard:
    """Middleware that sets `context`, `user`, `form`, `csrf` and `return_url` in `request.state`, and the language."""

    def __init__(self, app: ASGIApp, context: StaffContext, pages: Iterable[Page]) -> None:
        """Take the wrapped app, and its pages, some of which accept files."""
        self._app = app
        self._context = context
        pages = tuple(pages)
        self._strangers = 0
        self._return_urls = ReturnUrlResolver(pages)
        self._upload_routes = [(compile_path(page.path)[0], page.permission) for page in pages if page.accepts_files]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        scope = self._with_public_url(scope)
        request = Request(scope, receive)
        request.state.return_url = self._return_urls.resolve(request)
        send = self._with_headers(send)
        i18n.set_language(_choose_language(request, None))
        try:
            await self._handle(request, send)
        finally:
            # An uploaded file may be on disk until it is closed.
            await request.state.form.close()

    async def _handle(self, request: Request, send: Send) -> None:
        scope = request.scope
        try:
            await self._check(request)
        except (_RejectedRequestError, SQLAlchemyError) as exc:
            error = exc if isinstance(exc, _RejectedRequestError) else _RejectedRequestError(503)
            page = render(request, "error.html", status=error.status, code=error.sentence or error.status)
            if error.status == _REQUEST_TIMEOUT:
                page.headers["Connection"] = "close"  # the rest may still come, as slowly as before
            await page(scope, request.receive, send)
            return
        secret, is_new = csrf_secret(request)
        request.state.csrf = csrf_token(secret)
        responder = self._with_csrf_cookie(send, request, secret) if is_new else send
        await self._app(scope, request.receive, responder)

    def _with_public_url(self, scope: Scope) -> Scope:
        """Return the scope with the public scheme and host, which a proxy may have changed.

        Without the outer router, URLs are built for these pages alone.
        """
        state: dict[str, Any] = {"context": self._context, "user": None, "form": FormData(), "csrf": ""}
        scope_copy = {name: value for name, value in scope.items() if name != "router"}
        scope_copy |= {"state": state, "app_root_path": scope.get("root_path", "")}
        if self._context.public_url:
            public = urlsplit(self._context.public_url)
            scope_copy["scheme"] = public.scheme
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope_copy["headers"] = [*others, (b"host", public.netloc.encode())]
        return scope_copy

    async def _check(self, request: Request) -> None:
        if request.method not in _METHODS:
            raise _RejectedRequestError(405)
        token = session_token(request)
        user = await to_thread.run_sync(self._find_user, token) if token else None
        request.state.user = user
        i18n.set_language(_choose_language(request, user))
        if request.method in _SAFE_METHODS:
            return
        if not _is_same_origin(request):
            raise _RejectedRequestError(403)
        request.state.form = await self._parse_form(request, user)
        if not has_valid_csrf_token(request, str(request.state.form.get("csrf", ""))):
            raise _RejectedRequestError(403)

    def _find_user(self, token: str) -> User | None:
        return find_user(self._context.engine, token, datetime.now(UTC))

    async def _parse_form(self, request: Request, user: User | None) -> FormData:
        """Read the body within its limit, and keep it for sqladmin, which makes its own request."""
        path = request.scope["path"].removeprefix(request.scope["root_path"])
        accepts_files = user is not None and any(
            is_allowed(user, permission) for pattern, permission in self._upload_routes if pattern.match(path)
        )
        limits = (MAX_UPLOAD_BYTES, UPLOAD_TIMEOUT) if accepts_files else (MAX_FORM_BYTES, FORM_TIMEOUT)
        if user:
            body = await _read_body(request, *limits)
        else:
            body = await self._read_body_of_stranger(request, *limits)
        request._receive = _replay(body)  # noqa: SLF001 - Starlette has no public way to replay a body
        copy = Request(request.scope, _replay(body))
        try:
            return await copy.form(max_files=1, max_fields=_MAX_FIELDS)
        except (MultiPartException, HTTPException, ValueError):
            raise _RejectedRequestError(400) from None

    async def _read_body_of_stranger(self, request: Request, max_bytes: int, seconds: float) -> bytes:
        if self._strangers >= MAX_STRANGERS:
            raise _RejectedRequestError(503, "busy")
        self._strangers += 1
        try:
            return await _read_body(request, max_bytes, seconds)
        finally:
            self._strangers -= 1

    def _with_headers(self, send: Send) -> Send:
        extra = _HEADERS | (_TLS_HEADERS if self._context.is_secure else {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in extra.items():
                    headers.setdefault(name, value)
                headers["Content-Language"] = i18n.current_language()
            await send(message)

        return send_with_headers

    def _with_csrf_cookie(self, send: Send, request: Request, secret: str) -> Send:
        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and request.state.form_is_shown:
                response = Response()
                set_csrf_secret(request, response, secret)
                MutableHeaders(scope=message).append("set-cookie", response.headers["set-cookie"])
            await send(message)

        request.state.form_is_shown = not request.url.path.startswith(f"{BASE_PATH}/static/")
        return send_with_cookie


def _choose_language(request: Request, user: User | None) -> str:
    """Return the language chosen in this browser, else the user's, else the one that the browser accepts."""
    for code in (request.cookies.get(LANGUAGE), user.language if user else None):
        if code in LANGUAGES:
            return str(code)
    return i18n.negotiate_language(request.headers.get("accept-language", ""))


def _is_same_origin(request: Request) -> bool:
    """Return whether no header names another site as the source; old browsers send none."""
    ours = f"{request.url.scheme}://{request.url.netloc}"
    if any(origin != ours for origin in request.headers.getlist("origin")):
        return False
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _read_body(request: Request, max_bytes: int, seconds: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise _RejectedRequestError(413)
    except ClientDisconnect:
        raise _RejectedRequestError(400) from None
    except TimeoutError:
        raise _RejectedRequestError(_REQUEST_TIMEOUT) from None
    return bytes(body)


def _replay(body: bytes) -> Receive:
    """Return a `receive` that yields the body again."""
    parts = [body]

    async def receive() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    return receive
