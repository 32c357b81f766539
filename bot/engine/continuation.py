"""Long answers by SMS: send the first part, keep the rest until the person asks for more.

A phone that buzzes eight times draws attention, and of eight SMS some come late or never. The rest is text of ours,
stored and sealed with the conversation; the next message discards it unless it asks for more.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage, MessageKind
from bot.engine.choices import OpenChoice, open_choices
from bot.engine.language_hint import reply_language
from bot.rendering.message_packer import split_messages
from bot.rendering.utterance import RenderedMessage
from locales.catalogue import translate
from locales.registry import IN_LATIN_LETTERS, LANGUAGES
from nlu.text.choices import match_choice
from nlu.text.normalization import match_key
from nlu.text.word_lists import load_word_lists

_MORE = "/read_on"
"""The payload of the choice that asks for more; it never reaches Rasa."""


class Continuation:
    """Splits long answers, and recognizes a request for the rest."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Read the words that ask for more, in every language, from `responses` and nlu/lexicon/words."""
        self._label = responses["utter_choice_rest"][0]["text"]
        listed = {match_key(word) for words in load_word_lists().values() for word in words["more"]}
        self._words = listed | {
            match_key(translate(language, self._label)) for language in (*LANGUAGES, *IN_LATIN_LETTERS)
        }

    def split(
        self, messages: Sequence[RenderedMessage], tracker: DialogueStateTracker, channel: str, *, at_once: bool = False
    ) -> list[RenderedMessage]:
        """Return the messages to send now, and store the rest; only SMS is split, and not if `at_once` is set."""
        label = translate(reply_language(tracker), self._label)
        now, rest = (
            split_messages(messages, (label, _MORE)) if channel == "sms" and not at_once else (list(messages), [])
        )
        tracker.update(SlotSet("unsaid", _to_slot(rest) if rest else None))
        return now

    def requested(self, message: InboundMessage, tracker: DialogueStateTracker) -> list[RenderedMessage]:
        """Return the rest if the person asks for it; nothing otherwise, and nothing in cover mode."""
        rest = tracker.get_slot("unsaid")
        if not rest or tracker.get_slot("hidden") is not None or not self._is_request(message, tracker):
            return []
        *first, last = rest["texts"]
        choices = tuple((label, payload) for label, payload in rest["choices"])
        return [*map(RenderedMessage, first), RenderedMessage(last, choices)]

    def _is_request(self, message: InboundMessage, tracker: DialogueStateTracker) -> bool:
        more = [choice for choice in open_choices(tracker) if choice["payload"] == _MORE]
        if message.kind is MessageKind.CHOICE:
            return message.choice in {choice["token"] for choice in more}
        labels = [choice["label"] for choice in more]
        by_number_or_label = match_choice(message.text, labels, tracker.get_slot("language")) is not None
        return message.kind is MessageKind.TEXT and (by_number_or_label or match_key(message.text) in self._words)


def _to_slot(rest: Sequence[RenderedMessage]) -> dict[str, Any]:
    return {"texts": [message.text for message in rest], "choices": [list(choice) for choice in rest[-1].choices]}


def discard(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events that drop the rest and the choice that asks for it."""
    if not tracker.get_slot("unsaid"):
        return []
    return [SlotSet("unsaid", None), SlotSet("open_choices", choices_to_answer(tracker))]


def choices_to_answer(tracker: DialogueStateTracker) -> list[OpenChoice]:
    """Return the open choices without the one that asks for more."""
    return [choice for choice in open_choices(tracker) if choice["payload"] != _MORE]


def pending_choices(tracker: DialogueStateTracker) -> list[OpenChoice]:
    """Return the choices of a question in the rest: the person may name a place before they have read it."""
    choices = (tracker.get_slot("unsaid") or {}).get("choices", ())
    return [{"label": label, "payload": payload, "token": ""} for label, payload in choices]
