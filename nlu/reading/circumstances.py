"""What else a message tells of the writer: limits, what is not wanted, origin, names of organizations."""

import re
from collections.abc import Collection
from functools import cache
from itertools import takewhile

from locales.registry import LANGUAGES, STATE_OF_LANGUAGE
from nlu.reading.features import MessageFeatures
from nlu.reading.heads import head
from nlu.reading.labels import LIMITS, NEEDS
from nlu.reading.people import other_units
from nlu.reading.schema import Limit
from nlu.reading.signals import Signal, denies, find_embassies
from nlu.text.denials import has_denial
from nlu.text.phrase_index import LEXICON, PhraseIndex, find_in_lexicon, phrase_key
from nlu.text.places.finder import find_places
from nlu.text.word_lists import UNSPACED, normalize_digits
from nlu.text.yaml_files import read_yaml

_LIMIT_THRESHOLD, _SURE_LIMIT, _DENIED_LIMIT = 0.6, 0.95, 0.2
"""Probabilities of a limit from which it is believed; of "no embassy" without a denial, and if the word is denied."""
_NOT_WANTED_THRESHOLD = 0.5


def read_limits(features: MessageFeatures, language: str, signals: Collection[Signal]) -> list[Limit]:
    """Return what the writer cannot do or does not want, in the order of `Limit`.

    Whoever wants no embassy mostly denies something: of one that is only named the model says nearly the same.
    """
    limits, text_key = head("limits"), phrase_key(features.text)
    found = {name for name in LIMITS if limits.probability(features.of_clauses, name).max() >= _LIMIT_THRESHOLD}
    if denies(Signal.POLICE, text_key, language):
        found.add(Limit.NO_POLICE)
    if Signal.ONLY_WRITING in signals:
        found.add(Limit.CANNOT_CALL)
    embassy = limits.probability(features.of_clauses, Limit.NO_EMBASSY).max()
    if language in LANGUAGES and embassy < _SURE_LIMIT and not has_denial(text_key, language):
        found.discard(Limit.NO_EMBASSY)
    if embassy >= _DENIED_LIMIT and denies(Signal.EMBASSY, text_key, language):
        found.add(Limit.NO_EMBASSY)
    return [Limit(name) for name in LIMITS if name in found]


def read_not_wanted(features: MessageFeatures) -> list[str]:
    """Return the needs that the writer says they do not have, or do not want met."""
    clauses = head("not_wanted")
    return [need for need in NEEDS if clauses.probability(features.of_clauses, need).max() >= _NOT_WANTED_THRESHOLD]


def read_origin(text: str, language: str) -> str | None:
    """Return the country (ISO 3166-1 alpha-2) of the nationality that a text tells, or None.

    Of several it is that of the text's own language: "Chinese again! I am Filipino"; else the first.
    """
    found = [hit.label for hit in find_in_lexicon(phrase_key(text), "demonyms", language)]
    own = STATE_OF_LANGUAGE.get(language)
    return own if own in found else next(iter(found), None)


_BESIDE = 3
"""Words beside "embassy" among which the name of its state is looked for."""
_SIZES_BEFORE, _SIZES_BEHIND = (4, 6, 9), (6, 9, 14)
"""The same in characters, where words are not spaced."""
_LOCATIVES = frozenset({
    "in", "en", "em", "no", "na", "sa", "di", "a", "au", "aux", "à", "в", "во", "на", "ở", "tại", "bên", "o", "tai",
    "ben", "في", "ب", "ف", "me", "mein", "में", "e", "te", "here", "dito", "ici", "aqui",
})  # fmt: skip
"""Words after "embassy" behind which the place is named, not the state."""
_UNSPACED_LOCATIVES = ("နေ", "နៅ", "នៅ", "ຢູ່", "ที่", "ใน", "在")
"""The same where words are not spaced."""


def read_state(text: str, language: str) -> str | None:
    """Return the state (ISO 3166-1 alpha-2) whose embassy or consulate a text names, or None.

    Its name stands beside the word: "the embassy of X in Y", "the X embassy in Y".
    """
    text_key = phrase_key(text)
    for hit in find_embassies(text_key, language):
        before, after = _beside(text_key, hit.start, hit.end)
        named = next(filter(None, (_name_state(words, language) for words in (*before, *after))), None)
        if named:
            return named
    return None


def _beside(text_key: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Return what stands directly before a phrase, the shortest first, and what stands behind it."""
    before, after = text_key[:start].rstrip(), text_key[end:].lstrip()
    if UNSPACED.search(text_key[start:end]):
        behind = "" if after.startswith(_UNSPACED_LOCATIVES) else after
        return [before[-size:] for size in _SIZES_BEFORE], [behind[:size] for size in _SIZES_BEHIND]
    words = before.split()
    following = list(takewhile(lambda word: word not in _LOCATIVES, after.split()))
    counts = range(1, _BESIDE)
    return [" ".join(words[-count:]) for count in counts], [
        " ".join(following[:count]) for count in range(1, _BESIDE + 1)
    ]


def _name_state(words: str, language: str) -> str | None:
    """Return the country of a demonym or of the name of a country."""
    origin = read_origin(words, language) if words else None
    if origin or not words:
        return origin
    countries = [
        each.place.country for each in find_places(words, is_answer=True) if each.is_sure and not each.place.region
    ]
    return countries[0] if countries else None


_ORGANIZATIONS = LEXICON / "organizations.yml"
_UNLISTED = LEXICON / "unlisted_organizations.yml"
_SHORT_NUMBER = re.compile(
    r"(?<![\d.,+$€£])\d{3,6}(?!\d|[.,]\d|\s?(?:[%$€£]|(?:baht|dollars?|usd|dirhams?|aed|riyals?|sar|euros?|yuan|rmb|rm|ringgit|"
    r"pesos?|rupees?|taka|kyats?|kip|riel|dong|won|yen|rupiah|rb|ribu)\b))",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?<![A-Za-z0-9À-ɏ])[A-Za-z][A-Za-z0-9]{2,9}(?![A-Za-z0-9À-ɏ])")


def read_names(text: str, language: str) -> list[str]:
    """Return the organizations that a text names: names, acronyms and the short numbers of lines, as written.

    One that has another name in the language of the text is named as in the directory.

    A number counts only if no unit follows it: 1300 is a line, and 1300 baht are wages.
    """
    text_key = phrase_key(text)
    written = [hit.label for hit in _names_in_other_languages().find(text_key)]
    written += [text_key[hit.start : hit.end] for hit in _organization_names().find(text_key)]
    words = [] if text.isupper() else [match[0] for match in _ACRONYM.finditer(text)]
    acronyms = [word for word in words if word in _unlisted()["acronyms"]]
    acronyms += [_acronyms_in_other_languages().get(word, word) for word in words if _is_acronym(word)]
    units = other_units(language)
    numbers = [
        match[0]
        for match in _SHORT_NUMBER.finditer(normalize_digits(text))
        if match[0] in _organizations()["numbers"] and not units.match(phrase_key(text[match.end() : match.end() + 20]))
    ]
    return list(dict.fromkeys([*written, *acronyms, *numbers]))


def _is_acronym(word: str) -> bool:
    """Return whether a word is an acronym of an organization: in capitals, or long and no other word."""
    if word in _acronyms_in_other_languages():
        return True
    acronym = word.upper()
    may_be_small = len(word) >= _LONG_ACRONYM and acronym not in _organizations()["words"]
    return acronym in _organizations()["acronyms"] and (word.isupper() or may_be_small)


_LONG_ACRONYM = 5
"""Letters of an acronym that people may type without capitals."""


@cache
def _organizations() -> dict[str, frozenset[str]]:
    lists = read_yaml(_ORGANIZATIONS)
    return {name: frozenset(map(str, lists[name])) for name in ("names", "acronyms", "words", "numbers")}


@cache
def _names_in_other_languages() -> PhraseIndex:
    return PhraseIndex.build(_translations())


@cache
def _acronyms_in_other_languages() -> dict[str, str]:
    return {name: acronym for name, acronym in _translations() if name.isupper()}


def is_unlisted(name: str) -> bool:
    """Return whether a name from `read_names` is that of an organization that the directory probably does not know."""
    return name in _unlisted()["names"] or name in _unlisted()["acronyms"]


@cache
def _unlisted() -> dict[str, frozenset[str]]:
    lists = read_yaml(_UNLISTED)
    return {name: frozenset(map(str, lists[name])) for name in ("names", "acronyms")}


def _translations() -> list[tuple[str, str]]:
    """Return (name in another language, name or acronym in the directory)."""
    names = read_yaml(_ORGANIZATIONS)["in_other_languages"]
    return [(name, acronym) for acronym, spellings in names.items() for name in spellings]


@cache
def _organization_names() -> PhraseIndex:
    names = (*_organizations()["names"], *_unlisted()["names"])
    return PhraseIndex.build((name, name) for name in names)
