"""What is kept by one process, for itself."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from bot.privacy.encryption import Keys
from bot.state.lease import Lease
from bot.state.rate_limit import Bucket
from bot.state.store import Owner, Store, Write, Writes

AT_MOST = 100_000
"""Records of one kind and lifetime; beyond it the one that ends first is forgotten first."""

Shelf = tuple[str, float]
"""The kind of a record, and the seconds that it is kept."""
Record = tuple[bytes, float]
"""What is kept, and the second of the clock at which it ends."""


class _Ours(Lease):
    """There is nobody else."""

    seconds = 3600.0

    async def take(self) -> bool:
        return True

    async def renew(self) -> bool:
        return True

    async def give_back(self) -> None:
        return


class InMemory(Store):
    """Keeps everything in this process; nothing survives it. Assumes one event loop."""

    def __init__(
        self, keys: Keys | None = None, *, clock: Callable[[], float] = time.monotonic, at_most: int = AT_MOST
    ) -> None:
        """Start with nothing; `clock` counts seconds and never goes back."""
        super().__init__(keys or Keys.of_this_process())
        self._clock = clock
        self._at_most = at_most
        # Records of one kind and lifetime end in the order in which they were written: none has to be looked for.
        self._records: defaultdict[Shelf, OrderedDict[str, Record]] = defaultdict(OrderedDict)
        self._shelves: dict[str, Shelf] = {}
        self._counts: defaultdict[Shelf, OrderedDict[str, tuple[int, float]]] = defaultdict(OrderedDict)
        self._numbers: defaultdict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._buckets: defaultdict[str, Bucket] = defaultdict(lambda: Bucket(clock))

    def size(self) -> int:
        """Return how many records are kept."""
        self.forget_old()
        return len(self._shelves)

    async def _read(self, name: str) -> bytes | None:
        self.forget_old()
        shelf = self._shelves.get(name)
        return None if shelf is None else self._records[shelf][name][0]

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        for name, write in writes.items():
            self._take(name, write)

    async def _claim(self, name: str, sealed: bytes, seconds: float) -> bytes:
        kept = await self._read(name)
        if kept is None:
            self._take(name, Write(sealed, seconds))
        return kept or sealed

    async def _increment(self, name: str, seconds: float) -> int:
        self.forget_old()
        counts = self._counts[_shelf(name, seconds)]
        times, until = counts.get(name, (0, self._clock() + seconds))
        counts[name] = (times + 1, until)
        if len(counts) > self._at_most:
            counts.popitem(last=False)
        return times + 1

    async def _newest(self, name: str, number: int, seconds: float) -> int:
        newest, until = self._numbers[name]
        now = self._clock()
        self._numbers[name] = (max(newest, number) if now < until else number, now + seconds)
        return self._numbers[name][0]

    async def _slot(self, name: str, a_second: float, silent_for: float) -> float:
        return self._buckets[name].slot(a_second, silent_for)

    def _lease(self, name: str) -> Lease:
        return _Ours()

    def _alone(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        return nullcontext()  # the channels let one person's turns follow each other

    def _take(self, name: str, write: Write) -> None:
        before = self._shelves.pop(name, None)
        if before is not None:
            del self._records[before][name]
        if write.sealed is None:
            return
        shelf = _shelf(name, write.seconds)
        records = self._records[shelf]
        if len(records) >= self._at_most:
            del self._shelves[records.popitem(last=False)[0]]
        records[name] = (write.sealed, self._clock() + write.seconds)
        self._shelves[name] = shelf

    def forget_old(self) -> None:
        """Forget what is over."""
        now = self._clock()
        for shelf, records in list(self._records.items()):
            while records and next(iter(records.values()))[1] <= now:
                del self._shelves[records.popitem(last=False)[0]]
            if not records:
                del self._records[shelf]
        for counts in self._counts.values():
            while counts and next(iter(counts.values()))[1] <= now:
                counts.popitem(last=False)


def _shelf(name: str, seconds: float) -> Shelf:
    return name.partition(":")[0], seconds
