"""The gazetteer in memory: every folded name of a place, and its senses.

Names are stored without spaces, so that "chiang mai", "Chiang-Mai" and "chiangmai" are one key. A line is parsed only
when one of its names is looked up, which keeps loading fast and memory small.
"""

from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.places.name_keys import is_unspaced, name_key, stem

DEFAULT_PATH = Path(__file__).parents[2] / "gazetteer" / "places.tsv"
MEKONG = frozenset({"TH", "LA", "KH", "MM", "VN", "CN"})
MIN_FUZZY_LENGTH = 6
"""Minimum letters of a name for fuzzy matching; shorter ones are too similar to everyday words."""
MAX_EDIT_SIZE = 2
"""Adjacent wrong letters that are tolerated in a long name."""
_EDGE = 3
_SHORT = 5
"""Letters up to which a name of several words must be typed with its spaces."""
_PROVINCE_THOUSANDS = 300
_METROPOLIS_THOUSANDS = 1000


class Grade(IntEnum):
    """How certain it is that a name is a place, from SURE to an everyday word."""

    SURE = 0
    NEEDS_CUE = 1
    WORD = 2
    """Also a word ("quito", "salta"): an "in" is a cue, our question is not."""
    EVERYDAY = 3


_MARKS = {"~": Grade.NEEDS_CUE, "?": Grade.WORD, "!": Grade.EVERYDAY}
_ALL_MARKS = "".join(_MARKS)


class Sense(NamedTuple):
    """A place that a name may mean.

    `region` is "" where unknown, `kind` country, province or city, `point` the degrees of latitude and longitude.
    """

    country: str
    region: str
    kind: str
    thousands: int
    english: str
    grade: Grade
    point: tuple[float, float] | None = None


class Gazetteer:
    """An index of names, built from the lines of `places.tsv`."""

    def __init__(self, lines: list[str]) -> None:
        """Index the names of all lines."""
        self._lines = lines
        # Most names have one sense: a tuple for each would take 3 MB.
        self._index: dict[str, int | tuple[int, ...]] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        edges: defaultdict[str, list[str]] = defaultdict(list)
        self._compounds: set[str] = set()
        for name, packed, well_known in self._names():
            key = name_key(name.split(" "))
            if key not in self._index and is_unspaced(key):
                lengths[key[:2]].add(len(key))
            if well_known and len(key) >= MIN_FUZZY_LENGTH:
                edges["^" + key[:_EDGE]].append(key)
                edges[key[-_EDGE:] + "$"].append(key)
                self._compounds.update({key} if " " in name else ())
            before = self._packed_senses(key)
            self._index[key] = (*before, packed) if before else packed
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}
        self._edges = dict(edges)

    def _names(self) -> Iterator[tuple[str, int, bool]]:
        """Yield each name, its line number and grade in one integer, and whether it may be matched fuzzily."""
        for number, line in enumerate(self._lines):
            country, _, kind, thousands, _ = line.split("\t", 4)
            known = country in MEKONG or kind == "country" or int(thousands) >= _METROPOLIS_THOUSANDS
            for marked in line.rpartition("\t")[2].split("|"):
                grade = _MARKS.get(marked[0], Grade.SURE)
                yield marked.lstrip(_ALL_MARKS), number * len(Grade) + grade, known and grade == Grade.SURE

    def _packed_senses(self, key: str) -> tuple[int, ...]:
        found = self._index.get(key, ())
        return (found,) if isinstance(found, int) else found

    def senses(self, words: list[str]) -> list[Sense]:
        """Return the senses of a name, given as its folded words; empty if it is not a place.

        Words that match a name only with other spaces ("tail and", "car y") count as everyday words, and so does a
        short word that matches a name of several words ("malam", "Ma Lam").
        """
        return self._senses(name_key(words), " ".join(words))

    def senses_of_key(self, key: str) -> list[Sense]:
        """Return the senses of the name with this key."""
        return self._senses(key, "")

    def _senses(self, key: str, spaced: str) -> list[Sense]:
        senses = [self._sense(packed, spaced) for packed in self._packed_senses(key)]
        worst = max((sense.grade for sense in senses), default=Grade.SURE)
        return [sense._replace(grade=worst) for sense in senses] if worst >= Grade.WORD else senses

    def _sense(self, packed: int, spaced: str) -> Sense:
        number, grade = divmod(packed, len(Grade))
        country, region, kind, thousands, english, latitude, longitude, names = self._lines[number].split("\t")
        known = [stems(name.lstrip(_ALL_MARKS)) for name in names.split("|")]
        if spaced and (" " in spaced or len(spaced) <= _SHORT) and stems(spaced) not in known:
            grade = Grade.EVERYDAY
        size = int(thousands)
        if kind == "province":
            size = _PROVINCE_THOUSANDS if country in MEKONG else _METROPOLIS_THOUSANDS
        point = (float(latitude), float(longitude)) if latitude else None
        return Sense(country, region, kind, size, english, Grade(grade), point)

    def lengths_at(self, text: str, start: int) -> tuple[int, ...]:
        """Return the possible lengths, longest first, of a name in an unspaced script from this position."""
        return self._lengths.get(text[start : start + 2], ())

    def near(self, key: str, *, compound: bool) -> Iterator[str]:
        """Yield names with the same beginning or end as a misspelt one and a length within two of it.

        `compound` selects only names of several words.
        """
        for name in {*self._edges.get("^" + key[:_EDGE], ()), *self._edges.get(key[-_EDGE:] + "$", ())}:
            close = name[0] == key[0] and abs(len(name) - len(key)) <= MAX_EDIT_SIZE
            if close and (name in self._compounds or not compound):
                yield name


def stems(spaced: str) -> str:
    """Return a folded name with all words stemmed."""
    return " ".join(map(stem, spaced.split(" ")))


def load_gazetteer(path: Path) -> Gazetteer:
    """Load a gazetteer; raise OSError if it is missing: the bot cannot work without it."""
    return Gazetteer(path.read_text(encoding="utf-8").splitlines())


@cache
def never_misspelt() -> frozenset[str]:
    """Return everyday words that are similar to a place but never a misspelling of it ("hungry", "cansada")."""
    return frozenset(DEFAULT_PATH.with_name("not_misspelt.txt").read_text(encoding="utf-8").split())


@cache
def default_gazetteer() -> Gazetteer:
    """Return the committed gazetteer, loaded at first use."""
    return load_gazetteer(DEFAULT_PATH)
