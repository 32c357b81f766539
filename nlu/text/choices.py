"""Match a typed answer to one of the offered choices, by its number or its label."""

import re
from collections.abc import Sequence
from functools import cache

from nlu.text.normalization import match_key
from nlu.text.short_answers import LAST, MAX_LENGTH, named_number, word_meaning
from nlu.text.word_lists import any_phrase, load_word_lists, normalize_digits

_BARE_NUMBER = re.compile(r"\W*\d{1,2}\W*")
_NUMBER = re.compile(r"\d{1,2}")
_SIGNED = re.compile(r"(?<!\w)[-+±]\s*\d")

_LONG_ENOUGH = 6
"""Letters from which a label with one wrong letter is unambiguous."""


def match_choice(text: str, labels: Sequence[str], language: str | None = None) -> int | None:
    """Return the index in `labels` that `text` names, or None.

    A number counts from 1, in the digits of any script or in words, if it is the whole answer ("2", "2.", "#2",
    "option 2", "the second one", "๒"), so "2 days" is not a choice. `language` (BCP 47) resolves words that mean
    different things in different languages.
    """
    answer = match_key(normalize_digits(text))
    keys = [match_key(normalize_digits(label)) for label in labels]
    if not answer or not labels or len(answer) > max(MAX_LENGTH, *map(len, keys)):
        return None
    around = _surroundings().fullmatch(answer) if len(answer) <= MAX_LENGTH else None
    words = dict.fromkeys([answer, around["inner"] if around else answer])
    named = next((keys.index(word) for word in words if word in keys), None)
    if named is not None:
        return named
    number = None if _SIGNED.search(text) else _number(*words, language=language)
    if number is not None:
        index = len(labels) - 1 if number == LAST else number - 1
        return index if 0 <= index < len(labels) else None
    near = [index for index, label in enumerate(keys) if _is_misspelt(answer, label)]
    return near[0] if len(near) == 1 else None


def is_bare_number(text: str) -> bool:
    """Return whether a text is only a number of a menu: a mistake if there is no such choice."""
    return bool(_BARE_NUMBER.fullmatch(normalize_digits(text)))


def _number(answer: str, inner: str | None = None, *, language: str | None) -> int | None:
    """Return the number that a text is, or its `inner` part without the words around it."""
    for word in (answer, inner or ""):
        if _NUMBER.fullmatch(word):
            return int(word)
    number = word_meaning(answer, language)
    if isinstance(number, int):
        return number
    return named_number(inner, language) if inner else None


@cache
def _surroundings() -> re.Pattern[str]:
    """Compile the words around a number that is the whole answer ("option", "the", "please"), in all languages."""
    lists = load_word_lists().values()
    before = any_phrase(word for words in lists for word in words["before"])
    before_digits = any_phrase(word for words in lists for word in words["before_digits"])
    after = any_phrase(word for words in lists for word in [*words["counters"], *words["polite"]])
    return re.compile(rf"(?:{before} ?|{before_digits} ?(?=\d))*(?P<inner>\S.*?)(?: ?{after})*")


def _is_misspelt(answer: str, label: str) -> bool:
    """Return whether `text` is `label` with one wrong, missing or extra letter, or two letters swapped."""
    if min(len(answer), len(label)) < _LONG_ENOUGH or abs(len(answer) - len(label)) > 1:
        return False
    same = next((at for at, (one, other) in enumerate(zip(answer, label, strict=False)) if one != other), len(answer))
    answer_rest, label_rest = answer[same:], label[same:]
    swapped = answer_rest[:2] == label_rest[1::-1] and answer_rest[2:] == label_rest[2:]
    return (
        answer_rest[1:] == label_rest[1:] or answer_rest[1:] == label_rest or answer_rest == label_rest[1:] or swapped
    )
