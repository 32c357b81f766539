"""What is kept of a conversation that somebody paused, until they come back with its number."""

import hashlib
import json
import re
from typing import Any

from bot.privacy.encryption import Keys
from bot.state.store import Store
from nlu.text.word_lists import with_plain_digits

KIND = "pause"
_TAKEN, _TRIES = "pause taken", "tries of numbers"
TRIES_OF_ONE = 10
"""Numbers that one person may try in an hour."""
TRIES_AT_MOST = 100
"""Numbers that all people together may try in an hour; beyond it none is known, so that none can be guessed."""

_DAY = 24 * 60 * 60
_HOUR = 60 * 60
_DIGITS = 8
_CODE = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})(?!\d)")
_LONGEST = 60
"""Characters of a message in which somebody may give a number: "my number is 1234 5678"."""


class Pauses:
    """Keeps where paused conversations stood, sealed.

    Whoever made a pause holds its number, and we don't; the conversation in which it was made holds a digest while it
    is kept, so that erasing reaches the pause. Whoever has the number can go on in their place, so it has eight
    digits, is good once, and a wrong one tells nothing. Raises `bot.state.store.StateUnavailableError`.
    """

    def __init__(self, kept: Store, keys: Keys) -> None:
        """Keep in this store."""
        self._kept = kept
        self._key = keys.derived("numbers of pauses")

    async def keep(self, code: str, slots: dict[str, Any], days: int) -> str:
        """Keep `slots` under a code of eight digits; return the code's digest, with which it can be forgotten."""
        digest = self._digest(code)
        await self._kept.put(KIND, digest, json.dumps(slots).encode(), days * _DAY)
        return digest

    async def find(self, code: str, who: str) -> tuple[str, dict[str, Any]] | None:
        """Return the digest of a code and the slots kept under it, to the first who asks; None where none are."""
        if await self._too_many_tries(who):
            return None
        digest = self._digest(code)
        pause = await self._kept.get(KIND, digest)
        if pause is None or await self._kept.first(_TAKEN, digest, who.encode(), _HOUR) != who.encode():
            return None
        return digest, json.loads(pause)

    async def forget(self, digest: str) -> None:
        """Forget a pause; nothing happens if there is none."""
        await self._kept.forget(KIND, digest)

    async def _too_many_tries(self, who: str) -> bool:
        of_one, of_all = [await self._kept.count(_TRIES, whose, _HOUR) for whose in (who, "")]
        return of_one > TRIES_OF_ONE or of_all > TRIES_AT_MOST

    def _digest(self, code: str) -> str:
        return hashlib.blake2b(code.encode(), key=self._key, digest_size=16).hexdigest()


def code_in(words: str) -> str | None:
    """Return the eight digits, in any script, of a short message that has no other digits."""
    plain = with_plain_digits(words)
    found = _CODE.findall(plain) if len(plain) <= _LONGEST else []
    return "".join(found[0]) if len(found) == 1 and sum(map(str.isdigit, plain)) == _DIGITS else None


def is_code_alone(words: str) -> bool:
    """Tell whether a message is eight digits and no words."""
    return code_in(words) is not None and not any(map(str.isalpha, words))
