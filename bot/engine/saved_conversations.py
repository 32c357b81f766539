"""Conversations that people saved, to continue later with an eight-digit code."""

import hashlib
import json
import re
from typing import Any

from bot.privacy.encryption import Keys
from bot.state.store import Store
from nlu.text.word_lists import normalize_digits

KIND = "pause"
_CLAIMED, _TRIES = "pause taken", "tries of numbers"
MAX_TRIES_PER_PERSON = 10
"""Codes that one person may try in an hour."""
MAX_TRIES = 100
"""Codes that all people together may try in an hour; beyond it no code is accepted, so none can be guessed."""

_DAY = 24 * 60 * 60
_HOUR = 60 * 60
_DIGITS = 8
_CODE = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})(?!\d)")
_MAX_LENGTH = 60
"""Characters of a message that may contain a code: "my number is 1234 5678"."""


class SavedConversations:
    """Stores the slots of saved conversations, sealed.

    The person holds the code, and we don't: the conversation that it was made in stores a digest, so that erasing
    reaches the save. Anyone who has the code can continue the conversation, so it has eight digits, works once, and a
    wrong one reveals nothing. Raises `bot.state.store.StateUnavailableError`.
    """

    def __init__(self, store: Store, keys: Keys) -> None:
        """Save in this store."""
        self._store = store
        self._key = keys.derive("numbers of pauses")

    async def save(self, code: str, slots: dict[str, Any], days: int) -> str:
        """Save `slots` under a code for so many days; return the digest of the code, which `delete` takes."""
        digest = self._digest(code)
        await self._store.put(KIND, digest, json.dumps(slots).encode(), days * _DAY)
        return digest

    async def load(self, code: str, sender_id: str) -> tuple[str, dict[str, Any]] | None:
        """Return the digest of a code and the slots saved under it, to the first sender who asks; else None."""
        if await self._has_too_many_tries(sender_id):
            return None
        digest = self._digest(code)
        saved = await self._store.get(KIND, digest)
        if (
            saved is None
            or await self._store.put_if_absent(_CLAIMED, digest, sender_id.encode(), _HOUR) != sender_id.encode()
        ):
            return None
        return digest, json.loads(saved)

    async def delete(self, digest: str) -> None:
        """Delete a save, if there is one."""
        await self._store.delete(KIND, digest)

    async def _has_too_many_tries(self, sender_id: str) -> bool:
        """Count a try. One of a person who has none left counts for nobody else, or they would use up everyone's."""
        if await self._store.increment(_TRIES, sender_id, _HOUR) > MAX_TRIES_PER_PERSON:
            return True
        return await self._store.increment(_TRIES, "", _HOUR) > MAX_TRIES

    def _digest(self, code: str) -> str:
        return hashlib.blake2b(code.encode(), key=self._key, digest_size=16).hexdigest()


def find_code(text: str) -> str | None:
    """Return the eight digits, in any script, of a short message that has no other digits."""
    plain = normalize_digits(text)
    matches = _CODE.findall(plain) if len(plain) <= _MAX_LENGTH else []
    return "".join(matches[0]) if len(matches) == 1 and sum(map(str.isdigit, plain)) == _DIGITS else None


def is_code_only(text: str) -> bool:
    """Return whether a message is eight digits and no words."""
    return find_code(text) is not None and not any(map(str.isalpha, text))
