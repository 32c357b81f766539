"""What a turn says beyond a few SMS waits until the person asks for more.

A phone that buzzes eight times is looked at by others, and of eight SMS some come late or never. What waits is words of
ours, kept with the conversation and as well as that: until the next message, whatever it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Heard, InboundMessage
from bot.engine.choices import Standing, standing
from bot.rendering.message_packer import parted
from bot.rendering.utterance import Spoken
from locales.catalogue import translate
from locales.registry import LANGUAGES, spoken
from nlu.text.choices import chosen
from nlu.text.normalization import key
from nlu.text.word_lists import words_of

_MORE = "/read_on"
"""The payload of the choice that asks for what waits; it never reaches Rasa."""


class Unsaid:
    """Knows the words that ask for more."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Know them in every language, as `responses` and nlu/lexicon/words have them."""
        self._label = responses["utter_choice_rest"][0]["text"]
        listed = {key(word) for words in words_of().values() for word in words["more"]}
        self._words = listed | {key(translate(language, self._label)) for language in LANGUAGES}

    def held_back(
        self, said: Sequence[Spoken], tracker: DialogueStateTracker, channel: str, *, at_once: bool = False
    ) -> list[Spoken]:
        """Return what is sent now, and keep what waits: nothing elsewhere than by SMS, or where all is to go now."""
        label = translate(spoken(tracker.get_slot("language")), self._label)
        now, rest = parted(said, (label, _MORE)) if channel == "sms" and not at_once else (list(said), [])
        tracker.update(SlotSet("unsaid", _kept(rest) if rest else None))
        return now

    def asked_for(self, message: InboundMessage, tracker: DialogueStateTracker) -> list[Spoken]:
        """Return what waits where the person asks for it, else nothing; nothing either while somebody watches."""
        kept = tracker.get_slot("unsaid")
        if not kept or tracker.get_slot("hidden") is not None or not self._is_asked(message, tracker):
            return []
        *before, last = kept["texts"]
        return [*map(Spoken, before), Spoken(last, tuple((label, payload) for label, payload in kept["choices"]))]

    def _is_asked(self, message: InboundMessage, tracker: DialogueStateTracker) -> bool:
        more = [choice for choice in standing(tracker) if choice["payload"] == _MORE]
        if message.heard is Heard.CHOICE:
            return message.choice in {choice["token"] for choice in more}
        labels = [choice["label"] for choice in more]
        by_number_or_label = chosen(message.words, labels, tracker.get_slot("language")) is not None
        return message.heard is Heard.WORDS and (by_number_or_label or key(message.words) in self._words)


def _kept(rest: Sequence[Spoken]) -> dict[str, Any]:
    return {"texts": [one.text for one in rest], "choices": [list(choice) for choice in rest[-1].choices]}


def forgotten(tracker: DialogueStateTracker) -> list[Event]:
    """Return what to note where a person goes on without what waits: its choice stands no more."""
    return [SlotSet("unsaid", None), SlotSet("open_choices", answerable(tracker))] if tracker.get_slot("unsaid") else []


def answerable(tracker: DialogueStateTracker) -> list[Standing]:
    """Return the choices that stand, but for the one that asks for more."""
    return [choice for choice in standing(tracker) if choice["payload"] != _MORE]


def waiting(tracker: DialogueStateTracker) -> list[Standing]:
    """Return the choices of a question that waits: a place that is named is an answer to it, also unread."""
    choices = (tracker.get_slot("unsaid") or {}).get("choices", ())
    return [{"label": label, "payload": payload, "token": ""} for label, payload in choices]
