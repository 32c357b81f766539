"""Posting lists: the services of `search_entry` by need, scope and language, read with few statements.

If a scope has few services for a need, one statement reads them all. Only a scope with more than BLOCK of them is
read list by list and block by block, as far as the caller pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Executable, bindparam, literal, select, union_all
from sqlmodel import col

from directory.domain.search_types import Need, Proximity
from directory.models import SearchEntry
from directory.search.query import SearchQuery

BLOCK: Final = 50


@dataclass(frozen=True, slots=True)
class Scope:
    """Scopes of `search_entry` (several only around a point on the map), and how near they are to the person."""

    codes: tuple[str, ...]
    proximity: Proximity


@dataclass(frozen=True, slots=True)
class PostingList:
    """Selects services for a need in a scope, by whether they are reachable at once and open to the person."""

    need: Need
    scope: Scope
    reachable: bool = True
    fits: bool = True


class Posting(NamedTuple):
    """One row of `search_entry`, and whether it is there for the person's language."""

    speaks: bool
    service_id: str
    rank: int
    open_to: int
    focus: int
    verified_at: datetime | None
    reach: int


Key = tuple[Need, Scope]


class Postings:
    """The posting lists of one search; reads each at most once and only on demand."""

    def __init__(self, connection: Connection, query: SearchQuery, scopes: tuple[Scope, ...]) -> None:
        """Take all scopes of the search: those of the country are read together, then the international ones."""
        self._connection, self._query, self._scopes = connection, query, scopes
        self._languages = (query.language, "") if query.language else ("",)
        self._loaded: dict[Key, list[Posting] | None] = {}

    def blocks(self, posting_list: PostingList) -> Iterator[list[Posting]]:
        """Yield the postings of a list, best first; in each block those that speak the language come first."""
        postings = self._load(posting_list.need, posting_list.scope)
        if postings is None:
            yield from self._read_blocks(posting_list)
        else:
            yield [posting for posting in postings if self._matches(posting, posting_list)]

    def _matches(self, posting: Posting, posting_list: PostingList) -> bool:
        fits = bool(posting.open_to & self._query.eligibility)
        return (posting.reach == 0) is posting_list.reachable and fits is posting_list.fits

    def _load(self, need: Need, scope: Scope) -> list[Posting] | None:
        """Return all postings for a need in a scope; None if they are too many to read at once."""
        if (need, scope) not in self._loaded:
            # Most searches end in the country: international services are read only if they are wanted.
            far = scope.proximity is Proximity.INTERNATIONAL
            group = tuple(other for other in self._scopes if (other.proximity is Proximity.INTERNATIONAL) is far)
            self._loaded.update(self._read_scopes(need, group))
        return self._loaded[need, scope]

    def _read_scopes(self, need: Need, scopes: tuple[Scope, ...]) -> dict[Key, list[Posting] | None]:
        branches = [(scope, code, lang) for scope in scopes for code in scope.codes for lang in self._languages]
        params: dict[str, Any] = {"need": need.value}
        for number, (_, code, language) in enumerate(branches):
            params |= {f"scope{number}": code, f"language{number}": language}
        postings: list[list[Posting]] = [[] for _ in branches]
        rows: Any = self._connection.execute(_scopes_stmt(len(branches)), params)
        for number, *values in rows:
            postings[number].append(Posting(branches[number][2] != "", *values))
        loaded: dict[Key, list[Posting] | None] = {(need, scope): [] for scope in scopes}
        for (scope, *_), entries in zip(branches, postings, strict=True):
            before = loaded[need, scope]
            loaded[need, scope] = None if before is None or len(entries) == BLOCK else before + entries
        return loaded

    def _read_blocks(self, posting_list: PostingList) -> Iterator[list[Posting]]:
        params: dict[str, Any] = {
            "need": posting_list.need.value,
            "scopes": posting_list.scope.codes,
            "reach": 0 if posting_list.reachable else 1,
            "eligibility": self._query.eligibility,
            "start": 0,
        }
        is_last = False
        while not is_last:
            block: list[Posting] = []
            for language in self._languages:
                stmt = _FITTING if posting_list.fits else _UNFITTING
                rows: Any = self._connection.execute(stmt, params | {"language": language}).all()
                block += [Posting(language != "", *row) for row in rows]
                is_last = len(rows) < BLOCK
            yield block
            params["start"] += BLOCK


_COLUMNS: Final = (
    col(SearchEntry.service_id),
    col(SearchEntry.rank),
    col(SearchEntry.open_to),
    col(SearchEntry.focus),
    col(SearchEntry.verified_at),
    col(SearchEntry.reach),
)


@lru_cache(maxsize=64)
def _scopes_stmt(branches: int) -> Executable:
    """Return one statement for the first postings of several scopes and languages; a row begins with its branch."""
    return union_all(*(select(_branch(number)) for number in range(branches)))


def _branch(number: int) -> Any:
    return (
        select(literal(number).label("branch"), *_COLUMNS)
        .where(
            col(SearchEntry.need) == bindparam("need"),
            col(SearchEntry.scope) == bindparam(f"scope{number}"),
            col(SearchEntry.language) == bindparam(f"language{number}"),
        )
        .order_by(col(SearchEntry.reach), col(SearchEntry.rank), col(SearchEntry.service_id))
        .limit(BLOCK)
        .subquery()
    )


def _block_stmt(*, fits: bool) -> Executable:
    shared = col(SearchEntry.open_to).bitwise_and(bindparam("eligibility"))
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


_FITTING: Final = _block_stmt(fits=True)
_UNFITTING: Final = _block_stmt(fits=False)
