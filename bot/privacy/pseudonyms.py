"""Pseudonyms of senders, which can't be traced once their key is deleted."""

import hmac
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from bot.core.message import Address, Pseudonym

KEY_BYTES = 32
_KEY, _KNOWN = "key", "known"


class KeyStore(Protocol):
    """Stores keys and the pseudonyms of conversations in progress: encrypted, with a lifetime, for all processes."""

    async def get(self, kind: str, key: str) -> bytes | None:
        """Return a record, None if there is none."""

    async def put(self, kind: str, key: str, plain: bytes, seconds: float) -> None:
        """Store a record for so many seconds."""

    async def put_if_absent(self, kind: str, key: str, plain: bytes, seconds: float) -> bytes:
        """Store a record unless there is one; return the stored one."""


class Pseudonyms:
    """Gives each sender a pseudonym that can't be linked to the one they had in an earlier epoch.

    With an old key, a reader of our memory could test phone numbers against yesterday's conversations. So a key is
    random, is created when it is first needed, and is destroyed `grace` after the end of its epoch in any case. This
    does not interrupt a conversation: at its first message under the new key it keeps its pseudonym, until it is
    silent for `grace`. Assumes a `clock` that all processes agree on (seconds since 1970), and an app that calls
    `destroy_expired_keys` every few minutes, because a quiet night must not leave an old key in memory.
    """

    def __init__(
        self,
        store: KeyStore,
        clock: Callable[[], float] = time.time,
        rotate_after: timedelta = timedelta(hours=24),
        grace: timedelta = timedelta(hours=2),
    ) -> None:
        """Start without a key; raise ValueError unless 0 < grace < rotate_after."""
        self._store = store
        self._clock = clock
        self._rotate_after = rotate_after.total_seconds()
        self._grace = grace.total_seconds()
        if not 0 < self._grace < self._rotate_after:
            message = "grace must be positive and shorter than rotate_after"
            raise ValueError(message)
        self._keys: dict[int, bytearray] = {}

    async def for_address(self, channel: str, address: Address) -> Pseudonym:
        """Return the present pseudonym (64 hexadecimal digits) of the sender at `address` on `channel`."""
        self.destroy_expired_keys()
        epoch = int(self._clock() // self._rotate_after)
        name = _digest(await self._key(epoch), channel, address)
        known = await self._store.get(_KNOWN, name)
        if known is None:
            # A sender may be new because the store was lost, and with it the key that the other processes use.
            name = _digest(await self._shared_key(epoch), channel, address)
            known = await self._store.get(_KNOWN, name) or await self._previous_pseudonym(epoch, channel, address)
        pseudonym = Pseudonym(known.decode()) if known else Pseudonym(name)
        await self._store.put(_KNOWN, name, pseudonym.encode(), self._grace)
        return pseudonym

    def destroy_expired_keys(self) -> None:
        """Overwrite expired keys: the garbage collector would leave them readable in memory."""
        now = self._clock()
        for epoch in [epoch for epoch in self._keys if now >= self._expires_at(epoch)]:
            self._keys[epoch][:] = bytes(KEY_BYTES)
            del self._keys[epoch]

    def _expires_at(self, epoch: int) -> float:
        """Return the time at which the key of an epoch is destroyed."""
        return (epoch + 1) * self._rotate_after + self._grace

    async def _key(self, epoch: int) -> bytearray:
        """Return the key of an epoch, which the first process that needs it creates."""
        return self._keys[epoch] if epoch in self._keys else await self._shared_key(epoch)

    async def _shared_key(self, epoch: int) -> bytearray:
        """Return the key of an epoch as it is stored for all processes; store ours if it is missing."""
        own = self._keys.get(epoch) or secrets.token_bytes(KEY_BYTES)
        key = await self._store.put_if_absent(_KEY, str(epoch), bytes(own), self._expires_at(epoch) - self._clock())
        if self._keys.get(epoch) != bytearray(key):  # a key that is replaced here would never be overwritten
            self._keys[epoch] = bytearray(key)
        return self._keys[epoch]

    async def _previous_pseudonym(self, epoch: int, channel: str, address: Address) -> bytes | None:
        """Return the pseudonym that the sender had in the previous epoch, while its key exists."""
        previous = epoch - 1
        if self._clock() >= self._expires_at(previous):
            return None
        if previous not in self._keys:
            key = await self._store.get(_KEY, str(previous))
            if key is None:
                return None
            self._keys[previous] = bytearray(key)
        return await self._store.get(_KNOWN, _digest(self._keys[previous], channel, address))


def _digest(key: bytearray, channel: str, address: Address) -> str:
    """Return the keyed digest of an address; the length of the channel separates ("a", "b:c") from ("a:b", "c")."""
    message = f"{len(channel)}:{channel}:{address}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256").hex()
