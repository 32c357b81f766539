"""Names for writers that nobody can trace once their key is gone."""

import hmac
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from bot.core.message import Address, Pseudonym

KEY_BYTES = 32
_KEY, _KNOWN = "key", "known"


class Kept(Protocol):
    """Where keys and the names of conversations in progress are kept: sealed, each for a time, for all processes."""

    async def get(self, kind: str, of: str) -> bytes | None:
        """Return what is kept, None where nothing is."""

    async def put(self, kind: str, of: str, plain: bytes, seconds: float) -> None:
        """Keep it for so many seconds."""

    async def first(self, kind: str, of: str, plain: bytes, seconds: float) -> bytes:
        """Keep it unless something is kept there; return what is kept then."""


class Pseudonyms:
    """Give each writer a pseudonym that can't be linked to the one they had in an earlier epoch.

    A key that outlives its time lets whoever reads our memory test phone numbers against yesterday's conversations,
    so a key is random, is made when it is first needed, and dies `grace` after its epoch's end, come what may. A
    conversation in progress then is not cut: at its first message under the new key it keeps its name, until it
    falls silent for `grace`. Assumes a `clock` that all processes agree on (seconds since 1970), and an app that calls
    `destroy_old_keys` every few minutes, because a quiet night must not keep an old key in this process's memory.
    """

    def __init__(
        self,
        kept: Kept,
        clock: Callable[[], float] = time.time,
        rotate_after: timedelta = timedelta(hours=24),
        grace: timedelta = timedelta(hours=2),
    ) -> None:
        """Start without a key; raise ValueError unless 0 < grace < rotate_after."""
        self._kept = kept
        self._clock = clock
        self._rotate_after = rotate_after.total_seconds()
        self._grace = grace.total_seconds()
        if not 0 < self._grace < self._rotate_after:
            fault = "grace must be positive and shorter than rotate_after"
            raise ValueError(fault)
        self._keys: dict[int, bytearray] = {}

    async def of(self, channel: str, address: Address) -> Pseudonym:
        """Return the pseudonym (64 hexadecimal digits) of whoever writes from `address` on `channel` now."""
        self.destroy_old_keys()
        epoch = int(self._clock() // self._rotate_after)
        name = _signed(await self._key(epoch), channel, address)
        known = await self._kept.get(_KNOWN, name)
        if known is None:
            # Whoever is new may be so because everything was lost, the key that other processes go by included.
            name = _signed(await self._agreed_key(epoch), channel, address)
            known = await self._kept.get(_KNOWN, name) or await self._before_the_turn(epoch, channel, address)
        pseudonym = Pseudonym(known.decode()) if known else Pseudonym(name)
        await self._kept.put(_KNOWN, name, pseudonym.encode(), self._grace)
        return pseudonym

    def destroy_old_keys(self) -> None:
        """Overwrite the keys that are over: waiting for the garbage collector would leave them readable in memory."""
        now = self._clock()
        for epoch in [one for one in self._keys if now >= self._ends(one)]:
            self._keys[epoch][:] = bytes(KEY_BYTES)
            del self._keys[epoch]

    def _ends(self, epoch: int) -> float:
        """Return the second at which an epoch's key dies."""
        return (epoch + 1) * self._rotate_after + self._grace

    async def _key(self, epoch: int) -> bytearray:
        """Return an epoch's key, made by whichever process asks first."""
        return self._keys[epoch] if epoch in self._keys else await self._agreed_key(epoch)

    async def _agreed_key(self, epoch: int) -> bytearray:
        """Return an epoch's key as it is kept for all; where it is kept no more, ours is."""
        ours = self._keys.get(epoch) or secrets.token_bytes(KEY_BYTES)
        key = await self._kept.first(_KEY, str(epoch), bytes(ours), self._ends(epoch) - self._clock())
        if self._keys.get(epoch) != bytearray(key):  # a copy that is replaced would never be overwritten
            self._keys[epoch] = bytearray(key)
        return self._keys[epoch]

    async def _before_the_turn(self, epoch: int, channel: str, address: Address) -> bytes | None:
        """Return the pseudonym of a conversation that goes on from the epoch before, while that one's key lives."""
        earlier = epoch - 1
        if self._clock() >= self._ends(earlier):
            return None
        if earlier not in self._keys:
            key = await self._kept.get(_KEY, str(earlier))
            if key is None:
                return None
            self._keys[earlier] = bytearray(key)
        return await self._kept.get(_KNOWN, _signed(self._keys[earlier], channel, address))


def _signed(key: bytearray, channel: str, address: Address) -> str:
    """Sign the address; the channel's length in front keeps ("a", "b:c") and ("a:b", "c") apart."""
    said = f"{len(channel)}:{channel}:{address}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, said, "sha256").hex()
