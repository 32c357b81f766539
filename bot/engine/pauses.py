"""What is kept of a conversation that somebody paused, until they come back with its number."""

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nlu.text.words import with_plain_digits

AT_MOST = 10_000
"""Pauses kept at a time; beyond it the one that ends first is forgotten first."""

_DAY = 24 * 60 * 60
_DIGITS = 8
_CODE = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})(?!\d)")
_LONGEST = 60
"""Characters of a message in which somebody may give a number: "my number is 1234 5678"."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """The slots of a conversation, and until when they are kept (seconds of the clock)."""

    slots: dict[str, Any]
    until: float


class Pauses:
    """Keeps where paused conversations stood, in memory.

    Whoever made a pause holds its number, and we don't; the conversation in which it was made holds a digest while it
    is kept, so that erasing reaches the pause. Whoever has the number can go on in their place, so it has eight
    digits, is good once, and a wrong one tells nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with no pause; `clock` counts seconds and never goes back."""
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._pauses: dict[str, _Pause] = {}

    def keep(self, code: str, slots: dict[str, Any], days: int) -> str:
        """Keep `slots` under a code of eight digits; return the code's digest, with which it can be forgotten."""
        self._forget_old()
        while len(self._pauses) >= AT_MOST:
            del self._pauses[min(self._pauses, key=lambda digest: self._pauses[digest].until)]
        digest = self._digest(code)
        self._pauses[digest] = _Pause(slots, self._clock() + days * _DAY)
        return digest

    def find(self, code: str) -> tuple[str, dict[str, Any]] | None:
        """Return the digest of a code and the slots that are kept under it; None where there are none."""
        self._forget_old()
        digest = self._digest(code)
        pause = self._pauses.get(digest)
        return (digest, pause.slots) if pause else None

    def forget(self, digest: str) -> None:
        """Forget a pause; nothing happens if there is none."""
        self._pauses.pop(digest, None)

    def _digest(self, code: str) -> str:
        return hashlib.blake2b(code.encode(), key=self._key, digest_size=16).hexdigest()

    def _forget_old(self) -> None:
        now = self._clock()
        self._pauses = {digest: pause for digest, pause in self._pauses.items() if pause.until > now}


def code_in(words: str) -> str | None:
    """Return the eight digits, in any script, of a short message that has no other digits."""
    plain = with_plain_digits(words)
    found = _CODE.findall(plain) if len(plain) <= _LONGEST else []
    return "".join(found[0]) if len(found) == 1 and sum(map(str.isdigit, plain)) == _DIGITS else None


def is_code_alone(words: str) -> bool:
    """Tell whether a message is eight digits and no words."""
    return code_in(words) is not None and not any(map(str.isalpha, words))
