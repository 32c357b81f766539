"""What a message does with services that have just been named: what it asks about which of them, and how it went.

A question is read only while services have been named: "is it free?" means nothing else then, and everything else
before. Questions and outcomes are weighed against each other: "what if nobody answers?", "nobody answers".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Scores, head
from nlu.reading.labels import SERVICE_ACTS
from nlu.reading.schema import Aspect, Outcome, ServiceQuestion
from nlu.text.language_names import requested_language
from nlu.text.linear_model import LinearModel, softmax
from nlu.text.normalization import has_question, match_key
from nlu.text.phrase_index import find_in_lexicon, phrase_key
from nlu.text.short_answers import LAST
from nlu.text.spelling_features import SpellingFeatures
from nlu.text.word_lists import UNSPACED, load_word_lists, normalize_digits

ALL, LAST_ONE = "all", "last"
LIKELY = 0.6
"""Probability from which a message counts as a question about a named service."""
SURE = 0.75
"""Probability from which one replaces a need as well."""
POSSIBLE = 0.5
"""Probability from which it is read as one if nothing else in it is understood."""
_OUTCOME, _OUTCOME_BESIDE_QUESTION = 0.1, 0.3
"""Probabilities from which a message tells an outcome, the second if it has a question mark; below, words may tell one
of a service that is named by its letter, or from `_OUTCOME_IN_WORDS` on. Without one, one in fifty
others seems to tell one too (held-out texts of `nlu/turns`)."""
_OUTCOME_IN_WORDS = 0.03
SLOPE, CONSTANT = 0.344, 0.863
"""Calibration of the probability of a question; printed by `waylight nlu calibrate`."""
SPARSE_SCALE = 3.0
"""Weight of a distance of the sparse model beside a log probability of the encoder's head."""
_DIGIT = re.compile(r"(?<!\d)[1-9](?!\d)")


@dataclass(frozen=True, slots=True)
class ServiceTurn:
    """What a message does with the services that were named."""

    question: ServiceQuestion | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class QuestionModel:
    """A sparse model beside the head of the encoder, for questions, outcomes and all that is neither."""

    spelling: SpellingFeatures
    sparse: LinearModel
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, texts: Sequence[str], acts: Sequence[str], languages: Sequence[str]) -> "QuestionModel":
        """Train on texts with what they do, one of `labels.SERVICE_ACTS` each."""
        spelling, features = SpellingFeatures.fit_transform(texts)
        return cls(spelling, LinearModel.fit(features, acts, strength=0.5), frozenset(languages))

    def probabilities(self, features: MessageFeatures, language: str) -> Scores:
        """Return the probability of each of `SERVICE_ACTS` in each clause, shape (clauses, acts)."""
        dense = head("service_act").log_probabilities(features.of_clauses)
        if language not in self.languages:
            return np.stack([softmax(row) for row in dense])
        order = [self.sparse.classes.index(act) for act in SERVICE_ACTS]
        distances = [self.sparse.scores(self.spelling.transform_one(each))[order] for each in features.spelling]
        scores: Scores = np.stack([softmax(row) for row in np.stack(distances) * SPARSE_SCALE + dense])
        return scores


def read_service_turn(
    probabilities: Scores, text: str, language: str, named: int, *, surely_asks: bool = False
) -> ServiceTurn:
    """Return what a message asks about one of `named` services, and how it went with one.

    `probabilities` are those of `QuestionModel` for its clauses; with `surely_asks` the likeliest question is returned
    however unlikely.
    """
    may_ask = is_lettered(text, language) or not _is_name_of_language(text)
    is_question = bool(named) and may_ask
    question = _question(probabilities, text, language, named, surely_asks=surely_asks) if is_question else None
    outcome = _outcome(probabilities, _OUTCOME_BESIDE_QUESTION if has_question(text) else _OUTCOME)
    tells_rather = tells(probabilities).max() > asks(probabilities).max() and not surely_asks
    if named and not outcome and not (question and question.aspect is Aspect.UNREACHABLE):  # "what if nobody answers?"
        in_words = _outcome_in_words(text, language)
        is_of_one = _which(text, language, named) != ALL or is_lettered(text, language)
        if in_words and (is_of_one or tells(probabilities).max() >= _OUTCOME_IN_WORDS):
            return ServiceTurn(question if has_question(text) or surely_asks else None, in_words)
    return ServiceTurn(None if outcome and tells_rather else question, outcome)


def asks(probabilities: Scores) -> Scores:
    """Return the probability of each clause that it asks about a service, shape (clauses,)."""
    of_questions: Scores = probabilities[:, _QUESTIONS].sum(axis=1)
    return of_questions


def tells(probabilities: Scores) -> Scores:
    """Return the probability of each clause that it tells how it went with a service, shape (clauses,)."""
    of_outcomes: Scores = probabilities[:, _OUTCOMES].sum(axis=1)
    return of_outcomes


def _question(
    probabilities: Scores, text: str, language: str, named: int, *, surely_asks: bool
) -> ServiceQuestion | None:
    """Return the question of the clause that most probably asks one, and what is probably asked beside it."""
    in_words = _aspects_in_words(text, language)
    evidence = _LETTER_EVIDENCE if is_lettered(text, language) else 0.0
    evidence += _WORD_EVIDENCE if len(in_words) > 1 else 0.0
    which = _which(text, language, named)
    shares = [calibrated(float(each), evidence) for each in asks(probabilities)]
    clause = int(np.argmax(shares))
    if surely_asks:
        shares[clause] = max(shares[clause], SURE)
    if shares[clause] < POSSIBLE:
        return None
    aspects = [
        aspect
        for row, share in sorted(zip(probabilities[:, _QUESTIONS], shares, strict=True), key=lambda each: -each[1])
        if share >= POSSIBLE
        for aspect in _likely_aspects(row)
    ]
    if shares[clause] >= LIKELY:
        aspects = _with_words(aspects, in_words)
    first, *also = dict.fromkeys(aspects)
    return ServiceQuestion(first, which, shares[clause], tuple(also))


def _with_words(aspects: Sequence[Aspect], in_words: Sequence[Aspect]) -> list[Aspect]:
    """Return the likeliest aspect, then those that words name too, then the others.

    Which service is meant is told beside most other questions.
    """
    first, *others = in_words if aspects[0] is Aspect.WHICH and in_words else aspects
    named = [*(each for each in others if each in in_words), *in_words]
    return [first, *named, *(each for each in aspects if each is not Aspect.WHICH)]


def _aspects_in_words(text: str, language: str) -> list[Aspect]:
    """Return the aspects that words name ("open", "free"), in the order of the text."""
    found = find_in_lexicon(phrase_key(text), "aspects", language)
    return list(dict.fromkeys(Aspect(hit.label) for hit in found))


_WORD_EVIDENCE = 0.7
"""What the words of two aspects add."""
_LETTER_EVIDENCE = 3.5
"""What the letter of a named service adds to the log odds of a question: hardly anything else is called so."""


def _outcome(probabilities: Scores, threshold: float) -> Outcome | None:
    """Return how it went with a service, if a clause tells it."""
    clause = probabilities[int(tells(probabilities).argmax()), _OUTCOMES]
    return list(Outcome)[int(clause.argmax())] if clause.sum() >= threshold else None


def _outcome_in_words(text: str, language: str) -> Outcome | None:
    """Return the outcome that words tell ("nobody picked up"), the first of the text, or None."""
    found = find_in_lexicon(phrase_key(text), "outcomes", language)
    return Outcome(found[0].label) if found else None


_QUESTIONS = [SERVICE_ACTS.index(aspect) for aspect in Aspect]
_OUTCOMES = [SERVICE_ACTS.index(outcome) for outcome in Outcome]


def _likely_aspects(row: NDArray[np.float32]) -> list[Aspect]:
    """Return the likeliest of the aspects, and the next one if it is nearly as likely.

    Which service is meant is told beside most other questions.
    """
    (most, first), (next_most, second) = sorted(zip(row.tolist(), Aspect, strict=True), reverse=True)[:2]
    if first is Aspect.WHICH and next_most >= _SHARE_OF_ANOTHER * most:
        return [second]
    least = _SHARE_OF_ANOTHER if first is Aspect.CALL else _SHARE_BESIDE
    if next_most < least * most or second is Aspect.WHICH:
        return [first]
    # "If I call, will they tell the police?" asks about the police rather than about the call.
    return [second, first] if first is Aspect.CALL else [first, second]


_SHARE_OF_ANOTHER, _SHARE_BESIDE = 0.15, 0.4
"""Shares of the likeliest aspect from which the next one is asked instead of "which" or before what happens in a call,
and beside any other."""


def _is_name_of_language(text: str) -> bool:
    """Return whether a text is only the name of a language: a wish, and no question."""
    return len(text.split()) <= _WORDS_OF_A_NAME and len(text) <= _LETTERS_OF_A_NAME and bool(requested_language(text))


_WORDS_OF_A_NAME, _LETTERS_OF_A_NAME = 2, 20


def calibrated(probability: float, evidence: float = 0.0) -> float:
    """Return the calibrated probability that a message asks about a named service, with log odds of other evidence."""
    return 1 / (1 + exp(-(SLOPE * (log_odds(probability) + evidence) + CONSTANT)))


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, finite for 0 and 1 too."""
    return log((probability + _TINY) / (1 - probability + _TINY))


_TINY = 1e-6


def _which(text: str, language: str, named: int) -> str:
    """Return which service a question means: its number, "last", or "all" if none or several are told."""
    letters = find_letters(text, language, named)
    if letters:
        return str(letters.pop()) if len(letters) == 1 else ALL
    plain = normalize_digits(text)
    ordinals = _ordinals(language)
    for word in match_key(plain).split():
        number = ordinals.get(word)
        if number == LAST:
            return LAST_ONE
        if number and number <= named:
            return str(number)
    digits = [int(match[0]) for match in _DIGIT.finditer(plain)]
    return str(digits[0]) if len(digits) == 1 and digits[0] <= named else _unspaced_which(text, language, named)


def find_letters(text: str, language: str, named: int) -> set[int]:
    """Return the numbers of the services that a text calls by their letters, unless it is written in capitals."""
    if _SHOUTED.search(text) and not _SMALL.search(text):
        return set()
    found = {
        ord(match[1]) - ord("A") + 1
        for match in _LETTER.finditer(text)
        if match[1] not in _WORDS_OF_A_LETTER.get(language, "") or not _SENTENCE_START.search(text[: match.start()])
    }
    return {number for number in found if number <= named}


def is_lettered(text: str, language: str) -> bool:
    """Return whether a text calls a service by a letter, though perhaps by one that was not named."""
    return bool(find_letters(text, language, _MOST_LETTERS))


_MOST_LETTERS = 5


_LETTER = re.compile(r"(?<![A-Za-z0-9'’.&-])([A-Z])(?![A-Za-z0-9'’&-])")
_SHOUTED, _SMALL = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]")
_SENTENCE_START = re.compile(r"(?:^|[.!?¿¡…:\n])\s*$")
_WORDS_OF_A_LETTER = {"en": "AI", "es": "AEOY", "fr": "AY", "pt": "AEO", "fil": "A", "vi": "A"}
"""Letters that are words: at the start of a sentence they call nothing."""


@cache
def _ordinals(language: str) -> dict[str, int]:
    """Return the words of a language for a place in a list: "second", and not "two" or "one", which count."""
    lists = load_word_lists().get(language, {"numbers": {}})["numbers"]
    found: dict[str, int] = {}
    for number, names in lists.items():
        words = map(match_key, map(str, names if number == "last" else names[1:]))
        found |= {word: LAST if number == "last" else number for word in words if word and not word[0].isdigit()}
    return found


def _unspaced_which(text: str, language: str, named: int) -> str:
    """Return the same for a script without spaces between words."""
    lists = load_word_lists().get(language)
    if not lists or not UNSPACED.search(text):
        return ALL
    spelt = match_key(text).replace(" ", "")
    for number, names in lists["numbers"].items():
        if any(len(key := match_key(str(name))) > 1 and UNSPACED.search(key) and key in spelt for name in names[1:]):
            if number == "last":
                return LAST_ONE
            if number <= named:
                return str(number)
    return ALL
