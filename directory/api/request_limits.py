"""A bound on what may be sent to us: a question is short."""

from typing import Final

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 32_768


class ShortBodies:
    """ASGI middleware that stops reading a body that grows too long; whoever reads it gets an HTTPException, 413."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application to guard."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, but count."""
        heard = 0

        async def counted() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            if heard > MOST_BYTES:
                raise HTTPException(413, "A question has at most 32,768 bytes.", {"Connection": "close"})
            return message

        await self._app(scope, counted, send)
