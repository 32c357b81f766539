"""Ways of keeping things that fail as processes and stores do."""

import asyncio

from bot.state.memory_store import InMemory
from bot.state.store import HoldLostError, StateUnavailableError, Writes


class Unreachable(InMemory):
    """What is kept can't be reached for as long as `down` says so."""

    down = False

    async def _read(self, name: str) -> bytes | None:
        if self.down:
            raise StateUnavailableError
        return await super()._read(name)


class Forgetful(InMemory):
    """Takes what so many more turns' steps want kept; from then on nothing can be kept."""

    takes: int | None = None

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        if self.takes is not None and turn:
            if not self.takes:
                raise StateUnavailableError
            self.takes -= 1
        await super()._write(writes, turn, owner)


class Dying(InMemory):
    """Takes what so many more turns' steps want kept; the next waits until its process is gone."""

    takes: int | None = None

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        if self.takes is not None and turn:
            if not self.takes:
                await asyncio.Event().wait()
            self.takes -= 1
        await super()._write(writes, turn, owner)


class Slipping(InMemory):
    """Loses its hold on the next turn, once."""

    slips = False

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        if self.slips and turn:
            self.slips = False
            raise HoldLostError
        await super()._write(writes, turn, owner)
