"""A memory of what came lately, for duplicates."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Remember a value by its key for a while, in bounded memory.

    Networks deliver twice; without this a person gets everything twice. A flood
    pushes the oldest out early, which costs a repeated reply and never memory.
    Assumes a `clock` in seconds that only grows.
    """

    def __init__(self, clock: Callable[[], float], keep: timedelta, at_most: int) -> None:
        """Keep each value for `keep`, and at most `at_most` of them."""
        self._clock = clock
        self._keep = keep.total_seconds()
        self._at_most = at_most
        self._remembered: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._remembered)

    def get(self, key: Key) -> Value | None:
        """Return what is remembered under the key, or None."""
        self._forget_old()
        found = self._remembered.get(key)
        return found[1] if found else None

    def remember(self, key: Key, value: Value) -> None:
        """Keep the value under a key that is not remembered yet."""
        self._forget_old()
        if len(self._remembered) >= self._at_most:
            self._remembered.popitem(last=False)
        self._remembered[key] = (self._clock(), value)

    def _forget_old(self) -> None:
        before = self._clock() - self._keep
        while self._remembered and next(iter(self._remembered.values()))[0] <= before:
            self._remembered.popitem(last=False)
