"""Cover mode: harmless texts while another person looks at the phone, and the words that start and end it.

The danger is a watcher who writes: only the return word brings the subject back, no button and no command does. The
one exception is a plea for help, since a watcher does not write "he is going to kill me"
(`bot.engine.steps.interpretation`).
"""

from collections.abc import Mapping, Sequence
from itertools import count, takewhile
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_parse_data
from bot.privacy.secret_word import hash_word, verify_word
from bot.rendering.utterance import Utterance
from locales.catalogue import translate
from locales.registry import IN_LATIN_LETTERS, LANGUAGES
from nlu.text.normalization import match_key
from nlu.text.word_lists import UNSPACED

_MIN_COVER_TEXTS = 2
"""Cover texts of a topic; a single one would be repeated again and again."""
_MIN_LETTERS = 3
"""Letters or digits of a return word of one's own; people write shorter ones by chance."""
_MAX_WORDS = 3
"""Words in it; people don't write a sentence twice in the same way."""
_LETTERS_PER_WORD = 2
"""Fewest letters of a word in scripts that put no spaces between words."""


_RETURN_WORDS_IN_LATIN_LETTERS = {
    **dict.fromkeys(("shams", "chams", "shms", "elshams"), "ar"),
    **dict.fromkeys(("solnce", "solntse", "solnze", "solntce", "sonce"), "ru"),
    **dict.fromkeys(("taiyang", "tai yang", "taai joeng"), "zh"),
    **dict.fromkeys(("daed", "daet", "daad"), "th"),
    **dict.fromkeys(("mek", "mekh", "mech"), "km"),
    **dict.fromkeys(("nay yaung", "nayyaung", "nay yaung lay"), "my"),
}
"""The default word as people type it without a keyboard of their script, as `match_key`, and its language; a draft."""


class UnknownCoverTopicError(ValueError):
    """The settings name a topic that has fewer than two cover texts."""


class CoverMode:
    """Recognizes the words, and chooses the cover texts."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]], topic: str) -> None:
        """Use the cover texts of `topic` ("weather"). Raises `UnknownCoverTopicError`."""
        numbered = (f"utter_cover_{topic}_{number}" for number in count(1))
        self._covers = list(takewhile(responses.__contains__, numbered))
        if len(self._covers) < _MIN_COVER_TEXTS:
            raise UnknownCoverTopicError(topic)
        self._cover_words = _in_all_languages(responses["utter_word_hide"][0]["text"])
        self._return_words = _in_all_languages(responses["utter_word_back"][0]["text"]) | _RETURN_WORDS_IN_LATIN_LETTERS

    def is_active(self, tracker: DialogueStateTracker) -> bool:
        """Return whether this conversation is in cover mode."""
        return tracker.get_slot("hidden") is not None

    def cover_word_language(self, text: str) -> str | None:
        """Return the language (BCP 47) of the cover word if the message is one, else None."""
        return self._cover_words.get(match_key(text))

    def is_return_word(self, text: str, tracker: DialogueStateTracker) -> bool:
        """Return whether the message is the word that the person chose or, without one, the default in any language."""
        chosen = tracker.get_slot("back_word")
        return verify_word(match_key(text), chosen) if chosen else match_key(text) in self._return_words

    def next_cover_text(self, tracker: DialogueStateTracker) -> Utterance:
        """Return the next cover text, and count it."""
        count = tracker.get_slot("hidden") or 0
        tracker.update(SlotSet("hidden", count + 1))
        return Utterance(self._covers[count % len(self._covers)])

    def take_return_word(self, text: str) -> tuple[dict[str, Any], list[Event]]:
        """Take a message as the new return word; return its parse data and the events that store its hash."""
        word = match_key(text)
        letters = sum(map(str.isalnum, word))
        usable = letters >= _MIN_LETTERS or (not word.isascii() and letters > 1)
        if not usable or len(word.split()) > _MAX_WORDS or word in self._cover_words or word in self._return_words:
            return intent_parse_data("word_not_good"), []
        return intent_parse_data("word_kept"), [SlotSet("back_word", hash_word(word)), SlotSet("word_wanted", None)]


def has_words(text: str, at_least: int) -> bool:
    """Return whether a message has so many words, counted by letters in scripts that put no spaces between them."""
    unspaced = len(text) if UNSPACED.search(text) else 0
    return len(text.split()) >= at_least or unspaced >= _LETTERS_PER_WORD * at_least


def _in_all_languages(english: str) -> dict[str, str]:
    """Return the word in each language, as `key`, and its language: the first of those that share it."""
    codes = (*IN_LATIN_LETTERS, *reversed(LANGUAGES))
    return {match_key(translate(code, english)): code.partition("-")[0] for code in codes}
