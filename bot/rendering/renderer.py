"""Find the words: responses, catalogue, values and channel together make what a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from babel import Locale

from bot.rendering.hotline import Line
from bot.rendering.message_packer import packed
from bot.rendering.reader_locale import Reader
from bot.rendering.segments import cost
from bot.rendering.utterance import Spoken, Utterance
from bot.rendering.value_formatters import fill
from locales.catalogue import translate, translate_plural
from locales.registry import LANGUAGES

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
"""The domain's `responses`: name -> variations, one for all channels and perhaps some for SMS, shorter and shorter.

A variation's `metadata` may say its `plural`, and how many `segments` it may cost.
"""

QUESTION, RESULT = 2, 3
"""SMS segments that a text with choices, and one without, may cost."""


class UnwrittenResponseError(LookupError):
    """The dialogue wants a response said that nobody wrote."""


class Speaker:
    """Says utterances in any language of the registry. Deterministic: the same in, the same out."""

    def __init__(self, responses: Responses, line: Line | None = None) -> None:
        """Speak the responses of this domain, for a line or for one that has set nothing up."""
        self._responses = responses
        self._line = line or Line()

    def speak(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[Spoken]:
        """Return the utterances in words, in as few messages as the channel allows; at least one utterance.

        Raises `UnwrittenResponseError` and `locales.po.UnknownLanguageError`.
        """
        reader = self._reader(language, channel)
        return packed([self._said(utterance, reader, language, channel) for utterance in utterances], channel)

    def _said(self, utterance: Utterance, reader: Reader, language: str, channel: str) -> Spoken:
        """Return the first variation that is short enough for the channel, else the last, which is the shortest."""
        *fuller, last = self._variations(utterance.response, channel)
        utterance = replace(utterance, values={**self._line.values(channel), **utterance.values})
        for written in fuller:
            spoken = _in_words(written, utterance, reader, language)
            if channel != "sms" or cost(spoken) <= budget(written, choices=bool(spoken.choices)):
                return spoken
        return _in_words(last, utterance, reader, language)

    def _variations(self, response: str, channel: str) -> Sequence[Mapping[str, Any]]:
        """Return the channel's own variations of a response, else those for all; at least one."""
        variations = self._responses.get(response, ())
        own = [variation for variation in variations if variation.get("channel") == channel]
        found = own or [variation for variation in variations if "channel" not in variation]
        if not found:
            raise UnwrittenResponseError(response)
        return found

    @lru_cache  # noqa: B019 - one speaker lives as long as the process
    def _reader(self, language: str, channel: str) -> Reader:
        return Reader.of(
            Locale.parse(language, sep="-"),
            partial(self._word, language, channel),
            lambda other, response: self._word(other, channel, response),
            channel,
        )

    def _word(self, language: str, channel: str, response: str, count: int | None = None) -> str:
        return _text(language, self._variations(response, channel)[0], count)


def _in_words(written: Mapping[str, Any], utterance: Utterance, reader: Reader, language: str) -> Spoken:
    """Return an utterance in the words of this variation."""
    text = fill(_text(language, written, utterance.values.get("count")), utterance.values, reader)
    standing = ((translate(language, button["title"]), button["payload"]) for button in written.get("buttons", ()))
    made = ((_label(title, reader), payload) for title, payload in utterance.choices)
    return Spoken(text, (*standing, *made))


def budget(written: Mapping[str, Any], *, choices: bool) -> int:
    """Return how many SMS segments a variation may cost: what it says itself, else 2 for a question, 3 for a result."""
    return int(written.get("metadata", {}).get("segments", QUESTION if choices else RESULT))


def _text(language: str, written: Mapping[str, Any], count: int | None) -> str:
    """Return the text of a variation, in the plural form of `count` where it has one."""
    plural = written.get("metadata", {}).get("plural")
    if plural is None or count is None:
        return translate(language, written["text"])
    return translate_plural(language, written["text"], plural, count)


def _label(title: str, reader: Reader) -> str:
    """Return the label of a choice that an action made: a word's name, or a value with its kind ("said": as it was)."""
    kind, _, value = title.partition(":")
    if kind == "said":
        return value
    if kind == "country":
        return reader.country(value)
    if kind == "language":
        return LANGUAGES[value].own_name
    return reader.word(title)
