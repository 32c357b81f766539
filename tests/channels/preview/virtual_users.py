"""Users of the preview page's phones, who call its routes."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.channels.preview import PreviewChannel
from bot.channels.preview.formatting import SegmentCounter
from bot.core.message import Address, MessageHandler
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.segments import count_segments, is_gsm_7
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.virtual_users import make_responder
from tests.harness.fake_telegram import make_client

LANGUAGES = {"en": "English", "ar": "العربية", "my": "မြန်မာ", "th": "ไทย"}
_PEOPLE = itertools.count(1)


def make_preview(answer: MessageHandler, pseudonyms: Pseudonyms | None = None) -> PreviewChannel:
    """Return the channel, configured as in the service."""
    return PreviewChannel(
        make_responder(answer),
        pseudonyms or Pseudonyms(MemoryStore()),
        SegmentCounter(count_segments, is_gsm_7),
        LANGUAGES,
    )


async def post(url: str, message: dict[str, Any]) -> httpx.Response:
    """Post JSON as the page does."""
    async with make_client(url) as client:
        return await client.post("/preview/say", json=message)


@dataclass
class PreviewUser:
    """A user of one of the two phones."""

    url: str
    channel: str
    echo: EchoEngine
    pseudonyms: Pseudonyms
    person: str = field(default_factory=lambda: str(next(_PEOPLE)))
    replies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> Address:
        """The address that the page uses."""
        return Address(f"preview {self.person}")

    @property
    def has_numbered_choices(self) -> bool:
        """Whether choices are numbered lines."""
        return self.channel == "sms"

    async def send_text(self, text: str, *, times: int = 1) -> None:  # noqa: ARG002  the page delivers once
        """Type a text and send it."""
        await self._say(words=text)

    async def send_voice_message(self) -> None:
        """Send an empty text, because the page has no voice messages."""
        await self._say(words="")

    async def choose(self, label: str, number: int) -> None:
        """Press the button, or send the number."""
        if self.has_numbered_choices:
            return await self._say(words=str(number))
        tokens = {choice["label"]: choice["token"] for reply in self.replies for choice in reply["choices"]}
        return await self._say(choice=tokens[label])

    async def received(self, at_least: int) -> list[str]:
        """Return the replies."""
        assert len(self.replies) >= at_least
        return [reply["text"] for reply in self.replies]

    async def _say(self, **content: str) -> None:
        response = await post(self.url, {"phone": self.channel, "person": self.person, **content})
        self.replies += response.json().get("replies", [])
