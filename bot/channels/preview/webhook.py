"""The preview page's routes."""

import asyncio
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pycountry
from babel import Locale
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.common.request_body import bounded_body
from bot.channels.common.turn_queue import Turns
from bot.channels.preview.access_guard import only_here, only_our_page
from bot.channels.preview.assets import HEADERS, serve_file, serve_page
from bot.channels.preview.formatting import Count, by_sms, on_telegram
from bot.channels.preview.parsing import hear
from bot.channels.preview.transcript import Said, parse_said
from bot.core.message import Address, InboundMessage, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import AnsweredOnce
from bot.state.store import StateUnavailableError

PATH = "/preview"
BODY_LIMIT = 256 * 1024
TURN_WITHIN = 60
"""Seconds until a turn is given up."""


class Preview:
    """Two phones in a browser on this machine.

    Nobody has signed in, so nobody but this machine's own browser may reach it. Its addresses
    are none of a real network: no real conversation can be read or continued from here.
    """

    def __init__(self, once: AnsweredOnce, pseudonyms: Pseudonyms, count: Count, languages: Mapping[str, str]) -> None:
        """Take how SMS are counted, and the languages to choose from: BCP 47 code -> its own name."""
        self._once = once
        self._pseudonyms = pseudonyms
        self._count = count
        self._languages = languages
        self._countries = countries()
        self._turns = Turns()

    def router(self) -> APIRouter:
        """Return the page's routes.

        They answer 403 to whoever is not here, 400, 413, 415 or 422 to a body that is not right, 503 too busy or
        without state, else 200.
        """
        router = APIRouter(prefix=PATH, dependencies=[Depends(only_here)], include_in_schema=False)
        router.add_api_route("", serve_page, methods=["GET"])
        router.add_api_route("/lists", self._lists, methods=["GET"])
        router.add_api_route("/say", self._say, methods=["POST"], dependencies=[Depends(only_our_page)])
        router.add_api_route("/{name}", serve_file, methods=["GET"])
        return router

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Let running turns end; call it after the last request."""
        await self._turns.stop(within)

    async def _lists(self) -> Response:
        """Return what can be chosen: [code, name] of each language and each country."""
        lists = {"languages": list(self._languages.items()), "countries": list(self._countries.items())}
        return JSONResponse(lists, headers=HEADERS)

    async def _say(self, request: Request) -> Response:
        said = parse_said(await bounded_body(request, BODY_LIMIT, "preview"))
        self._refuse_unknown(said)
        try:
            sender = await self._pseudonyms.of(said.phone, Address(f"preview {said.person}"))
            inbound = hear(said, sender)
            replies = await self._replies(inbound) if inbound else ()
        except (StateUnavailableError, TimeoutError):
            raise HTTPException(503, "What is kept of conversations can't be reached.") from None
        return JSONResponse(self._carried(said, replies), headers=HEADERS)

    def _refuse_unknown(self, said: Said) -> None:
        if said.language is not None and said.language not in self._languages:
            raise HTTPException(422, "language: not one of those that are spoken")
        if said.country is not None and said.country not in self._countries:
            raise HTTPException(422, "country: not a code of ISO 3166-1")

    async def _replies(self, inbound: InboundMessage) -> Sequence[Reply]:
        if self._turns.full:
            raise HTTPException(503, "Too many turns are waiting.")
        async with asyncio.timeout(TURN_WITHIN):
            return await self._turns.begin(inbound.sender, self._turn(inbound))

    async def _turn(self, inbound: InboundMessage) -> Sequence[Reply]:
        async with self._once.turn(inbound) as turn:
            await turn.begin()
            return turn.answered.replies

    def _carried(self, said: Said, replies: Sequence[Reply]) -> dict[str, Any]:
        """Return {"replies"}, with "erased" (the chat is emptied) on Telegram, "written" (their own cost) by SMS."""
        if said.phone == "telegram":
            erased = any(reply.erases for reply in replies)
            return {"replies": [message for reply in replies for message in on_telegram(reply)], "erased": erased}
        messages = [message for reply in replies for message in by_sms(reply, self._count)]
        return {"replies": messages, "written": self._count.of("START" if said.start else said.words or "")}


def countries() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 -> English name (CLDR), in the order of the names without their accents."""
    names = Locale("en").territories
    known = {one.alpha_2: str(names.get(one.alpha_2, one.name)) for one in pycountry.countries}
    return dict(
        sorted(known.items(), key=lambda item: unicodedata.normalize("NFKD", item[1]).encode("ascii", "ignore"))
    )
