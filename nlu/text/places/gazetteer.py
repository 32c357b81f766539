"""The gazetteer in memory: every folded name of a place, and its senses.

Names are stored without spaces, so that "chiang mai", "Chiang-Mai" and "chiangmai" are one key. A line is parsed only
when one of its names is looked up, which keeps loading fast and memory small.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

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
_LINE_BITS = 32
_MOST_PARSED = 512
"""Parsed lines that are kept."""
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


class Line(NamedTuple):
    """A parsed line of the list: the sense of an unmarked name, and its names, plain, stemmed and as keys."""

    sense: Sense
    names: list[str]
    spaced: list[str]
    keys: list[str]


class Gazetteer:
    """An index of names, built from the text of `places.tsv`.

    200,000 names as strings would take 40 MB: an entry is the checksum of a name and its line, verified when found.
    """

    def __init__(self, data: bytes) -> None:
        """Index the names of all lines."""
        self.data = data
        self._starts = array("I")
        entries: list[int] = []
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        edges: defaultdict[str, list[str]] = defaultdict(list)
        self._compounds: set[str] = set()
        for name, key, packed, well_known in self._names():
            entries.append(_checksum(key) << _LINE_BITS | packed)
            if key > "\u0e00" and is_unspaced(key):
                lengths[key[:2]].add(len(key))
            if well_known and len(key) >= MIN_FUZZY_LENGTH:
                edges["^" + key[:_EDGE]].append(key)
                edges[key[-_EDGE:] + "$"].append(key)
                self._compounds.update({key} if " " in name else ())
        entries.sort()
        self._entries = array("Q", entries)
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}
        self._edges = dict(edges)
        self.line = lru_cache(_MOST_PARSED)(self._parse)

    def _names(self) -> Iterator[tuple[str, str, int, bool]]:
        """Yield each name, its key, line number and grade in one integer, and whether it may be matched fuzzily."""
        start = 0
        for number, raw in enumerate(self.data.splitlines(keepends=True)):
            self._starts.append(start)
            start += len(raw)
            country, _, kind, thousands, _, _, _, names, _ = raw.decode().split("\t")
            known = country in MEKONG or kind == "country" or int(thousands) >= _METROPOLIS_THOUSANDS
            for marked in names.split("|"):
                grade = _MARKS.get(marked[0], Grade.SURE)
                name = marked[1:] if grade else marked
                key = name.replace(" ", "") if name.isascii() else name_key(name.split(" "))
                yield name, key, number * len(Grade) + grade, known and grade == Grade.SURE

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
        checksum = _checksum(key) << _LINE_BITS
        position = bisect_left(self._entries, checksum)
        senses = []
        while position < len(self._entries) and self._entries[position] - checksum < 1 << _LINE_BITS:
            number, grade = divmod(self._entries[position] - checksum, len(Grade))
            line = self.line(number)
            if key in line.keys:
                different = spaced and (" " in spaced or len(spaced) <= _SHORT) and stems(spaced) not in line.spaced
                senses.append(line.sense._replace(grade=Grade.EVERYDAY if different else Grade(grade)))
            position += 1
        worst = max((sense.grade for sense in senses), default=Grade.SURE)
        return [sense._replace(grade=worst) for sense in senses] if worst >= Grade.WORD else senses

    def _parse(self, number: int) -> Line:
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.data)
        line = self.data[self._starts[number] : end].decode().rstrip("\n")
        country, region, kind, thousands, english, latitude, longitude, names, _ = line.split("\t")
        known = [name.lstrip(_ALL_MARKS) for name in names.split("|")]
        size = int(thousands)
        if kind == "province":
            size = _PROVINCE_THOUSANDS if country in MEKONG else _METROPOLIS_THOUSANDS
        point = (float(latitude), float(longitude)) if latitude else None
        sense = Sense(country, region, kind, size, english, Grade.SURE, point)
        return Line(sense, known, [stems(name) for name in known], [name_key(name.split(" ")) for name in known])

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


def _checksum(key: str) -> int:
    return crc32(key.encode("utf-8", "replace"))


def stems(spaced: str) -> str:
    """Return a folded name with all words stemmed."""
    return " ".join(map(stem, spaced.split(" ")))


def load_gazetteer(path: Path) -> Gazetteer:
    """Load a gazetteer; raise OSError if it is missing: the bot cannot work without it."""
    return Gazetteer(path.read_bytes())


@cache
def never_misspelt() -> frozenset[str]:
    """Return everyday words that are similar to a place but never a misspelling of it ("hungry", "cansada")."""
    return frozenset(DEFAULT_PATH.with_name("not_misspelt.txt").read_text(encoding="utf-8").split())


@cache
def default_gazetteer() -> Gazetteer:
    """Return the committed gazetteer, loaded at first use."""
    return load_gazetteer(DEFAULT_PATH)
