"""Read the needs, their names and their synonyms from the files of this folder."""

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
FILES: Final = ("needs.csv", "names.csv", "synonyms.csv")
"""The files that are loaded into the database."""


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of `FILES`."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file_contents() -> bytes:
    """Return the bytes of all files, to detect changes."""
    return b"".join((_HERE / name).read_bytes() for name in FILES)


def needs_for_word(word: str) -> tuple[str, ...]:
    """Return the codes of the needs that a word names in any of our languages, in the order of needs.csv.

    The whole word must match, apart from case, spaces, hyphens and invisible marks: a similar word could send people to
    the wrong help. An unknown word names no need.
    """
    return _needs().get(normalize_word(word), ())


def normalize_word(word: str) -> str:
    """Return a word in a comparable form: normalized letters without case and signs, single spaces."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return " ".join("".join(_to_comparable(sign) for sign in folded).split())


def _to_comparable(sign: str) -> str:
    """Return a letter unchanged, an empty text for an invisible mark, a space for any other sign."""
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    # Vowel signs of Asian scripts are marks (M): without them, different words would become equal.
    return sign if kind[0] in "LMN" else " "


@cache
def _needs() -> dict[str, tuple[str, ...]]:
    order = [row["code"] for row in read_rows("needs.csv")]
    codes_of: defaultdict[str, set[str]] = defaultdict(set)
    for name, columns in (("needs.csv", ("code", "name")), ("names.csv", ("name",)), ("synonyms.csv", ("word",))):
        for row in read_rows(name):
            for column in columns:
                codes_of[normalize_word(row[column])].add(row["code"])
    return {word: tuple(code for code in order if code in codes) for word, codes in codes_of.items()}
