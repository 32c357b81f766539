"""What in a message may be the name or the number of an organization; the directory knows whether it is."""

import re

from nlu.reading.signals import find_recommended
from nlu.text.phrase_index import phrase_key
from nlu.text.word_lists import UNSPACED, normalize_digits

LONGEST_WITH_A_NAME = 70
"""Characters of a message in which a word with a capital letter may be a name."""
_NAME = re.compile(r"(?<=[^.!?]\s)[A-Z][\w'&-]{2,}(?: [A-Z][\w'&-]+)*|\b[A-Z]{3,}\b")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9_À-ɏ])[A-Z][A-Z0-9]{2,8}(?![A-Za-z0-9_À-ɏ])")
_NUMBER = re.compile(r"(?<![\d.,+$€£-])\d{3,6}(?![\d%$€£-]|[.,]\d)")
_PUNCTUATION = re.compile(r"[,;:.!?()\n،؟।။៖，。？！]")
_WORDS_OF_A_NAME, _SHORTEST_NAME = 6, 4
_AMOUNT = re.compile(r"\d+00|19[5-9]\d|20\d\d")
"""Sums of money and years."""
_NO_ORGANIZATION = frozenset({
    "SMS", "USD", "UAE", "USA", "HIV", "ATM", "NGO", "GPS", "PDF", "CCTV", "SIM", "ASAP", "LGBT", "LGBTQ", "CEO",
    "KTP", "IDR", "THB", "MYR", "SAR", "AED", "RMB", "PHP", "VND", "STOP", "START", "HELP", "MORE", "MENU", "ONG",
    "LSM", "OFW", "SOS", "LOL", "OMG", "WTF", "NOT", "YES", "AND", "THE", "RUB", "EUR", "TVA", "CDI", "CDD", "CPF",
    "RSA", "ICE", "TKI", "PMI", "SMP", "SMA", "SMK", "PRT", "TKW", "SPLP", "KITAS", "ITAS", "BPJS", "TPPO", "KDRT",
})  # fmt: skip
"""Words in capitals that name none."""


def find_acronyms(text: str) -> list[str]:
    """Return the words in capitals of a text that is not all in capitals."""
    return [] if _is_shouted(text) else [word for word in _ACRONYM.findall(text) if word not in _NO_ORGANIZATION]


def find_lines(text: str) -> list[str]:
    """Return the numbers in a text that may be those of lines."""
    return [number for number in _NUMBER.findall(normalize_digits(text)) if not _AMOUNT.fullmatch(number)]


def find_recommended_names(text: str, language: str) -> list[str]:
    """Return who was recommended to a person: what stands behind the words for that in a part of a sentence, or before.

    They are as in a `phrase_key`; the longest come first.
    """
    names: list[str] = []
    for part in map(phrase_key, _PUNCTUATION.split(text)):
        for hit in find_recommended(part, language):
            after, before = part[hit.end :].split(), part[: hit.start].split()
            names += [" ".join(after[:_WORDS_OF_A_NAME]), " ".join(before[-_WORDS_OF_A_NAME:])]
            # In scripts without spaces between words, one between others ends the name.
            names += [word for word in (*after[:1], *before[-1:]) if UNSPACED.match(word)]
    return [name for name in names if len(name) >= _SHORTEST_NAME or UNSPACED.match(name)]


def _is_shouted(text: str) -> bool:
    """Return whether all letters are capitals, so that none tells an acronym; other scripts have none."""
    letters = [letter for letter in text if letter.isalpha()]
    return all(map(str.isupper, letters))


def find_capitalized(text: str) -> list[str]:
    """Return what a short message in Latin letters writes like a name, as the directory may know it."""
    if _is_shouted(text) or len(text) > LONGEST_WITH_A_NAME:
        return []
    return [name for name in _NAME.findall(text) if name not in _NO_ORGANIZATION]
