"""Where services stand in `search_entry`, and how they are read from there with few questions.

A place that knows few services is read with one question for a need, whole. Only where there are
more than BLOCK is a single shelf read, block by block, as far as somebody pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Executable, bindparam, literal, select, union_all
from sqlmodel import col

from directory.domain.search_types import Need, Rung
from directory.models import SearchEntry
from directory.search.query import Asked

BLOCK: Final = 50


@dataclass(frozen=True, slots=True)
class Scope:
    """Scopes of `search_entry`, several only for a point on the map, and what they mean to the person who asks."""

    codes: tuple[str, ...]
    rung: Rung


@dataclass(frozen=True, slots=True)
class Shelf:
    """Services for a need in a scope: those that can be reached at once or not, are open to the person or not."""

    need: Need
    scope: Scope
    reachable: bool = True
    fits: bool = True


class Entry(NamedTuple):
    """One row of `search_entry`, and whether it stands there for the person's language."""

    speaks: bool
    service_id: str
    rank: int
    open_to: int
    focus: int
    verified_at: datetime | None
    reach: int


Key = tuple[Need, Scope]


class Shelves:
    """The shelves of one search; reads each at most once and only when it is asked for."""

    def __init__(self, connection: Connection, asked: Asked, scopes: tuple[Scope, ...]) -> None:
        """Take every scope that the search may ask for; those of the country are read together, then the others."""
        self._connection, self._asked, self._scopes = connection, asked, scopes
        self._languages = (asked.language, "") if asked.language else ("",)
        self._whole: dict[Key, list[Entry] | None] = {}

    def blocks(self, shelf: Shelf) -> Iterator[list[Entry]]:
        """Yield the entries of a shelf, best first; within a block those that speak the language stand first."""
        whole = self._read(shelf.need, shelf.scope)
        if whole is None:
            yield from self._one_by_one(shelf)
        else:
            yield [entry for entry in whole if self._stands_on(entry, shelf)]

    def _stands_on(self, entry: Entry, shelf: Shelf) -> bool:
        return (entry.reach == 0) is shelf.reachable and bool(entry.open_to & self._asked.door) is shelf.fits

    def _read(self, need: Need, scope: Scope) -> list[Entry] | None:
        """Return all entries for a need in a scope, None where they are too many to read at once."""
        if (need, scope) not in self._whole:
            # Most searches end in the country: what serves people anywhere is read only where it is wanted.
            far = scope.rung is Rung.INTERNATIONAL
            together = tuple(one for one in self._scopes if (one.rung is Rung.INTERNATIONAL) is far)
            self._whole.update(self._together(need, together))
        return self._whole[need, scope]

    def _together(self, need: Need, scopes: tuple[Scope, ...]) -> dict[Key, list[Entry] | None]:
        arms = [(scope, code, language) for scope in scopes for code in scope.codes for language in self._languages]
        given: dict[str, Any] = {"need": need.value}
        for number, (_, code, language) in enumerate(arms):
            given |= {f"scope{number}": code, f"language{number}": language}
        found: list[list[Entry]] = [[] for _ in arms]
        rows: Any = self._connection.execute(_several(len(arms)), given)
        for arm, *values in rows:
            found[arm].append(Entry(arms[arm][2] != "", *values))
        whole: dict[Key, list[Entry] | None] = {(need, scope): [] for scope in scopes}
        for (scope, *_), entries in zip(arms, found, strict=True):
            there = whole[need, scope]
            whole[need, scope] = None if there is None or len(entries) == BLOCK else there + entries
        return whole

    def _one_by_one(self, shelf: Shelf) -> Iterator[list[Entry]]:
        given: dict[str, Any] = {
            "need": shelf.need.value,
            "scopes": shelf.scope.codes,
            "reach": 0 if shelf.reachable else 1,
            "door": self._asked.door,
            "start": 0,
        }
        last = False
        while not last:
            block: list[Entry] = []
            for language in self._languages:
                question = _FITTING if shelf.fits else _UNFITTING
                rows: Any = self._connection.execute(question, given | {"language": language}).all()
                block += [Entry(language != "", *row) for row in rows]
                last = len(rows) < BLOCK
            yield block
            given["start"] += BLOCK


_COLUMNS: Final = (
    col(SearchEntry.service_id),
    col(SearchEntry.rank),
    col(SearchEntry.open_to),
    col(SearchEntry.focus),
    col(SearchEntry.verified_at),
    col(SearchEntry.reach),
)


@lru_cache(maxsize=64)
def _several(arms: int) -> Executable:
    """Return one question for the first entries of several scopes and languages; a row begins with its arm."""
    return union_all(*(select(_arm(number)) for number in range(arms)))


def _arm(number: int) -> Any:
    return (
        select(literal(number).label("arm"), *_COLUMNS)
        .where(
            col(SearchEntry.need) == bindparam("need"),
            col(SearchEntry.scope) == bindparam(f"scope{number}"),
            col(SearchEntry.language) == bindparam(f"language{number}"),
        )
        .order_by(col(SearchEntry.reach), col(SearchEntry.rank), col(SearchEntry.service_id))
        .limit(BLOCK)
        .subquery()
    )


def _shelf(*, fits: bool) -> Executable:
    shared = col(SearchEntry.open_to).bitwise_and(bindparam("door"))
    return (
        select(*_COLUMNS)
        .where(
            col(SearchEntry.need) == bindparam("need"),
            col(SearchEntry.scope).in_(bindparam("scopes", expanding=True)),
            col(SearchEntry.language) == bindparam("language"),
            col(SearchEntry.reach) == bindparam("reach"),
            shared != 0 if fits else shared == 0,
        )
        .order_by(col(SearchEntry.rank), col(SearchEntry.service_id))
        .limit(BLOCK)
        .offset(bindparam("start"))
    )


_FITTING: Final = _shelf(fits=True)
_UNFITTING: Final = _shelf(fits=False)
