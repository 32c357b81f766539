"""Names for writers that nobody can trace once their key is gone."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.message import Address, Pseudonym

KEY_BYTES = 32


@dataclass(slots=True)
class _Conversation:
    """The pseudonym that somebody goes by, and when they last wrote (seconds)."""

    pseudonym: Pseudonym
    heard: float


@dataclass(slots=True)
class _Epoch:
    """One key, when its life began, and who wrote under it lately (longest silent first)."""

    born: float
    key: bytearray = field(default_factory=lambda: bytearray(secrets.token_bytes(KEY_BYTES)), repr=False)
    conversations: OrderedDict[Pseudonym, _Conversation] = field(default_factory=OrderedDict, repr=False)

    def name(self, channel: str, address: Address) -> Pseudonym:
        """Sign the address; the channel's length in front keeps ("a", "b:c") and ("a:b", "c") apart."""
        said = f"{len(channel)}:{channel}:{address}".encode("utf-8", "surrogatepass")
        return Pseudonym(hmac.digest(self.key, said, "sha256").hex())

    def forget_before(self, when: float) -> None:
        """Drop conversations that have been silent since before `when`."""
        while self.conversations and next(iter(self.conversations.values())).heard <= when:
            self.conversations.popitem(last=False)

    def destroy(self) -> None:
        """Overwrite the key: waiting for the garbage collector would leave it readable in memory."""
        self.key[:] = bytes(len(self.key))
        self.conversations.clear()


class Pseudonyms:
    """Give each writer a pseudonym that can't be linked to the one they had yesterday.

    A key that outlives its time lets whoever reads our memory test phone numbers
    against yesterday's conversations, so the old key dies `grace` after its
    successor was due, come what may. A conversation in progress then is not cut:
    at its first message under the new key it keeps its name, until it falls
    silent for `grace`. Assumes one event loop (no locking), a `clock` in seconds
    that only grows, and an app that calls `turn_keys` every few minutes, because
    a quiet night must not keep an old key alive.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        rotate_after: timedelta = timedelta(hours=24),
        grace: timedelta = timedelta(hours=2),
    ) -> None:
        """Start with a fresh key; raise ValueError unless 0 < grace < rotate_after."""
        self._clock = clock
        self._rotate_after = rotate_after.total_seconds()
        self._grace = grace.total_seconds()
        if not 0 < self._grace < self._rotate_after:
            fault = "grace must be positive and shorter than rotate_after"
            raise ValueError(fault)
        self._current = _Epoch(born=clock())
        self._previous: _Epoch | None = None

    def of(self, channel: str, address: Address) -> Pseudonym:
        """Return the pseudonym (64 hexadecimal digits) of whoever writes from `address` on `channel` now."""
        now = self._clock()
        self.turn_keys()
        name = self._current.name(channel, address)
        known = self._current.conversations.get(name) or self._before_the_turn(channel, address)
        pseudonym = known.pseudonym if known and now - known.heard < self._grace else name
        self._current.conversations[name] = _Conversation(pseudonym, now)
        self._current.conversations.move_to_end(name)
        return pseudonym

    def turn_keys(self) -> None:
        """Make a new key when one is due, destroy the old one after its grace; safe to call at any time."""
        now = self._clock()
        due = self._current.born + self._rotate_after
        if now >= due:
            self._destroy_previous()
            self._previous, self._current = self._current, _Epoch(born=now)
        self._current.forget_before(now - self._grace)
        if self._previous and now >= self._previous.born + self._rotate_after + self._grace:
            self._destroy_previous()

    def _before_the_turn(self, channel: str, address: Address) -> _Conversation | None:
        if self._previous is None:
            return None
        return self._previous.conversations.get(self._previous.name(channel, address))

    def _destroy_previous(self) -> None:
        if self._previous is not None:
            self._previous.destroy()
        self._previous = None
