"""Which language a person writes in.

By script where the script decides. In Latin letters short texts defeat every general
detector ("dnd puedo dormir", "chuay duay"), so a small model trained on our own texts
goes first, for our own languages, and `pycld2` speaks for all the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pycld2
from sklearn.feature_extraction.text import TfidfVectorizer

from locales.registry import SOURCE
from nlu.text.intent_model import Linear
from nlu.text.normalise import key, normalise
from nlu.text.scripts import script_of

_BY_SCRIPT = {
    "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Hani": "zh", "Jpan": "ja", "Kore": "ko", "Beng": "bn",
    "Taml": "ta", "Telu": "te", "Sinh": "si", "Geor": "ka", "Armn": "hy", "Grek": "el", "Hebr": "he", "Guru": "pa",
    "Gujr": "gu", "Mlym": "ml", "Knda": "kn", "Tibt": "bo",
}  # fmt: skip
"""Scripts that, among people who write here, mean one language."""

_MOSTLY = {"Arab": "ar", "Cyrl": "ru", "Deva": "hi", "Ethi": "am"}
"""Scripts of several languages, with the likeliest; `pycld2` may know better."""

_STANDARD = {"tl": "fil", "zh-Hant": "zh", "iw": "he", "in": "id", "no": "nb"}
"""What `pycld2` calls otherwise than BCP 47 does."""

SURE = 0.8
"""Probability from which our own model is believed about a text of a few words."""

_KNOWN_WORDS = 0.5
"""Share of words that our texts of that language know, below which another language is thought possible."""

_ENOUGH_WORDS = 3
"""Words from which a conversation may change to the language that they are in."""

_LONG_ENOUGH = 20
"""Letters from which `pycld2` can tell languages in Latin script apart."""


@dataclass(frozen=True, slots=True)
class Identified:
    """`language` is BCP 47; `certain` when the text alone shows it, so that a conversation may change to it."""

    language: str
    certain: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """What our own texts in Latin letters teach of their languages."""

    languages: list[str]
    characters: TfidfVectorizer
    linear: Linear
    words: dict[str, frozenset[str]]

    @classmethod
    def fit(cls, texts: Sequence[str], languages: Sequence[str]) -> "LanguageModel":
        """Train on the texts that are in Latin letters; needs two languages of them at least."""
        latin = [(key(text), code) for text, code in zip(texts, languages, strict=True) if script_of(text) == "Latn"]
        spelt, codes = [text for text, _ in latin], [code for _, code in latin]
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, dtype=np.float32)
        linear = Linear.fit(characters.fit_transform(spelt), codes, strength=20.0)
        names = sorted(set(codes))
        words = {
            name: frozenset(word for text, code in latin if code == name for word in text.split()) for name in names
        }
        return cls(names, characters, linear, words)

    def identify(self, text: str, *, otherwise: str | None) -> Identified:
        """Return the language of `text`, or `otherwise` where it does not show it.

        Where nothing else is known of the person, `otherwise` is None and the likeliest will do.
        """
        script = script_of(text)
        if script is None:
            return Identified(otherwise or SOURCE, certain=False)
        if script in _BY_SCRIPT:
            return Identified(_BY_SCRIPT[script], certain=True)
        if script in _MOSTLY:
            return Identified(detected(text, script) or _MOSTLY[script], certain=True)
        return self._identify_latin(key(text), otherwise)

    def _identify_latin(self, text: str, otherwise: str | None) -> Identified:
        words = [word for word in text.split() if any(character.isalpha() for character in word)]
        probabilities = self.linear.probabilities(self.characters.transform([text]))
        best = int(probabilities.argmax())
        ours, sure = self.languages[best], float(probabilities[best])
        known = sum(word in self.words[ours] for word in words) / max(len(words), 1)
        if known < _KNOWN_WORDS and sum(map(len, words)) >= _LONG_ENOUGH:
            other = detected(text, "Latn")
            if other and other not in self.languages:
                return Identified(other, certain=True)
        if known < _KNOWN_WORDS and otherwise and otherwise not in self.languages:
            return Identified(otherwise, certain=False)
        if (known > 0 and sure >= SURE) or (otherwise is None and (known > 0 or sure >= SURE)):
            return Identified(ours, certain=sure >= SURE and len(words) >= _ENOUGH_WORDS)
        return Identified(otherwise or SOURCE, certain=False)


def detected(text: str, script: str) -> str | None:
    """Return what `pycld2` makes of `text`, as BCP 47, or None where it is not reliable or contradicts the script."""
    try:
        reliable, _, details = pycld2.detect(normalise(text), bestEffort=True)
    except pycld2.error:  # not valid UTF-8, to its mind
        return None
    code = _STANDARD.get(details[0][1], details[0][1])
    if (
        not reliable
        or code in {"un", "xxx"}
        or (script == "Arab" and code not in {"ar", "fa", "ur", "ps", "ckb", "ug"})
    ):
        return None
    return str(code)
