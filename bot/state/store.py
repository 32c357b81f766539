"""The one way to keep something between two messages."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from bot.privacy.sealing import Keys, Seal, UnsealedError

KEPT_FOR = timedelta(hours=24)
"""After this long a silent conversation is forgotten (utter_privacy tells people so)."""


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

_STAGED: ContextVar[Writes | None] = ContextVar("_STAGED", default=None)
"""What the turn that this task runs wants kept at its end."""


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
        staged = _STAGED.get()
        sealed = staged[name].sealed if staged and name in staged else await self._read(name)
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

    @asynccontextmanager
    async def hold(self, of: str) -> AsyncIterator["Hold"]:
        """Wait for the turn of whoever goes before; what is put from then on waits for `Hold.keep`."""
        name = self._seal.name("turn", of)
        async with self._alone(name) as owner:
            held = Hold(self, name, owner)
            token = _STAGED.set(held.staged)
            try:
                yield held
            finally:
                _STAGED.reset(token)

    def forget_old(self) -> None:  # noqa: B027 - most do so by themselves
        """Forget what is over, also where nobody asks; to be called every few minutes."""

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
        staged = _STAGED.get()
        if staged is None:
            await self._write(writes)
        else:
            staged.update(writes)

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
    def _alone(self, name: str) -> AbstractAsyncContextManager[bytes | None]:
        """Hold a turn; give what proves that it is ours."""


class Hold:
    """One person's turn. Whatever is put while it lasts is staged, and lost unless `keep` is called."""

    def __init__(self, store: Store, turn: str, owner: bytes | None) -> None:
        """Begin with nothing staged."""
        self._store = store
        self._turn = turn
        self._owner = owner
        self.staged: Writes = {}

    async def keep(self) -> None:
        """Write what is staged, in one step; raise HoldLostError where the turn is not ours any more."""
        if self.staged:
            await self._store._write(self.staged, self._turn, self._owner)  # noqa: SLF001 - its other half
            self.staged.clear()

    def drop(self) -> None:
        """Let go of what is staged."""
        self.staged.clear()
