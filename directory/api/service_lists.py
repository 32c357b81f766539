"""Which services a list has, and in which order.

Services come by id, or by the time of their change where `modified_after` is asked, so that whoever harvests
can go on from the last one; what is searched for comes best first. Services at locations follow their services.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from directory.api.location_filter import locations_at
from directory.api.pagination import SHORT_STRIDE, STRIDE, Listing
from directory.api.query_params import Classified, OfServiceAtLocations
from directory.api.search_filter import Few, services_with, storable
from directory.api.timestamps import Changed, in_order
from directory.models import table_of

_SERVICE = table_of("service")
_ATTRIBUTE = table_of("attribute")
_TERM = table_of("taxonomy_term")
_FEW: Final = 20_000
"""So many rows are sorted quickly; above it the order of an index has to be followed."""
_MOST_TERMS: Final = 5_000


def of_taxonomy(connection: Connection, taxonomy: str) -> ColumnElement[bool]:
    """Say that a service has a term of a taxonomy: each service is looked at, unless few have one."""
    terms = select(_TERM.c.id).where(_TERM.c.taxonomy_id == taxonomy)
    # PostgreSQL knows how common a term is only if it is told which one.
    known: list[str] = list(connection.scalars(terms.limit(_MOST_TERMS + 1)))
    within = _ATTRIBUTE.c.taxonomy_term_id.in_(known if len(known) <= _MOST_TERMS else terms)
    if many_have(connection, within):
        return with_term(within)
    return _SERVICE.c.id.in_(select(_ATTRIBUTE.c.link_id).where(within))


def the_first(term: str) -> ColumnElement[bool]:
    """Say that an attribute is the first that gives a service this term.

    DISTINCT makes SQLite sort, and NOT EXISTS makes PostgreSQL read the index from its beginning.
    """
    other = _ATTRIBUTE.alias()
    same = (other.c.taxonomy_term_id == term, other.c.link_id == _ATTRIBUTE.c.link_id)
    return _ATTRIBUTE.c.id == select(func.min(other.c.id)).where(*same).scalar_subquery()


def many_have(connection: Connection, condition: ColumnElement[bool]) -> bool:
    """Say whether more attributes meet a condition than are quickly sorted."""
    some = select(_ATTRIBUTE.c.link_id).where(condition).limit(_FEW + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) > _FEW


def with_term(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a service has such an attribute; with EXISTS PostgreSQL would read all attributes, in order."""
    one = select(_ATTRIBUTE.c.id).where(_ATTRIBUTE.c.link_id == _SERVICE.c.id, condition).limit(1)
    return one.scalar_subquery().is_not(None)


_AT = table_of("service_at_location")

_AT_ONCE = 500
_CHANGED = Changed(_SERVICE.c.last_modified, _SERVICE.c.id)


@dataclass(frozen=True)
class Source:
    """Where a list begins: the order of its rows, what is joined to what, and which conditions that meets."""

    keys: Sequence[ColumnElement[Any]]
    tables: Any
    where: Sequence[ColumnElement[bool]] = ()
    twins: Sequence[ColumnElement[Any]] = ()
    begins: str | None = None


def services(connection: Connection, asked: Classified) -> Listing | Few:
    """Return the services that are asked for."""
    if not _storable(asked):
        return Few()
    if asked.search:
        found = services_with(connection, asked.search)
        return _few(connection, asked, found, _SERVICE.c.id, _SERVICE.c.id)
    return _listing(connection, asked, "service", _source(connection, asked))


def service_at_locations(connection: Connection, asked: OfServiceAtLocations) -> Listing | Few:
    """Return the services at locations that are asked for: by their services, by their places, or both."""
    nowhere = asked.proximity and not asked.postcode
    if nowhere or not _storable(asked) or not storable(asked.postcode):
        return Few()
    places, found = None, None
    if asked.search:
        found = _few(connection, asked, services_with(connection, asked.search), _AT.c.service_id, _AT.c.id)
    if asked.postcode:
        near = locations_at(connection, asked.postcode, asked.proximity)
        places = _few(connection, asked, near, _AT.c.location_id, _AT.c.id)
    if places and found:
        return Few([one for one in found.ids if one in set(places.ids)])
    return places or found or _listing(connection, asked, "service_at_location", _at_locations(connection, asked))


def _storable(asked: Classified) -> bool:
    return storable(asked.taxonomy_term_id, asked.taxonomy_id, asked.organization_id, asked.search)


def _source(connection: Connection, asked: Classified) -> Source:
    """Return the order that lets the database stop as soon as a page is full."""
    with_term = _ATTRIBUTE.c.taxonomy_term_id == asked.taxonomy_term_id
    if asked.taxonomy_term_id and not (asked.since and many_have(connection, with_term)):
        link = _ATTRIBUTE.c.link_id
        tables = _ATTRIBUTE.join(_SERVICE, _SERVICE.c.id == link)
        return Source((link,), tables, (with_term, the_first(asked.taxonomy_term_id)), (_SERVICE.c.id,))
    if asked.since:
        return Source((_CHANGED,), _SERVICE, (_CHANGED.is_not(None),), (), in_order(asked.since))
    return Source((_SERVICE.c.id,), _SERVICE)


def _at_locations(connection: Connection, asked: Classified) -> Source:
    source = _source(connection, asked)
    if source.tables is _SERVICE and not (asked.since or asked.organization_id or asked.taxonomy_id):
        return Source((_AT.c.service_id, _AT.c.id), _AT)
    joined = source.tables.join(_AT, _AT.c.service_id == _SERVICE.c.id)
    twins = (*source.twins, _AT.c.service_id) if source.begins is None else ()
    return Source((*source.keys, _AT.c.id), joined, source.where, twins, source.begins)


def _listing(connection: Connection, asked: Classified, table: str, source: Source) -> Listing:
    term, later = asked.taxonomy_term_id, None if source.begins else asked.since
    conditions = _conditions(connection, asked, later=later is not None)
    if term and not (source.where and source.begins is None):
        conditions.append(with_term(_ATTRIBUTE.c.taxonomy_term_id == term))
    rows = select(*source.keys).select_from(source.tables).where(*source.where, *conditions)
    name = (table, term, asked.taxonomy_id, asked.organization_id, later, source.begins is not None)
    simple = source.tables in {_SERVICE, _AT} and not conditions
    return Listing(name, rows, source.keys, source.twins, source.begins, STRIDE if simple else SHORT_STRIDE)


def _few(
    connection: Connection,
    asked: Classified,
    ids: Sequence[str],
    column: ColumnElement[Any],
    element: ColumnElement[Any],
) -> Few:
    """Return the elements whose `column` is one of `ids`, in the order of `ids`, if all else that is asked fits."""
    tables = _SERVICE if element is _SERVICE.c.id else _AT.join(_SERVICE, _SERVICE.c.id == _AT.c.service_id)
    conditions = _conditions(connection, asked, later=True)
    if asked.taxonomy_term_id:
        conditions.append(with_term(_ATTRIBUTE.c.taxonomy_term_id == asked.taxonomy_term_id))
    found: list[tuple[str, str]] = []
    for first in range(0, len(ids), _AT_ONCE):
        chosen = column.in_(ids[first : first + _AT_ONCE])
        rows = connection.execute(select(column, element).select_from(tables).where(chosen, *conditions))
        found += [(row[0], row[1]) for row in rows]
    order = {one: place for place, one in enumerate(ids)}
    return Few([one for _, one in sorted(found, key=lambda row: (order[row[0]], row[1]))])


def _conditions(connection: Connection, asked: Classified, *, later: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.organization_id:
        conditions.append(_SERVICE.c.organization_id == asked.organization_id)
    if asked.taxonomy_id:
        conditions.append(of_taxonomy(connection, asked.taxonomy_id))
    if later and asked.since:
        conditions.append(in_order(asked.since) <= _CHANGED)
    return conditions
