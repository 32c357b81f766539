"""People who try the bot on the preview page's phones, by its routes."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.channels.preview import Preview
from bot.channels.preview.formatting import Count
from bot.core.message import Address, Answer
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.gsm7 import is_gsm_7
from bot.rendering.segments import segments
from bot.state.memory_store import InMemory
from tests.channels.echo import Echo
from tests.channels.people import answered_once
from tests.harness.telegram_server import loopback

LANGUAGES = {"en": "English", "ar": "العربية", "my": "မြန်မာ", "th": "ไทย"}
_PEOPLE = itertools.count(1)


def preview(answer: Answer, pseudonyms: Pseudonyms | None = None) -> Preview:
    """Return the page's routes with the parts that the service gives them."""
    return Preview(answered_once(answer), pseudonyms or Pseudonyms(InMemory()), Count(segments, is_gsm_7), LANGUAGES)


async def post(url: str, said: dict[str, Any]) -> httpx.Response:
    """Post what the page would."""
    async with loopback(url) as client:
        return await client.post("/preview/say", json=said)


@dataclass
class OnThePage:
    """Somebody with one of the two phones; the page delivers once, and sends a text at most."""

    url: str
    channel: str
    echo: Echo
    pseudonyms: Pseudonyms
    person: str = field(default_factory=lambda: str(next(_PEOPLE)))
    got_back: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> Address:
        """Return what the page's person goes by."""
        return Address(f"preview {self.person}")

    @property
    def numbered(self) -> bool:
        """Tell whether choices come as numbered lines."""
        return self.channel == "sms"

    async def says(self, text: str, *, times: int = 1) -> None:  # noqa: ARG002  the page delivers once
        """Type a text and send it."""
        await self._say(words=text)

    async def sends_a_voice_message(self) -> None:
        """Send an empty text, which is as close as the page comes."""
        await self._say(words="")

    async def chooses(self, label: str, number: int) -> None:
        """Press the button, or text the number."""
        if self.numbered:
            return await self._say(words=str(number))
        tokens = {one["label"]: one["token"] for reply in self.got_back for one in reply["choices"]}
        return await self._say(choice=tokens[label])

    async def got(self, at_least: int) -> list[str]:
        """Return the texts that came back."""
        assert len(self.got_back) >= at_least
        return [reply["text"] for reply in self.got_back]

    async def _say(self, **said: str) -> None:
        answer = await post(self.url, {"phone": self.channel, "person": self.person, **said})
        self.got_back += answer.json().get("replies", [])
