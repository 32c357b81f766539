"""The one way to keep something between two messages."""

import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from bot.privacy.encryption import Keys, Seal, UnsealedError
from bot.state.lease import Lease

KEPT_FOR = timedelta(hours=24)
"""After this long a silent conversation is forgotten (utter_privacy tells people so)."""


_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""The first one is Linux's."""


def clock() -> float:
    """Return seconds since some moment; on Linux also those in which the machine was suspended."""
    return time.clock_gettime(_CLOCK)


class StateUnavailableError(Exception):
    """What is kept can't be reached: nothing of the turn counts."""


class HoldLostError(StateUnavailableError):
    """Somebody else holds the turn, since this process stood still for too long: it is to be taken again."""


@dataclass(frozen=True, slots=True)
class Write:
    """A sealed record and the seconds that it is kept; `sealed` is None for one to forget."""

    sealed: bytes | None = field(repr=False)
    seconds: float = 0.0


Writes = dict[str, Write]
"""What is to be written in one step: name of a record -> what becomes of it."""


@dataclass(slots=True)
class Owner:
    """What proves that a turn is ours, and until when it surely is, by `clock`."""

    token: bytes
    until: float


_HELD: ContextVar["Hold | None"] = ContextVar("_HELD", default=None)
"""The turn that this task runs."""


class Store(ABC):
    """Keeps sealed records under digests, each for a time.

    Within `hold` one person's turn is alone in the world: what it puts is seen by itself at once, and kept all together
    or not at all. Every method raises StateUnavailableError where what is kept can't be reached.
    """

    def __init__(self, keys: Keys) -> None:
        """Seal under these keys."""
        self._seal = Seal(keys)

    async def get(self, kind: str, of: str) -> bytes | None:
        """Return what is kept of a kind ("conversation") of somebody or something, None where nothing is."""
        name = self._seal.name(kind, of)
        held = _HELD.get()
        sealed = held.staged[name].sealed if held and name in held.staged else await self._read(name)
        return self._opened(name, sealed)

    async def put(self, kind: str, of: str, plain: bytes, seconds: float) -> None:
        """Keep something for so many seconds: with the turn that is held, else now."""
        name = self._seal.name(kind, of)
        await self._stage({name: Write(self._seal.close(name, plain), seconds)})

    async def forget(self, kind: str, of: str) -> None:
        """Keep it no longer; nothing happens where nothing is kept."""
        await self._stage({self._seal.name(kind, of): Write(None)})

    async def first(self, kind: str, of: str, plain: bytes, seconds: float) -> bytes:
        """Keep something unless something is kept there, at once; return what is kept then, the same for everybody."""
        name = self._seal.name(kind, of)
        kept = self._opened(name, await self._claim(name, self._seal.close(name, plain), seconds))
        return plain if kept is None else kept

    async def count(self, kind: str, of: str, seconds: float) -> int:
        """Return how many times this was called within so many seconds of the first time, at once."""
        return await self._increment(self._seal.name(kind, of), seconds)

    async def newest(self, of: str, number: int, seconds: float) -> int:
        """Return the greatest number that anybody has named, this one included, at once.

        It is forgotten where for so many seconds nobody has asked.
        """
        return await self._newest(self._seal.name("newest", of), number, seconds)

    async def slot(self, of: str, a_second: float, silent_for: float = 0.0) -> float:
        """Take the next of so many slots a second; return the seconds until it comes.

        Where those are more than `slots.LONGEST_WAIT` it is not taken. With `silent_for`, which is no longer than that,
        none that is taken from now on comes sooner than so many seconds.
        """
        return await self._slot(self._seal.name("slot", of), a_second, silent_for)

    def lease(self, task: str) -> Lease:
        """Return the right to do what one process does for all; see `bot.state.leader`."""
        return self._lease(self._seal.name("lease", task))

    @asynccontextmanager
    async def hold(self, of: str) -> AsyncIterator["Hold"]:
        """Wait for the turn of whoever goes before; what is put from then on waits for `Hold.keep`."""
        name = self._seal.name("turn", of)
        async with self._alone(name) as owner:
            held = Hold(self, name, owner)
            token = _HELD.set(held)
            try:
                yield held
            finally:
                _HELD.reset(token)

    @staticmethod
    def refuse_if_lost() -> None:
        """Raise HoldLostError where the turn that this task runs may be somebody else's: nothing is to be said then."""
        held = _HELD.get()
        if held and held.may_be_lost:
            raise HoldLostError

    def forget_old(self) -> None:  # noqa: B027 - most do so by themselves
        """Forget what is over, also where nobody asks; to be called every few minutes."""

    async def ping(self) -> None:  # noqa: B027 - this process's memory is always there
        """Ask whether what is kept can be reached."""

    async def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Let go of connections."""

    def _opened(self, name: str, sealed: bytes | None) -> bytes | None:
        """Return a record in plain; one that somebody else wrote or moved there is none."""
        if sealed is None:
            return None
        try:
            return self._seal.open(name, sealed)
        except UnsealedError:
            return None

    async def _stage(self, writes: Writes) -> None:
        held = _HELD.get()
        if held is None:
            await self._write(writes)
        else:
            held.staged.update(writes)

    @abstractmethod
    async def _read(self, name: str) -> bytes | None: ...

    @abstractmethod
    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        """Write all in one step; in a turn only while `owner` still holds it."""

    @abstractmethod
    async def _claim(self, name: str, sealed: bytes, seconds: float) -> bytes: ...

    @abstractmethod
    async def _increment(self, name: str, seconds: float) -> int: ...

    @abstractmethod
    async def _newest(self, name: str, number: int, seconds: float) -> int: ...

    @abstractmethod
    async def _slot(self, name: str, a_second: float, silent_for: float) -> float: ...

    @abstractmethod
    def _lease(self, name: str) -> Lease: ...

    @abstractmethod
    def _alone(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        """Hold a turn; give what proves that it is ours, None where it can't be anybody else's."""


class Hold:
    """One person's turn. Whatever is put while it lasts is staged, and lost unless `keep` is called."""

    def __init__(self, store: Store, turn: str, owner: Owner | None) -> None:
        """Begin with nothing staged."""
        self._store = store
        self._turn = turn
        self._owner = owner
        self.staged: Writes = {}

    @property
    def may_be_lost(self) -> bool:
        """Tell whether so much time has passed, in which this process perhaps stood still, that others may go on."""
        return self._owner is not None and clock() >= self._owner.until

    async def keep(self) -> None:
        """Write what is staged, in one step; raise HoldLostError where the turn is not ours any more."""
        if self.staged:
            token = self._owner.token if self._owner else None
            await self._store._write(self.staged, self._turn, token)  # noqa: SLF001 - its other half
            self.staged.clear()

    def drop(self) -> None:
        """Let go of what is staged."""
        self.staged.clear()
