"""The ladder: what comes after what, and what stands in when nothing answers a need.

1. services for the need in the country that can be called or written to at once and are open to the person,
   and, if none of them is independent of the police, such hotlines of the country,
2. such services and hotlines that are for others (children or seafarers alone, say),
3. services for the need in the country that have only a website or an e-mail address, then such hotlines,
4. services for the need that serve people anywhere; those that can be called stand first,
5. if nobody so far can be called or written to at once: hotlines for people anywhere.

Within each, what is near comes before the region, the region before the country, the country before its
other regions; and whatever is linked to the police comes behind all that is not, unless a crime is to be reported.
The services of the person's own state come in behind the first two others that can help at once, and only where
papers or the way home are asked for, or nobody else speaks the person's language. After the ladder there
are always the emergency numbers.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile
from typing import Final

from sqlalchemy import Connection

from directory.domain.search_types import Need, Place, Rung, Why
from directory.search.candidates import Candidate, Candidates
from directory.search.geography import cells_around
from directory.search.index import POLICE_LINKED
from directory.search.postings import Scope, Shelf, Shelves
from directory.search.query import PAPERS_OR_HOME, Asked

Step = tuple[Candidate, Why]

_ANYWHERE: Final = Scope(("*",), Rung.INTERNATIONAL)
_OTHERS_FIRST: Final = 2
_HEARD: Final = 10
"""Among how many services one must speak the person's language, else their own state is named too."""


class Ladder:
    """One search, from rung to rung; reads only as far as its steps are taken."""

    def __init__(self, connection: Connection, asked: Asked) -> None:
        """Take the question."""
        self._asked = asked
        self._here = tuple(_scopes(asked.place)) if asked.place else ()
        self._state = tuple(_scopes_of_state(asked))
        shelves = Shelves(connection, asked, (*self._here, _ANYWHERE, *self._state))
        self._candidates = Candidates(connection, asked, shelves)

    def climb(self, wanted: int) -> list[Step]:
        """Return the first `wanted` services, each once, with why it stands there.

        The order does not depend on `wanted`, so a page can be cut out of it.
        """
        steps = _once(self._others())
        heard = list(islice(steps, _HEARD))
        front = list(islice(takewhile(_helps_at_once, heard), _OTHERS_FIRST))
        rest = chain(heard[len(front) :], steps)
        return list(islice(_once(chain(front, self._own_state(heard), rest)), wanted))

    def hotlines(self, wanted: int) -> list[Step]:
        """Return where a human answers: the country's lines, then those for people anywhere."""
        human = ((Need.HUMAN, Why.NEED),)
        groups = (
            self._here_at_once(human, fits=True),
            self._here_at_once(human, fits=False),
            self._here_out_of_reach(human),
            self._in((_ANYWHERE,), *human[0]),
        )
        steps = chain.from_iterable(map(self._police_last, groups))
        return list(islice(_once(steps), wanted))

    def _others(self) -> Iterator[Step]:
        """Yield the ladder without the person's own state."""
        reachable = False
        for one, why in chain(
            self._others_here(), self._police_last(self._in((_ANYWHERE,), self._asked.need, Why.NEED))
        ):
            reachable = reachable or one.reachable
            yield one, why
        if not reachable:
            yield from self._police_last(self._in((_ANYWHERE,), Need.HUMAN, Why.HOTLINE_INSTEAD))

    def _others_here(self) -> Iterator[Step]:
        needs = [(self._asked.need, Why.NEED)]
        answered = False

        def at_once() -> Iterator[tuple[Shelf, Why]]:
            yield from self._here_at_once(needs, fits=True)
            if not answered:
                needs.append((Need.HUMAN, Why.HOTLINE_INSTEAD))
                yield from self._here_at_once(needs[1:], fits=True)

        for step in self._police_last(at_once()):
            answered = True
            yield step
        yield from self._police_last(self._here_at_once(needs, fits=False))
        yield from self._police_last(self._here_out_of_reach(needs))

    def _own_state(self, heard: list[Step]) -> Iterator[Step]:
        """Yield the services of the person's own state: where the person is, then for its people anywhere."""
        asked = self._asked
        understood = asked.language is None or any(one.speaks and one.reachable for one, _ in heard)
        if asked.need in PAPERS_OR_HOME or not understood:
            for need in dict.fromkeys((asked.need, Need.IMMIGRATION)):
                yield from self._police_last(self._in(self._state, need, Why.OWN_STATE))

    def _here_at_once(self, needs: Iterable[tuple[Need, Why]], *, fits: bool) -> Iterator[tuple[Shelf, Why]]:
        """Yield the shelves of what can be reached at once, by nearness."""
        return ((Shelf(need, scope, fits=fits), why) for need, why in needs for scope in self._here)

    def _here_out_of_reach(self, needs: Iterable[tuple[Need, Why]]) -> Iterator[tuple[Shelf, Why]]:
        """Yield the shelves of what has only a website or an e-mail address, whoever it is for, by nearness."""
        kinds = [(need, why, scope) for need, why in needs for scope in self._here]
        return (
            (Shelf(need, scope, reachable=False, fits=fits), why)
            for need, why, scope in kinds
            for fits in (True, False)
        )

    def _in(self, scopes: Iterable[Scope], need: Need, why: Why) -> Iterator[tuple[Shelf, Why]]:
        """Yield all shelves of these scopes, first what helps most."""
        kinds = [(reachable, fits) for reachable in (True, False) for fits in (True, False)]
        return ((Shelf(need, scope, *kind), why) for scope in scopes for kind in kinds)

    def _police_last(self, shelves: Iterable[tuple[Shelf, Why]]) -> Iterator[Step]:
        """Yield the services of shelves in their order, but those linked to the police behind all others.

        The next shelf is only asked for when this one has given all that is independent.
        """
        linked: list[Iterator[Step]] = []
        for shelf, why in shelves:
            found = self._candidates.on(shelf)
            for one in found:
                if one.rank >= POLICE_LINKED:
                    linked.append(_as(why, chain([one], found)))
                    break
                yield one, why
        yield from chain.from_iterable(linked)


def _scopes(place: Place) -> Iterator[Scope]:
    if place.point:
        yield Scope(tuple(f"{place.country}@{cell}" for cell in cells_around(*place.point)), Rung.NEAR)
    if place.region:
        yield Scope((place.region,), Rung.REGION)
    yield Scope((place.country,), Rung.COUNTRY)
    yield Scope((f"{place.country}*",), Rung.COUNTRY)


def _scopes_of_state(asked: Asked) -> Iterator[Scope]:
    if asked.nationality:
        if asked.country:
            yield Scope((f"{asked.country}/{asked.nationality}",), Rung.COUNTRY)
        yield Scope((f"*/{asked.nationality}",), Rung.INTERNATIONAL)


def _helps_at_once(step: Step) -> bool:
    return step[0].reachable and step[0].fits


def _as(why: Why, candidates: Iterable[Candidate]) -> Iterator[Step]:
    return ((one, why) for one in candidates)


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    """Keep the first place of each service: one that answers the need may also be a hotline."""
    seen: set[str] = set()
    for step in steps:
        if step[0].service_id not in seen:
            seen.add(step[0].service_id)
            yield step
