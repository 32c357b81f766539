"""Which of the offered choices a typed answer means: its number or its label."""

import re
from collections.abc import Sequence
from functools import cache

from nlu.text.normalization import key
from nlu.text.short_answers import LAST, LONGEST, meaning, number_named
from nlu.text.word_lists import one_of, with_plain_digits, words_of

_BARE = re.compile(r"\W*\d{1,2}\W*")
_NUMBER = re.compile(r"\d{1,2}")
_SIGNED = re.compile(r"(?<!\w)[-+±]\s*\d")

_LONG_ENOUGH = 6
"""Letters from which one wrong letter in a label leaves no doubt."""


def chosen(text: str, labels: Sequence[str], language: str | None = None) -> int | None:
    """Return the index in `labels` that `text` names, or None.

    A number counts from 1, in the digits of any script or in words, when it is the whole
    answer ("2", "2.", "#2", "option 2", "the second one", "๒"), so that "2 days" is no choice.
    Words that mean one thing here and another there are read in `language` (BCP 47).
    """
    said = key(with_plain_digits(text))
    keys = [key(with_plain_digits(label)) for label in labels]
    if not said or not labels or len(said) > max(LONGEST, *map(len, keys)):
        return None
    around = _around().fullmatch(said) if len(said) <= LONGEST else None
    words = dict.fromkeys([said, around["inner"] if around else said])
    named = next((keys.index(word) for word in words if word in keys), None)
    if named is not None:
        return named
    number = None if _SIGNED.search(text) else _number(*words, language=language)
    if number is not None:
        index = len(labels) - 1 if number == LAST else number - 1
        return index if 0 <= index < len(labels) else None
    near = [index for index, label in enumerate(keys) if _is_misspelt(said, label)]
    return near[0] if len(near) == 1 else None


def is_bare_number(text: str) -> bool:
    """Tell whether a text is a number of a menu and nothing else: a slip where no such choice stands."""
    return bool(_BARE.fullmatch(with_plain_digits(text)))


def _number(said: str, inner: str | None = None, *, language: str | None) -> int | None:
    """Return the number that a text is, or that its `inner` part is without what people write around one."""
    for word in (said, inner or ""):
        if _NUMBER.fullmatch(word):
            return int(word)
    number = meaning(said, language)
    if isinstance(number, int):
        return number
    return number_named(inner, language) if inner else None


@cache
def _around() -> re.Pattern[str]:
    """What people write around a number that is their whole answer: "option", "the", "please", in all languages."""
    lists = words_of().values()
    before = one_of(word for words in lists for word in words["before"])
    before_digits = one_of(word for words in lists for word in words["before_digits"])
    after = one_of(word for words in lists for word in [*words["counters"], *words["polite"]])
    return re.compile(rf"(?:{before} ?|{before_digits} ?(?=\d))*(?P<inner>\S.*?)(?: ?{after})*")


def _is_misspelt(said: str, label: str) -> bool:
    """Tell whether `said` is `label` with one letter wrong, missing or too much, or two letters swapped."""
    if min(len(said), len(label)) < _LONG_ENOUGH or abs(len(said) - len(label)) > 1:
        return False
    same = next((at for at, (one, other) in enumerate(zip(said, label, strict=False)) if one != other), len(said))
    ours, theirs = said[same:], label[same:]
    swapped = ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:]
    return ours[1:] == theirs[1:] or ours[1:] == theirs or ours == theirs[1:] or swapped
