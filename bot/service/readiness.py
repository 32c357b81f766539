"""Whether people can be answered by this process now."""

import asyncio
import time
from collections.abc import Callable

from fastapi.responses import JSONResponse
from sqlalchemy import Engine as Database
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.state.store import StateUnavailableError, Store

WITHIN = 2.0
"""Seconds that the database and the store each have to answer."""
LOOKS_EVERY = 1.0
"""Seconds for which a look counts."""


class Readiness:
    """Looks whether what every turn needs can be reached.

    Anybody may ask, so what was found counts for a second, and the database never has more than one such question.
    """

    def __init__(self, database: Database, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what to look at."""
        self.stopping = False
        """Set as soon as nobody more is to be sent to this process."""
        self._database = database
        self._store = store
        self._clock = clock
        self._look: asyncio.Task[list[str]] | None = None
        self._looked_at = 0.0
        self._asked: asyncio.Future[bool] | None = None

    async def answer(self) -> JSONResponse:
        """Answer 200, or 503 with the names of what is missing."""
        missing = ["stopping"] if self.stopping else await self.missing()
        if missing:
            return JSONResponse({"status": "not ready", "missing": missing}, 503)
        return JSONResponse({"status": "ok"})

    async def missing(self) -> list[str]:
        """Return the names of what can't be reached, as of the last second."""
        if self._look is None or (self._look.done() and self._clock() >= self._looked_at + LOOKS_EVERY):
            self._looked_at = self._clock()
            self._look = asyncio.create_task(self._looked())
        return await asyncio.shield(self._look)

    async def _looked(self) -> list[str]:
        found = await asyncio.gather(self._has_database(), self._has_store())
        return [name for name, is_there in zip(("database", "store"), found, strict=True) if not is_there]

    async def _has_database(self) -> bool:
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(asyncio.to_thread(self._ask_database))
        try:
            async with asyncio.timeout(WITHIN):
                return await asyncio.shield(self._asked)
        except TimeoutError:
            return False

    def _ask_database(self) -> bool:
        try:
            with self._database.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    async def _has_store(self) -> bool:
        try:
            async with asyncio.timeout(WITHIN):
                await self._store.ping()
        except (StateUnavailableError, TimeoutError):
            return False
        return True
