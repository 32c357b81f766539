"""The language of a text.

Many scripts decide it. Short texts in Latin letters defeat general detectors ("dnd puedo dormir", "chuay duay"), so a
small model trained on our own texts comes first, for our languages; if it knows few of the words, `pycld2` decides
among all others.
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
from nlu.text.normalization import match_key, normalize
from nlu.text.scripts import detect_script, language_from_letters
from nlu.text.word_lists import any_phrase, load_word_lists

_BCP47_CODES = {"tl": "fil", "zh-Hant": "zh", "iw": "he", "in": "id", "no": "nb", "jw": "jv"}
"""Codes of `pycld2` that differ from BCP 47."""

RELATED_LANGUAGES = {"ms": "id", "jv": "id", "su": "id", "ceb": "fil", "war": "fil", "ilo": "fil", "ht": "fr"}
"""Languages that `pycld2` reports for mixed texts in our languages."""

_MIN_CLD2_SCORE = 500
"""Minimum score of `pycld2` for a sentence; slang and loan words score lower."""

UNKNOWN_LANGUAGE = "und"
"""BCP 47 for a language that was not identified."""

_IGNORED_CODES = {"un", "xxx", "sco", "ia", "ie", "vo", "tlh"}
"""Codes of `pycld2` for unknown text, and for languages that no person in need writes: Interlingua, Klingon."""

_IDENTIFIED_BY_LETTERS = {"sr", "mk", "be"}
"""Languages whose Cyrillic sentences nearly always contain their own letters (`language_from_letters`)."""


def neighbour_language(text_key: str, ours: str) -> str | None:
    """Return the language similar to `ours` of which `said` contains a word that `ours` does not have."""
    return next((code for code, words in _neighbours(ours).items() if words.search(text_key)), None)


@cache
def _neighbours(ours: str) -> dict[str, re.Pattern[str]]:
    beside = load_word_lists().get(ours, {}).get("neighbours", {})
    return {code: re.compile(any_phrase(words)) for code, words in beside.items()}


def detect_with_cld2(text: str, script: str) -> str | None:
    """Return the BCP 47 language that `pycld2` detects; None if it is not reliable or contradicts the script."""
    try:
        reliable, _, details = pycld2.detect(normalize(text), bestEffort=True)
    except pycld2.error:  # pycld2 considers it invalid UTF-8
        return None
    code = _BCP47_CODES.get(details[0][1], details[0][1])
    if (
        not reliable
        or details[0][3] < _MIN_CLD2_SCORE
        or code in _IGNORED_CODES
        or (script == "Cyrl" and code in _IDENTIFIED_BY_LETTERS)
        or (script == "Arab" and code not in {"ar", "fa", "ur", "ps", "ckb", "ug"})
    ):
        return None
    return str(code)


_BY_SCRIPT = {
    "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Hani": "zh", "Jpan": "ja", "Kore": "ko", "Beng": "bn",
    "Taml": "ta", "Telu": "te", "Sinh": "si", "Geor": "ka", "Armn": "hy", "Grek": "el", "Hebr": "he", "Guru": "pa",
    "Gujr": "gu", "Mlym": "ml", "Knda": "kn", "Tibt": "bo",
}  # fmt: skip
"""Scripts that, for our users, mean one language."""

_DEFAULT_BY_SCRIPT = {"Arab": "ar", "Cyrl": "ru", "Deva": "hi", "Ethi": "am"}
"""Scripts of several languages, with the likeliest; `pycld2` may correct it."""

_RIVALS_BY_SCRIPT = {"Arab": ("fa", "ur"), "Cyrl": ("uk",), "Deva": ("ne",)}
"""Other languages of these scripts of which we know words."""
_CLEARLY_MORE = 0.15
"""Difference of the shares of known words by which a rival of the likeliest language wins."""

MIN_PROBABILITY, CERTAIN_PROBABILITY = 0.35, 0.8
"""Probabilities from which our own model is used if nothing else is known, and is certain."""

_MIN_KNOWN_WORDS = 0.5
"""Share of words known in our texts of a language, below which another language is considered."""

_LEAST_KNOWN_WORDS = 0.25
"""Share of known words below which a text is in none of our languages."""

_MIN_WORDS = 3
"""Words from which a conversation may change to their language."""

_MIN_SHARED_LANGUAGES = 4
"""If this many languages know the one or two words of a text ("hi", "menu"), they identify none."""

_MIN_LETTERS = 20
"""Letters from which `pycld2` can distinguish languages of one script."""

_GRAMS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(1, 5), n_features=2**16, alternate_sign=False, dtype=np.float32
)
"""Hashed character n-grams, without a vocabulary; collisions do little harm."""


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """`language` is BCP 47; `certain` if the text alone identifies it, so that a conversation may change to it."""

    language: str
    certain: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A naive Bayes model of our training texts, with their words."""

    languages: list[str]
    """Languages with texts in Latin letters, including romanized Thai or Arabic."""
    weights: NDArray[np.float32]
    """Log probability of each n-gram in each language, shape (2**16, languages)."""
    words: dict[str, NDArray[np.uint32]]
    """Sorted checksums of the words of each language, shape (words,): a twentieth of the size of the words."""

    @classmethod
    def fit(cls, texts: Sequence[str], languages: Sequence[str]) -> "LanguageModel":
        """Train on `texts` and their languages; at least two must be in Latin letters."""
        known: dict[str, set[int]] = defaultdict(set)
        spelt, codes = [], []
        for text, code in zip(texts, languages, strict=True):
            text_key, script = match_key(text), detect_script(text)
            if script == "Latn":
                spelt.append(_spelling(text))
                codes.append(code)
            if script == "Latn" or script in _DEFAULT_BY_SCRIPT:
                known[code].update(_checksums(text_key.split()))
        bayes = MultinomialNB(alpha=0.01, fit_prior=False).fit(_GRAMS.transform(spelt), codes)
        weights = np.ascontiguousarray(bayes.feature_log_prob_.T, np.float32)
        words = {code: np.array(sorted(found), np.uint32) for code, found in known.items()}
        return cls([str(code) for code in bayes.classes_], weights, words)

    def identify(self, text: str, *, default: str | None) -> IdentifiedLanguage:
        """Return the language of `text`, or `default` if the text does not identify it.

        If nothing is known about the person either, `default` is None and the language is `UNKNOWN_LANGUAGE`.
        """
        script = detect_script(text)
        if script is None:
            return IdentifiedLanguage(default or UNKNOWN_LANGUAGE, certain=False)
        if script == "Latn" and self._is_international(text):
            is_english = self._known_share(match_key(text).split(), SOURCE) == 1
            return IdentifiedLanguage(default or (SOURCE if is_english else UNKNOWN_LANGUAGE), certain=False)
        by_letter = language_from_letters(text)
        if by_letter:
            return IdentifiedLanguage(by_letter, certain=script != "Latn" or len(text.split()) >= _MIN_WORDS)
        if script in _BY_SCRIPT:
            return IdentifiedLanguage(_BY_SCRIPT[script], certain=True)
        if script in _DEFAULT_BY_SCRIPT:
            return IdentifiedLanguage(self._by_shared_script(text, script), certain=True)
        return self._by_latin_text(text, default)

    def _is_international(self, text: str) -> bool:
        """Return whether the one or two words are known in so many languages that they identify none."""
        words = match_key(text).split()
        if len(words) >= _MIN_WORDS:
            return False
        return sum(self._known_share(words, language) == 1 for language in self.languages) >= _MIN_SHARED_LANGUAGES

    def _by_shared_script(self, text: str, script: str) -> str:
        """Return the language of a text in a script of several languages."""
        text_key, ours = match_key(text), _DEFAULT_BY_SCRIPT[script]
        beside = neighbour_language(text_key, ours)
        if beside:
            return beside
        words = text_key.split()
        known = {code: self._known_share(words, code) for code in (ours, *_RIVALS_BY_SCRIPT.get(script, ()))}
        best = max(known, key=lambda code: known[code])
        if known[best] >= _MIN_KNOWN_WORDS and (best == ours or known[best] >= known[ours] + _CLEARLY_MORE):
            return best
        return detect_with_cld2(text, script) or ours

    def _by_latin_text(self, text: str, default: str | None) -> IdentifiedLanguage:
        words = [word for word in match_key(text).split() if any(character.isalpha() for character in word)]
        probabilities = softmax((_GRAMS.transform([_spelling(text)]) @ self.weights).ravel())
        best = int(probabilities.argmax())
        ours, sure = self.languages[best], float(probabilities[best])
        known = self._known_share(words, ours)
        beside = neighbour_language(match_key(text), ours)
        if beside:
            return IdentifiedLanguage(beside, certain=len(words) >= _MIN_WORDS)
        if min(known, sure) < CERTAIN_PROBABILITY and sum(map(len, words)) >= _MIN_LETTERS:
            other = detect_with_cld2(text, "Latn")
            if (
                other in self.languages and other != SOURCE and sure < CERTAIN_PROBABILITY
            ):  # English is mixed into every other
                return IdentifiedLanguage(str(other), certain=False)
            if (
                other
                and (known < _MIN_KNOWN_WORDS or sure < CERTAIN_PROBABILITY)
                and RELATED_LANGUAGES.get(other, other) not in self.languages
            ):
                return IdentifiedLanguage(other, certain=True)
        if known < _MIN_KNOWN_WORDS and default and default not in self.languages:
            return IdentifiedLanguage(default, certain=False)
        enough = _LEAST_KNOWN_WORDS if len(words) >= _MIN_WORDS and default is None else 0
        is_likely = default is None and (known > 0 or sure >= MIN_PROBABILITY)
        if known >= enough and ((known > 0 and sure >= CERTAIN_PROBABILITY) or is_likely):
            return IdentifiedLanguage(ours, certain=sure >= CERTAIN_PROBABILITY and len(words) >= _MIN_WORDS)
        return IdentifiedLanguage(default or UNKNOWN_LANGUAGE, certain=False)

    def _known_share(self, words: Sequence[str], language: str) -> float:
        """Return the share of `words` that occur in our texts of `language`, 0 to 1."""
        ours = self.words.get(language)
        if ours is None or not words:
            return 0.0
        sums = np.array(_checksums(words), np.uint32)
        places = np.minimum(np.searchsorted(ours, sums), len(ours) - 1)
        return float((ours[places] == sums).mean())


def _spelling(text: str) -> str:
    """Return the model input: the text without accents, and accented words once more with them."""
    written = normalize(text).casefold().split()
    return " ".join([match_key(text), *(word for word in written if not word.isascii())])


def _checksums(words: Iterable[str]) -> list[int]:
    return [crc32(word.encode()) for word in words]
