"""Short signals that must be understood in any language: somebody comes, somebody else reads the phone, it is over."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache

from nlu.text.denials import has_denial, is_denied
from nlu.text.phrase_index import LEXICON, FoundPhrase, PhraseIndex, phrase_key
from nlu.text.yaml_files import read_yaml

_FOLDER = LEXICON / "signals"
LONGEST_SIGNAL = 80
"""Characters: nobody writes a longer message while somebody comes."""
_LONGEST = 110
"""Characters of a message that is only a signal."""
_LONGEST_OF_READER = 200
"""Characters of a message that asks what another person said: it mostly begins with who asks, and why."""


class Signal(StrEnum):
    """What a phrase signals, by the name of its list."""

    WATCHING = "watching"
    """Somebody comes, looks or takes the phone."""
    PRYING = "prying"
    """Somebody asks who this is or what was said, as one who found the phone would."""
    ASKS_OF_OTHER = "asks_of_other"
    """Asks what another person said here, as only somebody else who reads the phone would."""
    FAREWELL = "farewell"
    """Says goodbye; it counts at the end of a message."""
    SAFE_NOW = "safe_now"
    ERASE = "erase"
    EMBASSY = "embassy"
    SEA = "sea"
    """The person works at sea."""
    NOT_SEA = "not_sea"
    RANSOM = "ransom"
    LOCKED = "locked"
    AT_DOOR = "at_door"
    """The person cannot get out of where they are."""
    ALONE = "alone"
    """Whoever was near has left."""
    LAW = "law"
    """Asks what is allowed."""
    PHONE = "phone"
    """Names the phone, and what stands on it."""
    CONVERSATION = "conversation"
    """Names what was written here."""
    DECIDE = "decide"
    """Asks whether to accept an offer, or to go."""
    MY_CASE = "my_case"
    """A professional speaks of somebody whom they help."""
    MYSELF = "myself"
    """The writer speaks of themself again, after somebody else."""
    NOT_ME = "not_me"
    """The writer says that it is about another person."""
    HOW_TO_ERASE = "how_to_erase"
    """Asks how messages or calls are deleted on the phone, or hidden."""
    OTHER_THINGS = "other_things"
    """Names what is erased elsewhere: photographs, an account."""
    STAYS = "stays"
    """The person does not want to go home."""
    ORGANIZATION = "organization"
    """A word that stands beside the name of an organization."""
    POLICE = "police"
    AMBULANCE = "ambulance"
    BLEEDING = "bleeding"
    INNER_BLEEDING = "inner_bleeding"
    """Somebody vomits blood, or bleeds from below, as in pregnancy: no wound that can be pressed."""
    BURN = "burn"
    UNCONSCIOUS = "unconscious"
    """Somebody does not wake up or does not breathe."""
    WORDS_TO_SHOW = "words_to_show"
    """Asks for a text to copy, to send or to show, or for a translation of it."""
    ONLY_WRITING = "only_writing"
    """The writer cannot call or speak now."""
    MUST_PAY = "must_pay"
    """Asks whether a debt, a fine or a fee that others demand must be paid."""
    RECOMMENDED = "recommended"
    """Somebody who may help was recommended to the writer; the name stands beside the phrase."""
    JOB = "job"
    QUOTES = "quotes"
    """Tells that somebody else wrote to the writer."""


WHOLE = frozenset({Signal.WATCHING, Signal.PRYING, Signal.ERASE})
"""Signals that count only if they are nearly the whole message, and in any language, since it is hardly identified."""


_OTHER_LETTERS = {Signal.WATCHING: 12, Signal.PRYING: 50, Signal.ERASE: 40}
"""Letters that may stand beside the phrase: a greeting, a name, a word such as "now", a threat."""


_TIMES = 4
"""Times its own length that may stand beside a phrase: "who is it" is part of many a question."""
_WORDS_TO_DENIAL = 1
_WITHIN = frozenset(Signal) - WHOLE
_OUTRANKED = {Signal.NOT_SEA: Signal.SEA, Signal.HOW_TO_ERASE: Signal.ERASE}
"""Signals that do not count beside another one."""
_ERASE_VERBS = "erase_verbs"
"""The list of words for deleting, which mean this conversation only beside a word for it."""
_HOW, _DELETING, _MOST_BETWEEN = "how", "deleting", 24
"""Lists of words that ask how, and of those for deleting that stand beside them only; characters between the two."""
_ERASE_WORD = "erase_word"
"""The list of what people are told to write; it counts only alone."""
_LISTS = ("not_watching", *sorted(WHOLE), _ERASE_WORD)
"""The lists of `_whole_messages`; phrases of the first only look like a signal."""


def find_signals(text: str, language: str) -> frozenset[Signal]:
    """Return the signals in a text of a language (BCP 47)."""
    text_key = phrase_key(text)
    found = {signal for signal in _WITHIN if any(_find(signal, text_key, language))}
    if len(text) <= _LONGEST:
        found |= _signals_of_whole(text_key)
    if Signal.PHONE in found and _is_how_to_erase(text_key, language):  # "how do i delete my data" may mean ours
        found.add(Signal.HOW_TO_ERASE)
    if Signal.ASKS_OF_OTHER in found and len(text) <= _LONGEST_OF_READER:
        found.add(Signal.WATCHING)  # somebody else has the phone, and will ask again
    if any(map(str.isdigit, text_key)):
        found.discard(Signal.PRYING)  # "what is 1300?" asks about a line
    if any(_find(_ERASE_VERBS, text_key, language)):
        found.discard(Signal.PRYING)
        if Signal.CONVERSATION in found:
            found.add(Signal.ERASE)
    if not any(hit.end == len(text_key) for hit in _find(Signal.FAREWELL, text_key, language)):
        found.discard(Signal.FAREWELL)
    if denies(Signal.AMBULANCE, text_key, language):
        found.discard(Signal.AMBULANCE)
    if denies(Signal.SEA, text_key, language):
        found.add(Signal.NOT_SEA)
    return frozenset(found) - {_OUTRANKED[signal] for signal in _OUTRANKED.keys() & found}


def denies(signal: Signal, text_key: str, language: str) -> bool:
    """Return whether a `phrase_key` names something and denies it: "i dont trust the police", "not a seaman"."""
    return any(is_denied(text_key, hit.start, hit.end, language) for hit in _find(signal, text_key, language))


def asks_how_to_delete(signals: frozenset[Signal]) -> bool:
    """Return whether it is asked how messages are deleted on the phone; "this conversation" alone may mean ours."""
    return Signal.HOW_TO_ERASE in signals and (Signal.CONVERSATION not in signals or Signal.PHONE in signals)


def denies_erasing(text_key: str, language: str) -> bool:
    """Return whether a `phrase_key` says that nothing is to be erased."""
    hits = list(_find(_ERASE_VERBS, text_key, language))
    if not hits:
        return has_denial(text_key, language)
    return any(
        is_denied(text_key, hit.start, hit.end, language)
        or has_denial(" ".join(text_key[hit.end :].split()[:_WORDS_TO_DENIAL]), language)  # "effacez pas"
        for hit in hits
    )


def find_embassies(text_key: str, language: str) -> Iterator[FoundPhrase]:
    """Yield the words for an embassy or consulate in a `phrase_key`."""
    return _find(Signal.EMBASSY, text_key, language)


def find_quotes(text_key: str, language: str) -> Iterator[FoundPhrase]:
    """Yield the phrases in a `phrase_key` behind which stands what somebody else wrote."""
    return _find(Signal.QUOTES, text_key, language)


def find_recommended(text_key: str, language: str) -> Iterator[FoundPhrase]:
    """Yield the phrases in a `phrase_key` beside which stands who was recommended to the writer."""
    return _find(Signal.RECOMMENDED, text_key, language)


def _is_how_to_erase(text_key: str, language: str) -> bool:
    """Return whether a word for deleting stands beside one that asks how."""
    verbs = [*_find(_ERASE_VERBS, text_key, language), *_find(_DELETING, text_key, language)]
    return any(
        max(how.start - verb.end, verb.start - how.end) <= _MOST_BETWEEN
        for how in _find(_HOW, text_key, language)
        for verb in verbs
    )


def _signals_of_whole(text_key: str) -> set[Signal]:
    """Return the signals of which a message is hardly more than the phrases."""
    lengths: Counter[str] = Counter()
    for hit in _whole_messages().find(text_key):
        lengths[hit.label] += _count_letters(text_key[hit.start : hit.end])
    letters = _count_letters(text_key)
    found = {Signal.ERASE} if lengths[_ERASE_WORD] == letters > 0 else set()
    for signal in WHOLE:
        most = min(_OTHER_LETTERS[signal], _TIMES * lengths[signal])
        if lengths[signal] and letters - lengths[signal] <= most:
            found.add(signal)
    return found


def _find(name: str, text_key: str, language: str) -> Iterator[FoundPhrase]:
    """Yield the phrases of one list in a language, and those in English, which people mix into every other."""
    for code in dict.fromkeys((language, "en")):
        yield from _index(name, code).find(text_key)


@cache
def _index(name: str, language: str) -> PhraseIndex:
    """Return the phrases of one list in a language."""
    return PhraseIndex.build((str(phrase), name) for phrase in _lists(language).get(name, ()))


@cache
def _whole_messages() -> PhraseIndex:
    """Return the phrases of all languages that are a message of their own."""
    languages = [_lists(path.stem) for path in sorted(_FOLDER.glob("*.yml"))]
    return PhraseIndex.build((str(phrase), name) for name in _LISTS for each in languages for phrase in each[name])


@lru_cache(maxsize=2)
def _lists(language: str) -> dict[str, list[str]]:
    """Return the lists of a language by their names; none without a file.

    Only the last two are remembered: all indexes of a language are made together, and then no list is read again.
    """
    path = _FOLDER / f"{language}.yml"
    lists: dict[str, list[str]] = read_yaml(path) if path.exists() else {}
    return lists


def _count_letters(text: str) -> int:
    return sum(map(str.isalnum, text))
