"""Leaves no URL in Python's own cache: what somebody searched for may tell where they are and what they need."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class UrlCacheMiddleware:
    """ASGI middleware that clears the cache of `urllib.parse.urlsplit` after each request.

    Starlette and sqladmin split the URLs of requests with it, and it would hold the last 128 of them.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        try:
            await self._app(scope, receive, send)
        finally:
            urlsplit.cache_clear()  # type: ignore[attr-defined]  # typeshed does not know it
