"""A store in the memory of one process."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from bot.privacy.encryption import Keys
from bot.state.rate_limit import GcraBucket
from bot.state.store import Lease, Owner, Store, Write, Writes

MAX_RECORDS = 100_000
"""Records of one kind and lifetime; beyond it the one that expires first is deleted."""

Group = tuple[str, float]
"""Kind and lifetime (seconds) of records."""
Record = tuple[bytes, float]
"""An encrypted record, and the second of the clock at which it expires."""


class _OwnLease(Lease):
    """Always ours: there is no other process."""

    seconds = 3600.0

    async def acquire(self) -> bool:
        return True

    async def renew(self) -> bool:
        return True

    async def release(self) -> None:
        return


class MemoryStore(Store):
    """Stores everything in this process; nothing survives it. Assumes one event loop."""

    def __init__(
        self, keys: Keys | None = None, *, clock: Callable[[], float] = time.monotonic, max_records: int = MAX_RECORDS
    ) -> None:
        """Start empty; `clock` counts seconds and never goes back."""
        super().__init__(keys or Keys.ephemeral())
        self._clock = clock
        self._max_records = max_records
        # Records of one kind and lifetime expire in the order in which they were written: no search is needed.
        self._records: defaultdict[Group, OrderedDict[str, Record]] = defaultdict(OrderedDict)
        self._groups: dict[str, Group] = {}
        self._counts: defaultdict[Group, OrderedDict[str, tuple[int, float]]] = defaultdict(OrderedDict)
        self._numbers: defaultdict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._buckets: defaultdict[str, GcraBucket] = defaultdict(lambda: GcraBucket(clock))

    def size(self) -> int:
        """Return the number of records."""
        self.delete_expired()
        return len(self._groups)

    async def _read(self, name: str) -> bytes | None:
        self.delete_expired()
        group = self._groups.get(name)
        return None if group is None else self._records[group][name][0]

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        for name, write in writes.items():
            self._set(name, write)

    async def _put_if_absent(self, name: str, sealed: bytes, seconds: float) -> bytes:
        stored = await self._read(name)
        if stored is None:
            self._set(name, Write(sealed, seconds))
        return stored or sealed

    async def _increment(self, name: str, seconds: float) -> int:
        self.delete_expired()
        counts = self._counts[_group(name, seconds)]
        times, until = counts.get(name, (0, self._clock() + seconds))
        counts[name] = (times + 1, until)
        if len(counts) > self._max_records:
            counts.popitem(last=False)
        return times + 1

    async def _max(self, name: str, number: int, seconds: float) -> int:
        newest, until = self._numbers[name]
        now = self._clock()
        self._numbers[name] = (max(newest, number) if now < until else number, now + seconds)
        return self._numbers[name][0]

    async def _acquire(self, name: str, a_second: float, silent_for: float) -> float:
        return self._buckets[name].acquire(a_second, silent_for)

    def _lease(self, name: str) -> Lease:
        return _OwnLease()

    def _exclusive(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        return nullcontext()  # the channels run the turns of one person one after another

    def _set(self, name: str, write: Write) -> None:
        before = self._groups.pop(name, None)
        if before is not None:
            del self._records[before][name]
        if write.sealed is None:
            return
        group = _group(name, write.seconds)
        records = self._records[group]
        if len(records) >= self._max_records:
            del self._groups[records.popitem(last=False)[0]]
        records[name] = (write.sealed, self._clock() + write.seconds)
        self._groups[name] = group

    def delete_expired(self) -> None:
        """Forget what is over."""
        now = self._clock()
        for group, records in list(self._records.items()):
            while records and next(iter(records.values()))[1] <= now:
                del self._groups[records.popitem(last=False)[0]]
            if not records:
                del self._records[group]
        for counts in self._counts.values():
            while counts and next(iter(counts.values()))[1] <= now:
                counts.popitem(last=False)


def _group(name: str, seconds: float) -> Group:
    return name.partition(":")[0], seconds
