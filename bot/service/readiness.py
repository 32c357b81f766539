"""Whether this process can answer people now."""

import asyncio
import time
from collections.abc import Callable

from fastapi.responses import JSONResponse
from sqlalchemy import Engine as Database
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.state.store import StateUnavailableError, Store

TIMEOUT = 2.0
"""Seconds in which the database and the store each have to answer."""
CHECK_INTERVAL = 1.0
"""Seconds for which a result is reused."""


class Readiness:
    """Checks whether the database and the store, which every turn needs, can be reached.

    Anyone may send requests to /ready, so a result is reused for a second, and the database never has more than one
    such query.
    """

    def __init__(self, database: Database, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what to check."""
        self.stopping = False
        """True as soon as this process should get no more requests: it still answers those that come, for a moment."""
        self._database = database
        self._store = store
        self._clock = clock
        self._check: asyncio.Task[list[str]] | None = None
        self._checked_at = 0.0
        self._query: asyncio.Future[bool] | None = None

    async def answer(self) -> JSONResponse:
        """Return 200, or 503 with the names of what is missing."""
        missing = ["stopping"] if self.stopping else await self.missing()
        if missing:
            return JSONResponse({"status": "not ready", "missing": missing}, 503)
        return JSONResponse({"status": "ok"})

    async def health(self) -> JSONResponse:
        """Return 200, or 503 if this process is stopping: a proxy that sees it lets requests wait for the next one.

        Whatever else is missing, people get an answer here, if only the fallback reply.
        """
        return JSONResponse({"status": "stopping"}, 503) if self.stopping else JSONResponse({"status": "ok"})

    async def missing(self) -> list[str]:
        """Return the names of what can't be reached, as of the last check."""
        if self._check is None or (self._check.done() and self._clock() >= self._checked_at + CHECK_INTERVAL):
            self._checked_at = self._clock()
            self._check = asyncio.create_task(self._run_checks())
        return await asyncio.shield(self._check)

    async def _run_checks(self) -> list[str]:
        results = await asyncio.gather(self._has_database(), self._has_store())
        return [name for name, is_reachable in zip(("database", "store"), results, strict=True) if not is_reachable]

    async def _has_database(self) -> bool:
        if self._query is None or self._query.done():
            self._query = asyncio.ensure_future(asyncio.to_thread(self._query_database))
        try:
            async with asyncio.timeout(TIMEOUT):
                return await asyncio.shield(self._query)
        except TimeoutError:
            return False

    def _query_database(self) -> bool:
        try:
            with self._database.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    async def _has_store(self) -> bool:
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._store.ping()
        except (StateUnavailableError, TimeoutError):
            return False
        return True
