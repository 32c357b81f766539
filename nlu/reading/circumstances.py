"""What else a message tells of the writer: limits, outcomes, what is not wanted, origin, names of organizations."""

import re
from functools import cache

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import head
from nlu.reading.labels import LIMITS, NEEDS, NONE
from nlu.reading.people import other_units
from nlu.reading.schema import Limit, Outcome
from nlu.text.phrase_index import LEXICON, PhraseIndex, find_in_lexicon, phrase_key
from nlu.text.word_lists import normalize_digits
from nlu.text.yaml_files import read_yaml

_LIMIT_THRESHOLD = 0.6
_OUTCOME_THRESHOLD = 0.35
_NOT_WANTED_THRESHOLD = 0.5


def read_limits(features: MessageFeatures) -> list[Limit]:
    """Return what the writer cannot do or does not want, in the order of `Limit`."""
    limits = head("limits")
    return [Limit(name) for name in LIMITS if limits.probability(features.of_clauses, name).max() >= _LIMIT_THRESHOLD]


def read_outcome(features: MessageFeatures) -> Outcome | None:
    """Return how it went with a service, if the message tells it."""
    outcomes = head("outcome")
    probabilities = outcomes.probabilities(features.of_clauses)
    clause, best = divmod(int(probabilities[:, 1:].argmax()), len(outcomes.classes) - 1)
    name = outcomes.classes[best + 1]
    return Outcome(name) if name != NONE and probabilities[clause, best + 1] >= _OUTCOME_THRESHOLD else None


def read_not_wanted(features: MessageFeatures) -> list[str]:
    """Return the needs that the writer says they do not have, or do not want met."""
    clauses = head("not_wanted")
    return [need for need in NEEDS if clauses.probability(features.of_clauses, need).max() >= _NOT_WANTED_THRESHOLD]


def read_origin(text: str, language: str) -> str | None:
    """Return the country (ISO 3166-1 alpha-2) of the nationality that a text tells first, or None."""
    found = find_in_lexicon(phrase_key(text), "demonyms", language)
    return found[0].label if found else None


_ORGANIZATIONS = LEXICON / "organizations.yml"
_SHORT_NUMBER = re.compile(
    r"(?<![\d.,+$€£])\d{3,6}(?!\d|[.,]\d|\s?(?:[%$€£]|(?:baht|dollars?|usd|dirhams?|aed|riyals?|sar|euros?|yuan|rmb|rm|ringgit|"
    r"pesos?|rupees?|taka|kyats?|kip|riel|dong|won|yen|rupiah|rb|ribu)\b))",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?<![^\W_])[A-Za-z][A-Za-z0-9]{2,9}(?![^\W_])")


def read_names(text: str, language: str) -> list[str]:
    """Return the organizations that a text names, as written: names, acronyms and the short numbers of lines.

    A number counts only if no unit follows it: 1300 is a line, and 1300 baht are wages.
    """
    text_key = phrase_key(text)
    written = [text_key[hit.start : hit.end] for hit in _organization_names().find(text_key)]
    acronyms = [] if text.isupper() else [match[0] for match in _ACRONYM.finditer(text) if _is_acronym(match[0])]
    units = other_units(language)
    numbers = [
        match[0]
        for match in _SHORT_NUMBER.finditer(normalize_digits(text))
        if match[0] in _organizations()["numbers"] and not units.match(phrase_key(text[match.end() : match.end() + 20]))
    ]
    return list(dict.fromkeys([*written, *acronyms, *numbers]))


def _is_acronym(word: str) -> bool:
    """Return whether a word is an acronym of an organization: in capitals, or too long to be another word."""
    return word.upper() in _organizations()["acronyms"] and (word.isupper() or len(word) >= _LONG_ACRONYM)


_LONG_ACRONYM = 5
"""Letters of an acronym that people may type without capitals."""


@cache
def _organizations() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str, values)) for name, values in read_yaml(_ORGANIZATIONS).items()}


@cache
def _organization_names() -> PhraseIndex:
    return PhraseIndex.build((name, name) for name in _organizations()["names"])
