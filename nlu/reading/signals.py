"""Short signals that must be understood in any language: somebody comes, somebody else reads the phone, it is over."""

from enum import StrEnum
from functools import cache

from nlu.text.phrase_index import LEXICON, PhraseIndex, find_in_lexicon, phrase_key
from nlu.text.yaml_files import read_yaml

_FOLDER = LEXICON / "signals"
_LONGEST = 110
"""Characters of a message that is only a signal."""


class Signal(StrEnum):
    """What a phrase signals, by the name of its list."""

    WATCHING = "watching"
    """Somebody comes, looks or takes the phone."""
    PRYING = "prying"
    """Somebody asks who this is or what was said, as one who found the phone would."""
    SAFE_NOW = "safe_now"
    ERASE = "erase"
    EMBASSY = "embassy"
    SEA = "sea"
    """The person works at sea."""
    NOT_SEA = "not_sea"
    RANSOM = "ransom"
    LOCKED = "locked"
    """The person cannot get out of where they are."""
    ALONE = "alone"
    """Whoever was near has left."""
    LAW = "law"
    """Asks what is allowed."""
    CONVERSATION = "conversation"
    """Names what was written here."""
    DECIDE = "decide"
    """Asks whether to accept an offer, or to go."""
    MY_CASE = "my_case"
    """A professional speaks of somebody whom they help."""
    MYSELF = "myself"
    """The writer speaks of themself again, after somebody else."""
    OTHER_THINGS = "other_things"
    """Names what is erased elsewhere: photographs, an account."""
    ORGANIZATION = "organization"
    """A word that stands beside the name of an organization."""
    POLICE = "police"
    JOB = "job"


WHOLE = frozenset({Signal.WATCHING, Signal.PRYING, Signal.ERASE})
"""Signals that count only if they are nearly the whole message, and in any language, since it is hardly identified."""


_OTHER_LETTERS = {Signal.WATCHING: 12, Signal.PRYING: 50, Signal.ERASE: 40}
"""Letters that may stand beside the phrase: a greeting, a name, a word such as "now", a threat."""


_TIMES = 4
"""Times its own length that may stand beside a phrase: "who is it" is part of many a question."""


def find_signals(text: str, language: str) -> set[Signal]:
    """Return the signals in a text of a language (BCP 47)."""
    text_key = phrase_key(text)
    labels = {hit.label for hit in find_in_lexicon(text_key, "signals", language)}
    found = {Signal(label) for label in labels & _WITHIN}
    is_erasing = _ERASE_VERBS in labels
    if is_erasing and Signal.CONVERSATION in found:
        found.add(Signal.ERASE)
    if len(text) <= _LONGEST:
        letters = _count_letters(text_key)
        for hit in _whole_messages().find(text_key):
            length = _count_letters(text_key[hit.start : hit.end])
            beside = letters - length
            if hit.label == _ERASE_WORD and beside == 0:
                found.add(Signal.ERASE)
            elif hit.label in _WHOLE_NAMES and beside <= min(_OTHER_LETTERS[Signal(hit.label)], _TIMES * length):
                found.add(Signal(hit.label))
    if is_erasing:
        found.discard(Signal.PRYING)
    return found - {Signal.SEA} if Signal.NOT_SEA in found else found


_WHOLE_NAMES = frozenset(signal.value for signal in WHOLE)
_WITHIN = frozenset(signal.value for signal in Signal if signal not in WHOLE)
_ERASE_VERBS = "erase_verbs"
"""The list of words for deleting, which mean this conversation only beside a word for it."""
_ERASE_WORD = "erase_word"
"""The list of what people are told to write; it counts only alone."""
_LISTS = ("not_watching", *_WHOLE_NAMES, _ERASE_WORD)
"""The lists of `_whole_messages`; phrases of the first only look like a signal."""


@cache
def _whole_messages() -> PhraseIndex:
    """Return the phrases of all languages that are a message of their own."""
    files = [read_yaml(path) for path in sorted(_FOLDER.glob("*.yml"))]
    return PhraseIndex.build((str(phrase), name) for name in _LISTS for each in files for phrase in each[name])


def _count_letters(text: str) -> int:
    return sum(map(str.isalnum, text))
