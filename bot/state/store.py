"""Stores encrypted records between two messages, and locks the turns of one person."""

import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from bot.privacy.encryption import DecryptionError, Keys, RecordCipher

CONVERSATION_TTL = timedelta(hours=24)
"""Time after which a silent conversation is deleted (utter_privacy tells people so)."""

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""The first one exists on Linux only."""


def clock() -> float:
    """Return seconds since some moment; on Linux this includes the time in which the machine was suspended."""
    return time.clock_gettime(_CLOCK)


class StateUnavailableError(Exception):
    """The store can't be reached: nothing of the turn counts."""


class LockLostError(StateUnavailableError):
    """Another process has or may have the lock, because this one was suspended: the turn has to start again."""


@dataclass(frozen=True, slots=True)
class Write:
    """An encrypted record and its lifetime in seconds; `sealed` is None for a record to delete."""

    sealed: bytes | None = field(repr=False)
    seconds: float = 0.0


Writes = dict[str, Write]
"""What is written in one step: name of a record -> its write."""


@dataclass(slots=True)
class Owner:
    """The token that proves that a lock is ours, and until when it surely is, by `clock`."""

    token: bytes
    until: float


class Lease(ABC):
    """A right that only one process has, for `seconds` after it was acquired or renewed.

    Every method raises StateUnavailableError as those of a store do.
    """

    seconds: float

    @abstractmethod
    async def acquire(self) -> bool:
        """Acquire it if no other process has it; return whether it is ours now."""

    @abstractmethod
    async def renew(self) -> bool:
        """Extend it for as long again; return whether it was still ours."""

    @abstractmethod
    async def release(self) -> None:
        """Let others have it at once; does nothing if it is not ours any more."""


_CURRENT_LOCK: ContextVar["Lock | None"] = ContextVar("_CURRENT_LOCK", default=None)
"""The lock of the turn that this task runs."""


class Store(ABC):
    """Stores encrypted records under digests, each with a lifetime.

    A kind and a key name a record: what it is ("conversation") and whose. Within `lock`, no other task or process runs
    a turn of the same person: its own writes are visible to it at once, and are stored together or not at all. Every
    method raises StateUnavailableError if the store can't be reached.
    """

    def __init__(self, keys: Keys) -> None:
        """Encrypt with these keys."""
        self._cipher = RecordCipher(keys)

    async def get(self, kind: str, key: str) -> bytes | None:
        """Return a record, None if there is none."""
        name = self._cipher.record_name(kind, key)
        lock = _CURRENT_LOCK.get()
        sealed = lock.staged[name].sealed if lock and name in lock.staged else await self._read(name)
        return self._decrypt(name, sealed)

    async def put(self, kind: str, key: str, plain: bytes, seconds: float) -> None:
        """Store a record for so many seconds: when the current lock commits, or at once without a lock."""
        name = self._cipher.record_name(kind, key)
        await self._stage({name: Write(self._cipher.encrypt(name, plain), seconds)})

    async def delete(self, kind: str, key: str) -> None:
        """Delete a record, if there is one."""
        await self._stage({self._cipher.record_name(kind, key): Write(None)})

    async def put_if_absent(self, kind: str, key: str, plain: bytes, seconds: float) -> bytes:
        """Store a record at once unless there is one; return the stored record, which is the same for all callers."""
        name = self._cipher.record_name(kind, key)
        stored = self._decrypt(name, await self._put_if_absent(name, self._cipher.encrypt(name, plain), seconds))
        return plain if stored is None else stored

    async def increment(self, kind: str, key: str, seconds: float) -> int:
        """Return the number of calls within so many seconds of the first one. Takes effect at once."""
        return await self._increment(self._cipher.record_name(kind, key), seconds)

    async def max(self, key: str, number: int, seconds: float) -> int:
        """Return the greatest number that any process has passed, this one included. Takes effect at once.

        It is deleted after so many seconds without a call.
        """
        return await self._max(self._cipher.record_name("newest", key), number, seconds)

    async def acquire(self, key: str, a_second: float, silent_for: float = 0.0) -> float:
        """Take the next of so many slots a second; return the seconds until it comes.

        If these are more than `rate_limit.MAX_WAIT` it is not taken. With `silent_for`, which is at most that long, no
        slot that is taken from now on comes sooner than in so many seconds.
        """
        return await self._acquire(self._cipher.record_name("slot", key), a_second, silent_for)

    def lease(self, task: str) -> Lease:
        """Return the right to do what only one process does; see `bot.state.leader`."""
        return self._lease(self._cipher.record_name("lease", task))

    @asynccontextmanager
    async def lock(self, key: str) -> AsyncIterator["Lock"]:
        """Wait until earlier turns of the same person are over; `put` then takes effect when the lock commits."""
        name = self._cipher.record_name("turn", key)
        async with self._exclusive(name) as owner:
            lock = Lock(self, name, owner)
            token = _CURRENT_LOCK.set(lock)
            try:
                yield lock
            finally:
                _CURRENT_LOCK.reset(token)

    @staticmethod
    def raise_if_lock_lost() -> None:
        """Raise LockLostError if another process may have the lock of this task's turn: it must not send anything."""
        lock = _CURRENT_LOCK.get()
        if lock and lock.may_be_lost:
            raise LockLostError

    def delete_expired(self) -> None:  # noqa: B027 - most stores do so by themselves
        """Delete expired records; to be called every few minutes."""

    async def ping(self) -> None:  # noqa: B027 - this process's memory is always reachable
        """Check whether the store can be reached."""

    async def memory_ratio(self) -> float:
        """Return how full the store is, 0 to 1 and seldom beyond; 0 if it can't be full or does not tell."""
        return 0.0

    async def close(self) -> None:  # noqa: B027 - most stores have nothing to close
        """Close connections."""

    def _decrypt(self, name: str, sealed: bytes | None) -> bytes | None:
        """Return a record in plain; None for one that was written by others or moved to this name."""
        if sealed is None:
            return None
        try:
            return self._cipher.decrypt(name, sealed)
        except DecryptionError:
            return None

    async def _stage(self, writes: Writes) -> None:
        lock = _CURRENT_LOCK.get()
        if lock is None:
            await self._write(writes)
        else:
            lock.staged.update(writes)

    @abstractmethod
    async def _read(self, name: str) -> bytes | None: ...

    @abstractmethod
    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        """Write all in one step; in a turn only while `owner` still holds its lock."""

    @abstractmethod
    async def _put_if_absent(self, name: str, sealed: bytes, seconds: float) -> bytes: ...

    @abstractmethod
    async def _increment(self, name: str, seconds: float) -> int: ...

    @abstractmethod
    async def _max(self, name: str, number: int, seconds: float) -> int: ...

    @abstractmethod
    async def _acquire(self, name: str, a_second: float, silent_for: float) -> float: ...

    @abstractmethod
    def _lease(self, name: str) -> Lease: ...

    @abstractmethod
    def _exclusive(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        """Lock a turn; yield the proof that it is ours, None if no other process can have it."""


class Lock:
    """The lock of one person's turn. Writes during the turn are staged, and lost unless `commit` is called."""

    def __init__(self, store: Store, turn: str, owner: Owner | None) -> None:
        """Start with nothing staged."""
        self._store = store
        self._turn = turn
        self._owner = owner
        self.staged: Writes = {}

    @property
    def may_be_lost(self) -> bool:
        """Return whether another process may have the lock: too much time has passed since its last renewal."""
        return self._owner is not None and clock() >= self._owner.until

    async def commit(self) -> None:
        """Write what is staged, in one step; raise LockLostError if the lock is not ours any more."""
        if self.staged:
            token = self._owner.token if self._owner else None
            await self._store._write(self.staged, self._turn, token)  # noqa: SLF001 - the other half of this class
            self.staged.clear()

    def rollback(self) -> None:
        """Discard what is staged."""
        self.staged.clear()
