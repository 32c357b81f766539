"""Which language a person writes in.

By script where the script decides. In Latin letters short texts defeat every general
detector ("dnd puedo dormir", "chuay duay"), so a small model of our own texts goes first,
for our own languages; where it knows few of the words, `pycld2` speaks for all the others.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import pycld2
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.naive_bayes import MultinomialNB

from locales.registry import SOURCE
from nlu.text.normalization import key, normalise
from nlu.text.scripts import language_by_letter, script_of
from nlu.text.word_lists import one_of, words_of

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


_BY_SCRIPT = {
    "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Hani": "zh", "Jpan": "ja", "Kore": "ko", "Beng": "bn",
    "Taml": "ta", "Telu": "te", "Sinh": "si", "Geor": "ka", "Armn": "hy", "Grek": "el", "Hebr": "he", "Guru": "pa",
    "Gujr": "gu", "Mlym": "ml", "Knda": "kn", "Tibt": "bo",
}  # fmt: skip
"""Scripts that, among people who write here, mean one language."""

_MOSTLY = {"Arab": "ar", "Cyrl": "ru", "Deva": "hi", "Ethi": "am"}
"""Scripts of several languages, with the likeliest; `pycld2` may know better."""

LIKELY, SURE = 0.5, 0.8
"""Probabilities from which our own model will do where nothing else is known of a text, and is believed."""

_KNOWN_WORDS = 0.5
"""Share of words that our texts of that language know, below which another language is thought possible."""

_ENOUGH_WORDS = 3
"""Words from which a conversation may change to the language that they are in."""

_EVERYWHERE = 4
"""Languages that know the one or two words of a text ("hi", "menu", "bangkok") from which on they show none."""

_LONG_ENOUGH = 20
"""Letters from which `pycld2` can tell languages of one script apart."""

_GRAMS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(1, 5), n_features=2**16, alternate_sign=False, dtype=np.float32
)
"""Pieces of words as numbers, with no list of them to keep; two that share a number blur little."""


@dataclass(frozen=True, slots=True)
class Identified:
    """`language` is BCP 47; `certain` when the text alone shows it, so that a conversation may change to it."""

    language: str
    certain: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """What our own texts teach of their languages."""

    languages: list[str]
    """Those with texts in Latin letters, also of people who write Thai or Arabic so."""
    weights: NDArray[np.float32]
    """Of each piece of a word for each language, shape (2**16, languages): logarithms, of naive Bayes."""
    words: dict[str, NDArray[np.uint32]]
    """Sorted checksums of the words that a language's texts know, as (words,): a twentieth of the words themselves."""

    @classmethod
    def fit(cls, texts: Sequence[str], languages: Sequence[str]) -> "LanguageModel":
        """Learn from `texts` and the language of each; needs two languages in Latin letters at least."""
        known: dict[str, set[int]] = defaultdict(set)
        spelt, codes = [], []
        for text, code in zip(texts, languages, strict=True):
            said, script = key(text), script_of(text)
            if script == "Latn":
                spelt.append(_spelling(text))
                codes.append(code)
            if script == "Latn" or script in _MOSTLY:
                known[code].update(_checksums(said.split()))
        bayes = MultinomialNB(alpha=0.01, fit_prior=False).fit(_GRAMS.transform(spelt), codes)
        weights = np.ascontiguousarray(bayes.feature_log_prob_.T, np.float32)
        words = {code: np.array(sorted(found), np.uint32) for code, found in known.items()}
        return cls([str(code) for code in bayes.classes_], weights, words)

    def identify(self, text: str, *, otherwise: str | None) -> Identified:
        """Return the language of `text`, or `otherwise` where it does not show it.

        Where nothing else is known of the person, `otherwise` is None and the likeliest will do.
        """
        script = script_of(text)
        if script is None or (script == "Latn" and self._shows_none(text)):
            return Identified(otherwise or SOURCE, certain=False)
        by_letter = language_by_letter(text)
        if by_letter:
            return Identified(by_letter, certain=script != "Latn" or len(text.split()) >= _ENOUGH_WORDS)
        if script in _BY_SCRIPT:
            return Identified(_BY_SCRIPT[script], certain=True)
        if script in _MOSTLY:
            return Identified(self._of_several(text, script), certain=True)
        return self._in_latin_letters(text, otherwise)

    def _shows_none(self, text: str) -> bool:
        """Tell whether one or two words are known to so many languages that they speak for none."""
        words = key(text).split()
        if len(words) >= _ENOUGH_WORDS:
            return False
        return sum(self._known(words, language) == 1 for language in self.languages) >= _EVERYWHERE

    def _of_several(self, text: str, script: str) -> str:
        """Return the language of a text in a script of several languages."""
        said, ours = key(text), _MOSTLY[script]
        beside = neighbour(said, ours)
        if beside or self._known(said.split(), ours) >= _KNOWN_WORDS:
            return beside or ours
        return detected(text, script) or ours

    def _in_latin_letters(self, text: str, otherwise: str | None) -> Identified:
        words = [word for word in key(text).split() if any(character.isalpha() for character in word)]
        probabilities = softmax((_GRAMS.transform([_spelling(text)]) @ self.weights).ravel())
        best = int(probabilities.argmax())
        ours, sure = self.languages[best], float(probabilities[best])
        known = self._known(words, ours)
        beside = neighbour(key(text), ours)
        if beside:
            return Identified(beside, certain=len(words) >= _ENOUGH_WORDS)
        if min(known, sure) < SURE and sum(map(len, words)) >= _LONG_ENOUGH:
            other = detected(text, "Latn")
            if other in self.languages and other != SOURCE and sure < SURE:  # English is mixed into every other
                return Identified(str(other), certain=False)
            if other and (known < _KNOWN_WORDS or sure < SURE) and KIN.get(other, other) not in self.languages:
                return Identified(other, certain=True)
        if known < _KNOWN_WORDS and otherwise and otherwise not in self.languages:
            return Identified(otherwise, certain=False)
        if (known > 0 and sure >= SURE) or (otherwise is None and (known > 0 or sure >= LIKELY)):
            return Identified(ours, certain=sure >= SURE and len(words) >= _ENOUGH_WORDS)
        return Identified(otherwise or SOURCE, certain=False)

    def _known(self, words: Sequence[str], language: str) -> float:
        """Return the share of `words` that our texts of `language` know, 0 to 1."""
        ours = self.words.get(language)
        if ours is None or not words:
            return 0.0
        sums = np.array(_checksums(words), np.uint32)
        places = np.minimum(np.searchsorted(ours, sums), len(ours) - 1)
        return float((ours[places] == sums).mean())


def _spelling(text: str) -> str:
    """Return what the model reads: all without accents, and what has any once more with them."""
    written = normalise(text).casefold().split()
    return " ".join([key(text), *(word for word in written if not word.isascii())])


def _checksums(words: Iterable[str]) -> list[int]:
    return [crc32(word.encode()) for word in words]
