"""The reply when there is no answer: the engine failed or takes too long, or the conversation can't be read."""

from collections.abc import Mapping, Sequence

from bot.core.message import InboundMessage, Reply
from bot.engine.language_hint import language_by_script
from bot.rendering.utterance import Render, Utterance
from locales.registry import SOURCE, resolve_language

NumbersByKind = Mapping[str, Sequence[str]]
"""A country's emergency numbers by kind: {"police": ["191"]}."""


class FallbackReply:
    """The `FallbackHandler` behind every channel: texts in memory, and nothing that can fail.

    The person may be in danger, so it names the emergency numbers of the country that the network reports.
    """

    def __init__(self, render: Render, numbers: Mapping[str, NumbersByKind]) -> None:
        """Take the renderer and the numbers of each country (ISO 3166-1 alpha-2)."""
        self._render = render
        self._numbers = numbers

    def __call__(self, message: InboundMessage) -> list[Reply]:
        """Return an apology in the language that the message appears to be in."""
        numbers = self._numbers.get(message.country_hint or "")
        utterance = (
            Utterance("utter_trouble_with_number", {"emergency": numbers}) if numbers else Utterance("utter_trouble")
        )
        language = resolve_language(language_by_script(message) or SOURCE)
        return [Reply(rendered.text) for rendered in self._render([utterance], language, message.channel)]
