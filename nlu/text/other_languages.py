"""The languages that we have no texts of: what `pycld2` tells of them, and words that tell them from ours."""

import re
from functools import cache

import pycld2

from nlu.text.normalise import normalise
from nlu.text.words import one_of, words_of

_STANDARD = {"tl": "fil", "zh-Hant": "zh", "iw": "he", "in": "id", "no": "nb", "jw": "jv"}
"""What `pycld2` calls otherwise than BCP 47 does."""

KIN = {"ms": "id", "jv": "id", "su": "id", "ceb": "fil", "war": "fil", "ilo": "fil", "ht": "fr"}
"""What `pycld2` takes texts of ours for that are half in a language beside it, as people there write."""

_BELIEVED = 500
"""Score from which `pycld2` is believed on a sentence; what it sees in slang and loan words stays below."""

_NOBODYS = {"un", "xxx", "sco", "ia", "ie", "vo", "tlh"}
"""Codes of `pycld2` for what it doesn't know, and for languages that nobody in need writes: Interlingua, Klingon."""

_NEVER_WITHOUT_ITS_LETTERS = {"sr", "mk", "be"}
"""Languages whose Cyrillic sentences hardly ever lack the letters that give them away (`language_by_letter`)."""


def neighbour(said: str, ours: str) -> str | None:
    """Return the language that looks like `ours` and of which `said` has a word that ours has not."""
    return next((code for code, words in _neighbours(ours).items() if words.search(said)), None)


@cache
def _neighbours(ours: str) -> dict[str, re.Pattern[str]]:
    beside = words_of().get(ours, {}).get("neighbours", {})
    return {code: re.compile(one_of(words)) for code, words in beside.items()}


def detected(text: str, script: str) -> str | None:
    """Return what `pycld2` makes of `text`, as BCP 47, or None where it is not reliable or contradicts the script."""
    try:
        reliable, _, details = pycld2.detect(normalise(text), bestEffort=True)
    except pycld2.error:  # not valid UTF-8, to its mind
        return None
    code = _STANDARD.get(details[0][1], details[0][1])
    if (
        not reliable
        or details[0][3] < _BELIEVED
        or code in _NOBODYS
        or (script == "Cyrl" and code in _NEVER_WITHOUT_ITS_LETTERS)
        or (script == "Arab" and code not in {"ar", "fa", "ur", "ps", "ckb", "ug"})
    ):
        return None
    return str(code)
