"""What every request passes before a page sees it, and every answer before it leaves.

The danger is a page that forgets one of these; none can. Who asks is known before a large body is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

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
from directory.staff.auth.roles import Person
from directory.staff.auth.sessions import csrf_token, person_of
from directory.staff.context import Desk
from directory.staff.cookies import LANGUAGE, form_secret, is_from_our_form, keep_form_secret, session_of
from directory.staff.permissions import is_allowed
from directory.staff.rendering import render
from directory.staff.return_url import Whereabouts
from directory.staff.routes import BASE, Page
from locales.registry import LANGUAGES

FORM_LIMIT: Final = 256 * 1024
UPLOAD_LIMIT: Final = 10 * 1024 * 1024
_FIELDS_AT_MOST: Final = 2_000
_READ_ONLY: Final = frozenset({"GET", "HEAD"})
_METHODS: Final = _READ_ONLY | {"POST"}
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # Browsers call a form's origin "null" where there is no referrer at all.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_TLS_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True, slots=True)
class _RefusedError(Exception):
    """A request that no page should see."""

    status: int


class Gate:
    """Wraps the pages: `scope["state"]` gets `desk`, `person`, `form`, `csrf` and `here`; the language is set."""

    def __init__(self, app: ASGIApp, desk: Desk, pages: Iterable[Page]) -> None:
        """Take what is behind it, and the pages, of which some take files."""
        self._app = app
        self._desk = desk
        pages = tuple(pages)
        self._whereabouts = Whereabouts(pages)
        self._take_files = [(compile_path(page.path)[0], page.may) for page in pages if page.takes_files]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        scope = self._as_the_world_sees_it(scope)
        request = Request(scope, receive)
        request.state.here = self._whereabouts.of(request)
        send = self._with_headers(send)
        i18n.speak(_language(request, None))
        try:
            await self._answer(request, send)
        finally:
            # A file that was posted may lie on the disk until somebody closes it.
            await request.state.form.close()

    async def _answer(self, request: Request, send: Send) -> None:
        scope = request.scope
        try:
            await self._let_in(request)
        except (_RefusedError, SQLAlchemyError) as refused:
            status = refused.status if isinstance(refused, _RefusedError) else 503
            page = render(request, "error.html", status=status, code=status)
            await page(scope, request.receive, send)
            return
        secret, is_new = form_secret(request)
        request.state.csrf = csrf_token(secret)
        answer = self._with_form_secret(send, request, secret) if is_new else send
        await self._app(scope, request.receive, answer)

    def _as_the_world_sees_it(self, scope: Scope) -> Scope:
        """Return a request with our public address: a proxy before us may have changed both parts of it.

        Addresses are then made for the pages alone, whatever they are mounted in.
        """
        state: dict[str, Any] = {"desk": self._desk, "person": None, "form": FormData(), "csrf": ""}
        own = {name: value for name, value in scope.items() if name != "router"}
        own |= {"state": state, "app_root_path": scope.get("root_path", "")}
        if self._desk.public_url:
            public = urlsplit(self._desk.public_url)
            own["scheme"] = public.scheme
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            own["headers"] = [*others, (b"host", public.netloc.encode())]
        return own

    async def _let_in(self, request: Request) -> None:
        if request.method not in _METHODS:
            raise _RefusedError(405)
        token = session_of(request)
        person = await to_thread.run_sync(self._person, token) if token else None
        request.state.person = person
        i18n.speak(_language(request, person))
        if request.method in _READ_ONLY:
            return
        if not _is_from_our_page(request):
            raise _RefusedError(403)
        request.state.form = await self._form(request, person)
        if not is_from_our_form(request, str(request.state.form.get("csrf", ""))):
            raise _RefusedError(403)

    def _person(self, token: str) -> Person | None:
        return person_of(self._desk.engine, token, datetime.now(UTC))

    async def _form(self, request: Request, person: Person | None) -> FormData:
        """Read the body, within its limit, and leave it for who comes after us."""
        path = request.scope["path"].removeprefix(request.scope["root_path"])
        takes_files = person is not None and any(
            is_allowed(person, may) for one, may in self._take_files if one.match(path)
        )
        body = await _bounded(request, UPLOAD_LIMIT if takes_files else FORM_LIMIT)
        request._receive = _again(body)  # noqa: SLF001 - the next one to read it is sqladmin, which makes its own request
        read = Request(request.scope, _again(body))
        try:
            return await read.form(max_files=1, max_fields=_FIELDS_AT_MOST)
        except (MultiPartException, HTTPException, ValueError):
            raise _RefusedError(400) from None

    def _with_headers(self, send: Send) -> Send:
        more = _HEADERS | (_TLS_ONLY if self._desk.is_secure else {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in more.items():
                    headers.setdefault(name, value)
                headers["Content-Language"] = i18n.spoken()
            await send(message)

        return send_with_headers

    def _with_form_secret(self, send: Send, request: Request, secret: str) -> Send:
        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and request.state.form_is_shown:
                response = Response()
                keep_form_secret(request, response, secret)
                MutableHeaders(scope=message).append("set-cookie", response.headers["set-cookie"])
            await send(message)

        request.state.form_is_shown = not request.url.path.startswith(f"{BASE}/static/")
        return send_with_cookie


def _language(request: Request, person: Person | None) -> str:
    """Return the language that was chosen in this browser, else the person's own, else what the browser asks for."""
    for code in (request.cookies.get(LANGUAGE), person.language if person else None):
        if code in LANGUAGES:
            return str(code)
    return i18n.preferred(request.headers.get("accept-language", ""))


def _is_from_our_page(request: Request) -> bool:
    """Tell whether nothing says that another site's page posts this; old browsers say nothing."""
    ours = f"{request.url.scheme}://{request.url.netloc}"
    if any(origin != ours for origin in request.headers.getlist("origin")):
        return False
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _bounded(request: Request, limit: int) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise _RefusedError(413)
    except ClientDisconnect:
        raise _RefusedError(400) from None
    return bytes(body)


def _again(body: bytes) -> Receive:
    """Return a body to read once more."""
    parts = [body]

    async def receive() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    return receive
