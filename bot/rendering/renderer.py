"""Renders utterances: response, translation, values and channel make the text that a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from bot.rendering.message_packer import pack_messages
from bot.rendering.reader_locale import ReaderLocale, locale_of
from bot.rendering.segments import message_segments
from bot.rendering.utterance import RenderedMessage, Utterance
from bot.rendering.value_formatters import fill
from locales.catalogue import translate, translate_plural
from locales.registry import LANGUAGES


@dataclass(frozen=True, slots=True)
class HotlineInfo:
    """What replies may say about the hotline itself, as its operators set it up.

    `name` is neutral, since it appears on lock screens. `organization` runs the hotline and is named only when it is
    safe; without one, sentences that would name it are omitted.
    """

    name: str = "Waylight"
    organization: str | None = None
    sms_is_free: bool = False

    def placeholders(self, channel: str) -> dict[str, Any]:
        """Return the values of placeholders that every response has on this channel."""
        sms = "utter_cost_sms_free" if self.sms_is_free else "utter_cost_sms"
        return {
            "line": self.name,
            "organization": self.organization,
            "cost": sms if channel == "sms" else "utter_cost_chat",
            "hide_word": "utter_word_hide",
            "back_word": "utter_word_back",
        }


Responses = Mapping[str, Sequence[Mapping[str, Any]]]
"""The domain's `responses`: name -> variations, one for all channels and perhaps some for SMS, longest first.

The `metadata` of a variation may give its `plural`, and how many `segments` it may cost.
"""

QUESTION_SEGMENTS, RESULT_SEGMENTS = 2, 3
"""SMS segments that a text with choices, and one without, may cost."""


OWN_RESPONSES: Responses = yaml.safe_load(Path(__file__).with_name("responses.yml").read_bytes())["responses"]
"""What the engine says without the dialogue. It is no part of the domain, whose every change needs a new model."""


class MissingResponseError(LookupError):
    """The dialogue uses a response that is not in the domain."""


class Renderer:
    """Renders utterances in any language of the registry. Deterministic: the same input gives the same output."""

    def __init__(self, responses: Responses, hotline: HotlineInfo | None = None) -> None:
        """Take the responses of a domain, and the hotline; the default has nothing configured."""
        self._responses = {**responses, **OWN_RESPONSES}
        self._hotline = hotline or HotlineInfo()

    def render(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[RenderedMessage]:
        """Return the utterances, at least one, in as few messages as the channel allows.

        Raises `MissingResponseError` and `locales.po.UnknownLanguageError`.
        """
        reader = self._reader(language, channel)
        return pack_messages(
            [self._render_one(utterance, reader, language, channel) for utterance in utterances], channel
        )

    def _render_one(self, utterance: Utterance, reader: ReaderLocale, language: str, channel: str) -> RenderedMessage:
        """Return the first variation that is short enough for the channel, else the last and shortest one."""
        *longer, last = self._variations(utterance.response, channel)
        utterance = replace(utterance, values={**self._hotline.placeholders(channel), **utterance.values})
        for variation in longer:
            message = _render_variation(variation, utterance, reader, language)
            if channel != "sms" or message_segments(message) <= segment_budget(
                variation, choices=bool(message.choices)
            ):
                return message
        return _render_variation(last, utterance, reader, language)

    def _variations(self, response: str, channel: str) -> Sequence[Mapping[str, Any]]:
        """Return the channel's own variations of a response, else those for all channels; at least one."""
        variations = self._responses.get(response, ())
        own = [variation for variation in variations if variation.get("channel") == channel]
        result = own or [variation for variation in variations if "channel" not in variation]
        if not result:
            raise MissingResponseError(response)
        return result

    @lru_cache  # noqa: B019 - a renderer lives as long as the process
    def _reader(self, language: str, channel: str) -> ReaderLocale:
        return ReaderLocale.create(
            locale_of(language),
            partial(self._translate, language, channel),
            lambda other, response: self._translate(other, channel, response),
            channel,
        )

    def _translate(self, language: str, channel: str, response: str, count: int | None = None) -> str:
        return _text(language, self._variations(response, channel)[0], count)


def _render_variation(
    variation: Mapping[str, Any], utterance: Utterance, reader: ReaderLocale, language: str
) -> RenderedMessage:
    """Return an utterance as this variation expresses it."""
    text = fill(_text(language, variation, utterance.values.get("count")), utterance.values, reader)
    fixed = ((translate(language, button["title"]), button["payload"]) for button in variation.get("buttons", ()))
    dynamic = ((_label(title, reader), payload) for title, payload in utterance.choices)
    return RenderedMessage(text, (*fixed, *dynamic))


def segment_budget(variation: Mapping[str, Any], *, choices: bool) -> int:
    """Return how many SMS segments a variation may cost: its own number, else 2 for a question, 3 for a result."""
    return int(variation.get("metadata", {}).get("segments", QUESTION_SEGMENTS if choices else RESULT_SEGMENTS))


def _text(language: str, variation: Mapping[str, Any], count: int | None) -> str:
    """Return the text of a variation, in the plural form for `count` if it has one."""
    plural = variation.get("metadata", {}).get("plural")
    if plural is None or count is None:
        return translate(language, variation["text"])
    return translate_plural(language, variation["text"], plural, count)


def _label(title: str, reader: ReaderLocale) -> str:
    """Return the label of a choice of an action: a response, or a value with its kind ("said": unchanged)."""
    kind, _, value = title.partition(":")
    if kind == "said":
        return value
    if kind == "country":
        return reader.short_country(value)
    if kind == "language":
        return LANGUAGES[value].own_name
    return reader.translate(title)
