"""The needs, their names and the everyday words for them, as the files of this folder have them."""

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
FILES: Final = ("needs.csv", "names.csv", "synonyms.csv")
"""What is put into the tables; whoever keeps them up to date watches these."""


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one of `FILES`."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content() -> bytes:
    """Return the bytes of all files, to tell whether anything in them changed."""
    return b"".join((_HERE / name).read_bytes() for name in FILES)


def needs_of(word: str) -> tuple[str, ...]:
    """Return the codes of the needs that a word names in any of our languages, in the order of needs.csv.

    The whole word must match, apart from case, spaces, hyphens and invisible marks: a word that
    only looks like another would send people to the wrong help. Nothing where no need has the word.
    """
    return _needs().get(normal(word), ())


def normal(word: str) -> str:
    """Return a word as it is compared: one form of each letter, no case, no signs, single spaces."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return " ".join("".join(_kept(sign) for sign in folded).split())


def _kept(sign: str) -> str:
    """Return a letter as it is, nothing for an invisible mark, a space for a sign."""
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    # Vowel signs of Asian scripts are marks (M): without them words fall together.
    return sign if kind[0] in "LMN" else " "


@cache
def _needs() -> dict[str, tuple[str, ...]]:
    order = [row["code"] for row in read("needs.csv")]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, columns in (("needs.csv", ("code", "name")), ("names.csv", ("name",)), ("synonyms.csv", ("word",))):
        for row in read(name):
            for column in columns:
                found[normal(row[column])].add(row["code"])
    return {word: tuple(code for code in order if code in codes) for word, codes in found.items()}
