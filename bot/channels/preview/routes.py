"""The routes of the preview page."""

import asyncio
import ipaddress
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.common.request_body import read_body
from bot.channels.common.turn_queue import TurnQueue
from bot.channels.preview.formatting import SegmentCounter, to_sms_messages, to_telegram_messages
from bot.channels.preview.parsing import PreviewMessage, parse_preview_message, to_inbound_message
from bot.core.message import Address, InboundMessage, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import IdempotentResponder
from bot.state.store import StateUnavailableError

_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
_PROXY_HEADERS = ("x-forwarded", "x-real-ip", "forwarded", "via")


def require_local_request(request: Request) -> None:
    """Raise HTTPException 403 for a request from another machine, through a proxy or to another host name.

    A web page elsewhere could reach this one through a browser here by another name (DNS rebinding). A proxy that adds
    no header looks like this machine: docs/preview.md.
    """
    is_proxied = any(name.startswith(_PROXY_HEADERS) for name in request.headers)
    if is_proxied or not _is_loopback(request) or not _LOCAL_HOST.fullmatch(_host(request)):
        raise HTTPException(403, "The preview is open only to a browser on the machine that it runs on.")


def require_same_origin_json(request: Request) -> None:
    """Raise HTTPException 415 for a body that is not JSON, 403 for a body that another site's page posts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "The body must be application/json.")
    expected = f"{request.url.scheme}://{_host(request)}"
    if any(origin != expected for origin in request.headers.getlist("origin")):
        raise HTTPException(403, "Only the preview's own page may post here.")


def _host(request: Request) -> str:
    """Return the Host header, empty unless there is exactly one."""
    hosts = request.headers.getlist("host")
    return hosts[0] if len(hosts) == 1 else ""


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


PATH = "/preview"
BODY_LIMIT = 256 * 1024
TURN_TIMEOUT = 60
"""Seconds."""
FOLDER = Path(__file__).parent
PAGE = "page.html"
CONTENT_TYPES = {
    PAGE: "text/html",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "phone.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class PreviewChannel:
    """Two phones in a browser on this machine.

    The page has no sign-in, so only this machine's own browser may reach it. Its addresses are none of a real network,
    so no real conversation can be read or continued from here.
    """

    def __init__(
        self,
        responder: IdempotentResponder,
        pseudonyms: Pseudonyms,
        counter: SegmentCounter,
        languages: Mapping[str, str],
    ) -> None:
        """Take the languages that can be chosen: BCP 47 code -> the language's own name."""
        self._responder = responder
        self._pseudonyms = pseudonyms
        self._counter = counter
        self._languages = languages
        self._countries = countries()
        self._turns = TurnQueue()

    def router(self) -> APIRouter:
        """Return the page's routes.

        They respond 403 to requests from elsewhere, 400, 413, 415 or 422 to invalid bodies, 503 if too busy or without
        the state store, else 200.
        """
        router = APIRouter(prefix=PATH, dependencies=[Depends(require_local_request)], include_in_schema=False)
        router.add_api_route("", serve_page, methods=["GET"])
        router.add_api_route("/lists", self._lists, methods=["GET"])
        router.add_api_route("/say", self._say, methods=["POST"], dependencies=[Depends(require_same_origin_json)])
        router.add_api_route("/{name}", serve_file, methods=["GET"])
        return router

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Wait for running turns; call it after the last request."""
        await self._turns.stop(within)

    async def _lists(self) -> Response:
        """Return the options: [code, name] of each language and each country."""
        lists = {"languages": list(self._languages.items()), "countries": list(self._countries.items())}
        return JSONResponse(lists, headers=HEADERS)

    async def _say(self, request: Request) -> Response:
        message = parse_preview_message(await read_body(request, BODY_LIMIT, "preview"))
        self._reject_unknown(message)
        try:
            sender = await self._pseudonyms.for_address(message.phone, Address(f"preview {message.person}"))
            inbound = to_inbound_message(message, sender)
            replies = await self._answer(inbound) if inbound else ()
        except (StateUnavailableError, TimeoutError):
            raise HTTPException(503, "The state store is unavailable.") from None
        return JSONResponse(self._to_json(message, replies), headers=HEADERS)

    def _reject_unknown(self, message: PreviewMessage) -> None:
        if message.language is not None and message.language not in self._languages:
            raise HTTPException(422, "language: not supported")
        if message.country is not None and message.country not in self._countries:
            raise HTTPException(422, "country: not a code of ISO 3166-1")

    async def _answer(self, inbound: InboundMessage) -> Sequence[Reply]:
        if self._turns.is_full:
            raise HTTPException(503, "Too many turns are waiting.")
        async with asyncio.timeout(TURN_TIMEOUT):
            return await self._turns.submit(inbound.sender, self._turn(inbound))

    async def _turn(self, inbound: InboundMessage) -> Sequence[Reply]:
        async with self._responder.turn(inbound) as turn:
            await turn.start()
            return turn.stored_reply.replies

    def _to_json(self, message: PreviewMessage, replies: Sequence[Reply]) -> dict[str, Any]:
        """Return {"replies"}, with "erased" (the chat is emptied) on Telegram, "written" (the text's cost) by SMS."""
        if message.phone == "telegram":
            is_erased = any(reply.erases for reply in replies)
            return {"replies": [part for reply in replies for part in to_telegram_messages(reply)], "erased": is_erased}
        parts = [part for reply in replies for part in to_sms_messages(reply, self._counter)]
        return {"replies": parts, "written": self._counter.count("START" if message.start else message.words or "")}


def serve_page() -> Response:
    """Return the page itself."""
    return serve_file(PAGE)


def serve_file(name: str) -> Response:
    """Return one of the page's files; raise HTTPException 404 for any other name."""
    if name not in CONTENT_TYPES:
        raise HTTPException(404)
    return Response((FOLDER / name).read_bytes(), media_type=CONTENT_TYPES[name], headers=HEADERS)


def countries() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 -> English name (CLDR), sorted by name without accents."""
    names = Locale("en").territories
    countries = {country.alpha_2: str(names.get(country.alpha_2, country.name)) for country in pycountry.countries}
    return dict(
        sorted(countries.items(), key=lambda item: unicodedata.normalize("NFKD", item[1]).encode("ascii", "ignore"))
    )
