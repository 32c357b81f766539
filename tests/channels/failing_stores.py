"""Stores that fail as processes and databases do."""

import asyncio

from bot.state.memory_store import MemoryStore
from bot.state.store import LockLostError, StateUnavailableError, Writes


class UnreachableStore(MemoryStore):
    """Can't be read while `is_down`."""

    is_down = False

    async def _read(self, name: str) -> bytes | None:
        if self.is_down:
            raise StateUnavailableError
        return await super()._read(name)


class FailingStore(MemoryStore):
    """Fails after `writes_left` more commits of turns."""

    writes_left: int | None = None

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        if self.writes_left is not None and turn:
            if not self.writes_left:
                await self._fail()
            self.writes_left -= 1
        await super()._write(writes, turn, owner)

    async def _fail(self) -> None:
        raise StateUnavailableError


class HangingStore(FailingStore):
    """Hangs after `writes_left` more commits of turns, until its process is stopped."""

    async def _fail(self) -> None:
        await asyncio.Event().wait()


class ResponseLosingStore(MemoryStore):
    """Commits the next turn but reports that it is unavailable, once, if `loses_response`."""

    loses_response = False

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        await super()._write(writes, turn, owner)
        if self.loses_response and turn:
            self.loses_response = False
            raise StateUnavailableError


class SuspendedStore(MemoryStore):
    """Fails the next read once, if `was_suspended`, as a Redis store does whose process was suspended meanwhile."""

    was_suspended = False

    async def _read(self, name: str) -> bytes | None:
        if self.was_suspended:
            self.was_suspended = False
            raise LockLostError
        return await super()._read(name)


class LockLosingStore(MemoryStore):
    """Loses the lock of the next turn once, if `loses_lock`."""

    loses_lock = False

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        if self.loses_lock and turn:
            self.loses_lock = False
            raise LockLostError
        await super()._write(writes, turn, owner)
