"""Ranking: the order of the results, and what replaces them if nothing answers a need.

1. services for the need in the country that are reachable at once (by phone, SMS or chat) and open to the person,
   and, if none of them is independent of the police, hotlines of the country of this kind,
2. such services and hotlines that are for others (only for children or seafarers, say),
3. services for the need in the country that have only a website or an e-mail address, then such hotlines,
4. services for the need that serve people anywhere; those with a phone come first,
5. if no result so far is reachable at once: hotlines for people anywhere.

Within each group, services nearby come before the region, the region before the country, the country before its
other regions, which for somebody who told their region follow the hotlines of the country; and services linked to the
police come after all others, unless the person wants to report a crime.
Services of the person's home state come after the first two others that help at once, and only if the person needs
papers or a way home, or if no one else speaks their language. Emergency numbers always follow the list.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile
from typing import Final

from sqlalchemy import Connection

from directory.domain.search_types import MatchKind, Need, Place, Proximity
from directory.search.candidates import Candidate, Candidates
from directory.search.geography import cells_around
from directory.search.index import POLICE_LINKED
from directory.search.postings import PostingList, Postings, Scope
from directory.search.query import CONSULAR_NEEDS, SearchQuery

Match = tuple[Candidate, MatchKind]
MatchingList = tuple[PostingList, MatchKind]

_ANYWHERE: Final = Scope(("*",), Proximity.INTERNATIONAL)
_BEFORE_HOME_STATE: Final = 2
_LANGUAGE_WINDOW: Final = 10
"""If none of this many services speaks the person's language, services of their home state are added."""


class Ranking:
    """The ranking of one search; reads only as far as its matches are consumed."""

    def __init__(self, connection: Connection, query: SearchQuery) -> None:
        """Prepare the ranking; nothing is read yet."""
        self._query = query
        self._local_scopes = tuple(_local_scopes(query.place)) if query.place else ()
        self._home_state_scopes = tuple(_home_state_scopes(query))
        postings = Postings(connection, query, (*self._local_scopes, _ANYWHERE, *self._home_state_scopes))
        self._candidates = Candidates(connection, query, postings)

    def top(self, limit: int) -> list[Match]:
        """Return the first `limit` services, each once, with the kind of match.

        The order does not depend on `limit`, so a page is a slice of it.
        """
        others = _unique(self._without_home_state())
        window = list(islice(others, _LANGUAGE_WINDOW))
        front = list(islice(takewhile(_helps_at_once, window), _BEFORE_HOME_STATE))
        rest = chain(window[len(front) :], others)
        return list(islice(_unique(chain(front, self._home_state(window), rest)), limit))

    def hotlines(self, limit: int) -> list[Match]:
        """Return lines with a human on the phone: first the country's, then those for people anywhere."""
        human = ((Need.HUMAN, MatchKind.NEED),)
        groups = (
            self._reachable(human, fits=True),
            self._reachable(human, fits=False),
            self._unreachable(human),
            self._all_lists((_ANYWHERE,), *human[0]),
        )
        matches = chain.from_iterable(map(self._police_last, groups))
        return list(islice(_unique(matches), limit))

    def _without_home_state(self) -> Iterator[Match]:
        is_reachable = False
        anywhere = self._all_lists((_ANYWHERE,), self._query.need, MatchKind.NEED)
        for match in chain(self._local(), self._police_last(anywhere)):
            is_reachable = is_reachable or match[0].reachable
            yield match
        if not is_reachable:
            hotlines = self._all_lists((_ANYWHERE,), Need.HUMAN, MatchKind.HOTLINE_INSTEAD)
            yield from self._police_last(hotlines)

    def _local(self) -> Iterator[Match]:
        needs = [(self._query.need, MatchKind.NEED)]
        is_answered = False
        # Whoever told their region is better served by the country's hotline than by another region's services.
        is_region_known = bool(self._query.place and self._query.place.region)
        elsewhere = self._local_scopes[-1:] if is_region_known else ()
        in_reach = [scope for scope in self._local_scopes if scope not in elsewhere]

        def reachable() -> Iterator[MatchingList]:
            yield from _reachable_lists(needs, in_reach)
            if not is_answered:
                needs.append((Need.HUMAN, MatchKind.HOTLINE_INSTEAD))
                yield from _reachable_lists(needs[1:], in_reach)
            yield from _reachable_lists(needs, elsewhere)

        for match in self._police_last(reachable()):
            is_answered = True
            yield match
        yield from self._police_last(self._reachable(needs, fits=False))
        yield from self._police_last(self._unreachable(needs))

    def _home_state(self, window: list[Match]) -> Iterator[Match]:
        """Yield services of the person's home state: where the person is, then for its citizens anywhere."""
        query = self._query
        is_understood = query.language is None or any(match.speaks and match.reachable for match, _ in window)
        if query.need in CONSULAR_NEEDS or not is_understood:
            for need in dict.fromkeys((query.need, Need.IMMIGRATION)):
                yield from self._police_last(self._all_lists(self._home_state_scopes, need, MatchKind.OWN_STATE))

    def _reachable(self, needs: Iterable[tuple[Need, MatchKind]], *, fits: bool) -> Iterator[MatchingList]:
        """Yield the local lists of services that are reachable at once, nearest first."""
        return _reachable_lists(needs, self._local_scopes, fits=fits)

    def _unreachable(self, needs: Iterable[tuple[Need, MatchKind]]) -> Iterator[MatchingList]:
        """Yield the local lists of services with only a website or an e-mail address, for anyone, nearest first."""
        scoped = [(need, kind, scope) for need, kind in needs for scope in self._local_scopes]
        return (
            (PostingList(need, scope, reachable=False, fits=fits), kind)
            for need, kind, scope in scoped
            for fits in (True, False)
        )

    def _all_lists(self, scopes: Iterable[Scope], need: Need, kind: MatchKind) -> Iterator[MatchingList]:
        """Yield all lists of these scopes, the most helpful first."""
        filters = [(reachable, fits) for reachable in (True, False) for fits in (True, False)]
        return ((PostingList(need, scope, *flags), kind) for scope in scopes for flags in filters)

    def _police_last(self, posting_lists: Iterable[MatchingList]) -> Iterator[Match]:
        """Yield the services of the lists in their order, but those linked to the police after all others.

        The next list is requested only after all independent services of this one were yielded.
        """
        police_linked: list[Iterator[Match]] = []
        for posting_list, kind in posting_lists:
            candidates = self._candidates.from_list(posting_list)
            for candidate in candidates:
                if candidate.rank >= POLICE_LINKED:
                    police_linked.append(_with_kind(kind, chain([candidate], candidates)))
                    break
                yield candidate, kind
        yield from chain.from_iterable(police_linked)


def _reachable_lists(
    needs: Iterable[tuple[Need, MatchKind]], scopes: Iterable[Scope], *, fits: bool = True
) -> Iterator[MatchingList]:
    return ((PostingList(need, scope, fits=fits), kind) for need, kind in needs for scope in scopes)


def _local_scopes(place: Place) -> Iterator[Scope]:
    if place.point:
        yield Scope(tuple(f"{place.country}@{cell}" for cell in cells_around(*place.point)), Proximity.NEAR)
    if place.region:
        yield Scope((place.region,), Proximity.REGION)
    yield Scope((place.country,), Proximity.COUNTRY)
    yield Scope((f"{place.country}*",), Proximity.COUNTRY)


def _home_state_scopes(query: SearchQuery) -> Iterator[Scope]:
    if query.nationality:
        if query.country:
            yield Scope((f"{query.country}/{query.nationality}",), Proximity.COUNTRY)
        yield Scope((f"*/{query.nationality}",), Proximity.INTERNATIONAL)


def _helps_at_once(match: Match) -> bool:
    return match[0].reachable and match[0].fits


def _with_kind(kind: MatchKind, candidates: Iterable[Candidate]) -> Iterator[Match]:
    return ((candidate, kind) for candidate in candidates)


def _unique(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield each service at its first position: a service for the need may also be a hotline."""
    seen: set[str] = set()
    for match in matches:
        if match[0].service_id not in seen:
            seen.add(match[0].service_id)
            yield match
