"""Find the words: responses, catalogue, values and channel together make what a person reads."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from babel import Locale

from bot.replies.packing import packed
from bot.replies.reader import Reader
from bot.replies.utterance import Spoken, Utterance
from bot.replies.values import fill
from locales.catalogue import translate
from locales.registry import LANGUAGES

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
"""The domain's `responses`: name -> variations, one for all channels and perhaps one for a channel of its own."""


class UnwrittenResponseError(LookupError):
    """The dialogue wants a response said that nobody wrote."""


class Speaker:
    """Says utterances in any language of the registry. Deterministic: the same in, the same out."""

    def __init__(self, responses: Responses) -> None:
        """Speak the responses of this domain."""
        self._responses = responses

    def speak(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[Spoken]:
        """Return the utterances in words, in as few messages as the channel allows; at least one utterance.

        Raises `UnwrittenResponseError` and `locales.registry.UnknownLanguageError`.
        """
        reader = self._reader(language)
        return packed([self._said(utterance, reader, language, channel) for utterance in utterances], channel)

    def _said(self, utterance: Utterance, reader: Reader, language: str, channel: str) -> Spoken:
        written = self._variation(utterance.response, channel)
        text = fill(translate(language, written["text"]), utterance.values, reader)
        standing = [(translate(language, b["title"]), b["payload"]) for b in written.get("buttons", ())]
        made = [(_label(title, reader), payload) for title, payload in utterance.choices]
        return Spoken(text, (*standing, *made))

    def _variation(self, response: str, channel: str) -> Mapping[str, Any]:
        """Return the channel's own variation of a response, else the one for all."""
        variations = self._responses.get(response, ())
        own = [variation for variation in variations if variation.get("channel") == channel]
        general = [variation for variation in variations if "channel" not in variation]
        for variation in (*own, *general):
            return variation
        raise UnwrittenResponseError(response)

    @lru_cache  # noqa: B019 - one speaker lives as long as the process
    def _reader(self, language: str) -> Reader:
        return Reader(Locale.parse(language), partial(self._word, language))

    def _word(self, language: str, response: str) -> str:
        return translate(language, self._variation(response, "")["text"])


def _label(title: str, reader: Reader) -> str:
    """Return the label of a choice that an action made: a word's name, or a value with its kind."""
    kind, _, value = title.partition(":")
    if kind == "country":
        return reader.country(value)
    if kind == "language":
        return LANGUAGES[value].own_name
    return reader.word(title)
