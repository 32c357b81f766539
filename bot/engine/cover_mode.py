"""Hide a conversation while somebody watches: cover texts, and the words that hide it and bring it back.

The danger is a watcher who writes: nothing but the word brings the subject back, no button and no command.
Only danger that is told in a sentence does, too: whoever writes "he is going to kill me" is not the one who watches.
"""

from collections.abc import Mapping, Sequence
from itertools import count, takewhile
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_only
from bot.privacy.secret_word import is_kept, keep
from bot.rendering.utterance import Utterance
from locales.catalogue import translate
from locales.registry import LANGUAGES
from nlu.text.normalization import key
from nlu.text.word_lists import UNSPACED

_FEWEST = 2
"""Cover texts of a topic: one alone would be said again and again."""
_SHORTEST = 3
"""Letters or digits of a word of one's own; shorter ones are written by chance."""
_MOST_WORDS = 3
"""Words of it: nobody writes a sentence twice in the same way."""


_WORDS_OF_A_SENTENCE = 3
_LETTERS_OF_A_WORD = 2
"""Letters that a word has at least where words are not set apart by spaces."""


class NoSuchCoverError(ValueError):
    """The settings name a topic for which nobody wrote two cover texts or more."""


class Hiding:
    """Knows the words, and what is said meanwhile."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]], cover: str) -> None:
        """Say the texts of the topic `cover` ("weather"). Raises `NoSuchCoverError`."""
        numbered = (f"utter_cover_{cover}_{number}" for number in count(1))
        self._covers = list(takewhile(responses.__contains__, numbered))
        if len(self._covers) < _FEWEST:
            raise NoSuchCoverError(cover)
        self._hides = _in_all_languages(responses["utter_word_hide"][0]["text"])
        self._brings_back = _in_all_languages(responses["utter_word_back"][0]["text"])

    def is_hidden(self, tracker: DialogueStateTracker) -> bool:
        """Tell whether somebody watches this conversation."""
        return tracker.get_slot("hidden") is not None

    def hidden_by(self, words: str) -> str | None:
        """Return the language (BCP 47) of the word that hides where the message is that, else None."""
        return self._hides.get(key(words))

    def brings_back(self, words: str, tracker: DialogueStateTracker) -> bool:
        """Tell whether the message is the word that the person chose; without one, the default in any language."""
        chosen = tracker.get_slot("back_word")
        return is_kept(key(words), chosen) if chosen else key(words) in self._brings_back

    def cover(self, tracker: DialogueStateTracker) -> Utterance:
        """Return the next cover text, and note that it was said."""
        said = tracker.get_slot("hidden") or 0
        tracker.update(SlotSet("hidden", said + 1))
        return Utterance(self._covers[said % len(self._covers)])

    def word_taken(self, words: str) -> tuple[dict[str, Any], list[Event]]:
        """Take a message as the word with which the person will come back; return its meaning and what to note."""
        word = key(words)
        letters = sum(map(str.isalnum, word))
        usable = letters >= _SHORTEST or (not word.isascii() and letters > 1)
        if not usable or len(word.split()) > _MOST_WORDS or word in self._hides or word in self._brings_back:
            return intent_only("word_not_good"), []
        return intent_only("word_kept"), [SlotSet("back_word", keep(word)), SlotSet("word_wanted", None)]


def is_a_sentence(words: str, at_least: int = _WORDS_OF_A_SENTENCE) -> bool:
    """Tell whether a message has so many words: only in a sentence danger is believed while somebody watches.

    A watcher who tries "police" must not be shown anything.
    """
    unspaced = len(words) if UNSPACED.search(words) else 0
    return len(words.split()) >= at_least or unspaced >= _LETTERS_OF_A_WORD * at_least


def _in_all_languages(english: str) -> dict[str, str]:
    """Return a word's `key` in each language -> the language, the first one of those that share it."""
    return {key(translate(language, english)): language for language in reversed(LANGUAGES)}
