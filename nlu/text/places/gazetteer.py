"""The gazetteer in memory: every folded name of a place, and what it may stand for.

The names are kept without spaces, so that "chiang mai", "Chiang-Mai" and
"chiangmai" are one key. A line is parsed only when one of its names is met:
that keeps the load short and the memory small.
"""

from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.places.morphology import key_of, stem
from nlu.text.places.name_keys import is_unspaced

DEFAULT_PATH = Path(__file__).parents[2] / "gazetteer" / "places.tsv"
MEKONG = frozenset({"TH", "LA", "KH", "MM", "VN", "CN"})
SHORTEST_MISSPELT = 6
"""Letters a name needs before a misspelling is taken for it; shorter ones are too near to everyday words."""
MOST_SLIPS = 2
"""Letters, side by side, that a typo gets wrong in a long name."""
_EDGE = 3
_SHORT = 5
"""Letters up to which a name of several words must be written so."""
_PROVINCE_THOUSANDS = 300
_METROPOLIS_THOUSANDS = 1000


class Grade(IntEnum):
    """How sure a name is to be a place, from a name by itself to an everyday word."""

    SURE = 0
    NEEDS_CUE = 1
    WORD = 2
    """A word too ("quito", "salta"): a question of ours is no cue, an "in" is."""
    EVERYDAY = 3


_MARKS = {"~": Grade.NEEDS_CUE, "?": Grade.WORD, "!": Grade.EVERYDAY}
_ALL_MARKS = "".join(_MARKS)


class Sense(NamedTuple):
    """A place that a name may stand for.

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
    """Looks names up; built from the lines of `places.tsv`."""

    def __init__(self, lines: list[str]) -> None:
        """Index the names of all lines."""
        self._lines = lines
        # A tuple around the one meaning that most names have would take 3 MB.
        self._index: dict[str, int | tuple[int, ...]] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        edges: defaultdict[str, list[str]] = defaultdict(list)
        self._compounds: set[str] = set()
        for name, packed, well_known in self._names():
            key = key_of(name.split(" "))
            if key not in self._index and is_unspaced(key):
                lengths[key[:2]].add(len(key))
            if well_known and len(key) >= SHORTEST_MISSPELT:
                edges["^" + key[:_EDGE]].append(key)
                edges[key[-_EDGE:] + "$"].append(key)
                self._compounds.update({key} if " " in name else ())
            before = self._packed(key)
            self._index[key] = (*before, packed) if before else packed
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}
        self._edges = dict(edges)

    def _names(self) -> Iterator[tuple[str, int, bool]]:
        """Yield each name, the number of its line and its grade in one integer, and whether it may be misspelt."""
        for number, line in enumerate(self._lines):
            country, _, kind, thousands, _ = line.split("\t", 4)
            known = country in MEKONG or kind == "country" or int(thousands) >= _METROPOLIS_THOUSANDS
            for marked in line.rpartition("\t")[2].split("|"):
                grade = _MARKS.get(marked[0], Grade.SURE)
                yield marked.lstrip(_ALL_MARKS), number * len(Grade) + grade, known and grade == Grade.SURE

    def _packed(self, key: str) -> tuple[int, ...]:
        found = self._index.get(key, ())
        return (found,) if isinstance(found, int) else found

    def senses(self, words: list[str]) -> list[Sense]:
        """Return what a name may stand for, the name given as its folded words; empty if it is no place.

        Words that meet a name only with their spaces moved ("tail and", "car y") are everyday words, so is a
        short one that meets a name of several ("malam", "Ma Lam"), and so is one ("mayo") that a longer
        spelling of it ("Ma Yo") can't redeem.
        """
        return self._senses(key_of(words), " ".join(words))

    def senses_of(self, key: str) -> list[Sense]:
        """Return what the name of a key of ours may stand for."""
        return self._senses(key, "")

    def _senses(self, key: str, spaced: str) -> list[Sense]:
        senses = [self._sense(packed, spaced) for packed in self._packed(key)]
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
        """Return the lengths, longest first, that a name in an unspaced script could have from here on."""
        return self._lengths.get(text[start : start + 2], ())

    def near(self, key: str, *, compound: bool) -> Iterator[str]:
        """Yield names that share a beginning or an end with a misspelt one, and its length give or take two.

        `compound` asks only for names of several words.
        """
        for name in {*self._edges.get("^" + key[:_EDGE], ()), *self._edges.get(key[-_EDGE:] + "$", ())}:
            close = name[0] == key[0] and abs(len(name) - len(key)) <= MOST_SLIPS
            if close and (name in self._compounds or not compound):
                yield name


def stems(spaced: str) -> str:
    """Return a folded name with each of its words without a case ending."""
    return " ".join(map(stem, spaced.split(" ")))


def places_from(path: Path) -> Gazetteer:
    """Read a gazetteer; raise OSError if there is none: without it a bot never knows where anybody is."""
    return Gazetteer(path.read_text(encoding="utf-8").splitlines())


@cache
def ordinary_words() -> frozenset[str]:
    """Return the everyday words one slip from a place that are never taken for it ("hungry", "cansada")."""
    return frozenset(DEFAULT_PATH.with_name("not_misspelt.txt").read_text(encoding="utf-8").split())


@cache
def known_places() -> Gazetteer:
    """Return the committed gazetteer, read at first use and kept."""
    return places_from(DEFAULT_PATH)
