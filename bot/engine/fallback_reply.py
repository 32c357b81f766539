"""What a person gets where there is no answer: the engine failed or takes too long, or can't know where they stand."""

from collections.abc import Mapping, Sequence

from bot.core.message import InboundMessage, Reply
from bot.engine.language_hint import language_by_looks
from bot.rendering.utterance import Speak, Utterance
from locales.registry import SOURCE, spoken

Numbers = Mapping[str, Sequence[str]]
"""The kinds of a country's emergency numbers, and what to dial: {"police": ["191"]}."""


class Apology:
    """The `Apologize` behind every channel: words that are in memory, and nothing that can fail.

    Somebody may be in danger just then, so it names the emergency numbers of the country that the network tells.
    """

    def __init__(self, speak: Speak, numbers: Mapping[str, Numbers]) -> None:
        """Take who finds the words, and the numbers of each country (ISO 3166-1 alpha-2)."""
        self._speak = speak
        self._numbers = numbers

    def __call__(self, message: InboundMessage) -> list[Reply]:
        """Return the apology, in the language that the message looks like."""
        numbers = self._numbers.get(message.country_hint or "")
        said = Utterance("utter_trouble_with_number", {"emergency": numbers}) if numbers else Utterance("utter_trouble")
        language = spoken(language_by_looks(message) or SOURCE)
        return [Reply(one.text) for one in self._speak([said], language, message.channel)]
