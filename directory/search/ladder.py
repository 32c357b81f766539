"""The ladder: what comes after what, and what stands in when nothing answers a need.

1. services for the need in the country that anybody can call or write to at once,
2. if there are none: the country's hotlines that answer anybody,
3. such services and hotlines that are for children or seafarers alone,
4. services for the need in the country that have only a website or an e-mail address, then such hotlines,
5. services for the need that serve people anywhere; those that can be called stand first,
6. if nobody so far can be called or written to at once: hotlines for people anywhere.

Within each, the region comes before the country and the country before its other regions.
After the ladder there are always the emergency numbers.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from directory.search.candidates import Candidate, for_anyone, in_country
from directory.search.shapes import Need, Place, Why

Step = tuple[Candidate, Why]


def climb(connection: Connection, need: Need, place: Place | None, language: str | None, wanted: int) -> list[Step]:
    """Return the first `wanted` services of the ladder, each once, with why it stands there.

    The order does not depend on `wanted`, so a page can be cut out of it.
    """
    here = in_country(connection, need, place, language, wanted) if place else []
    steps = _as(Why.NEED, filter(_answers_anybody, here))
    lines = in_country(connection, Need.HUMAN, place, language, wanted) if place and not steps else []
    steps += _as(Why.HOTLINE_INSTEAD, filter(_answers_anybody, lines))
    for reachable in (True, False):
        steps += _as(Why.NEED, (one for one in here if one.reachable is reachable))
        steps += _as(Why.HOTLINE_INSTEAD, (line for line in lines if line.reachable is reachable))
    if len(_once(steps)) < wanted:
        steps += _as(Why.NEED, for_anyone(connection, need, language, wanted))
    if not any(one.reachable for one, _ in steps):
        steps += _as(Why.HOTLINE_INSTEAD, for_anyone(connection, Need.HUMAN, language, wanted))
    return _once(steps)[:wanted]


def hotlines(connection: Connection, place: Place | None, language: str | None, wanted: int) -> list[Step]:
    """Return where a human answers: the country's lines, then those for people anywhere."""
    lines = in_country(connection, Need.HUMAN, place, language, wanted) if place else []
    if len(lines) < wanted:
        lines += for_anyone(connection, Need.HUMAN, language, wanted)
    return _once(_as(Why.NEED, lines))[:wanted]


def _answers_anybody(one: Candidate) -> bool:
    return one.reachable and one.made_for is None


def _as(why: Why, candidates: Iterable[Candidate]) -> list[Step]:
    return [(one, why) for one in candidates]


def _once(steps: list[Step]) -> list[Step]:
    """Keep the first place of each service: one that answers the need may also be a hotline."""
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(step[0].service_id, step)
    return list(first.values())
