"""Lists of services, and of services at locations: their filters and their order.

Services are sorted by id, or by the time of their last change if `modified_after` is given, so that a harvester can
continue from the last one; search results are sorted by score. Services at locations follow their services.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from directory.api.filters import IdList, is_storable, locations_by_postcode, search_services
from directory.api.pagination import SHORT_STRIDE, STRIDE, KeysetList
from directory.api.query_params import ServiceAtLocationListParams, ServiceFilterParams
from directory.api.timestamps import LastModifiedKey, sortable_timestamp
from directory.models import hsds_table

_SERVICE = hsds_table("service")
_ATTRIBUTE = hsds_table("attribute")
_TERM = hsds_table("taxonomy_term")
_AT_LOCATION = hsds_table("service_at_location")
_LAST_MODIFIED_KEY = LastModifiedKey(_SERVICE.c.last_modified, _SERVICE.c.id)
_BATCH_SIZE: Final = 500
_MAX_SORTED_ROWS: Final = 20_000
"""Up to this number rows are sorted quickly; above it a query must follow the order of an index."""
_MAX_TERMS: Final = 5_000


def has_term_of_taxonomy(connection: Connection, taxonomy: str) -> ColumnElement[bool]:
    """Return the condition that a service has a term of a taxonomy, as a subquery per service unless few match."""
    terms = select(_TERM.c.id).where(_TERM.c.taxonomy_id == taxonomy)
    # PostgreSQL can estimate how common a term is only if its value is in the statement.
    known: list[str] = list(connection.scalars(terms.limit(_MAX_TERMS + 1)))
    within = _ATTRIBUTE.c.taxonomy_term_id.in_(known if len(known) <= _MAX_TERMS else terms)
    if is_common(connection, within):
        return has_term(within)
    return _SERVICE.c.id.in_(select(_ATTRIBUTE.c.link_id).where(within))


def is_first_with_term(term: str) -> ColumnElement[bool]:
    """Return the condition that an attribute is the first that gives a service this term.

    DISTINCT would make SQLite sort, and NOT EXISTS would make PostgreSQL read the index from its beginning.
    """
    other = _ATTRIBUTE.alias()
    same = (other.c.taxonomy_term_id == term, other.c.link_id == _ATTRIBUTE.c.link_id)
    return _ATTRIBUTE.c.id == select(func.min(other.c.id)).where(*same).scalar_subquery()


def is_common(connection: Connection, condition: ColumnElement[bool]) -> bool:
    """Return whether more attributes meet a condition than can be sorted quickly."""
    some = select(_ATTRIBUTE.c.link_id).where(condition).limit(_MAX_SORTED_ROWS + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) > _MAX_SORTED_ROWS


def has_term(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a service has such an attribute; for EXISTS PostgreSQL would read all attributes."""
    attribute = select(_ATTRIBUTE.c.id).where(_ATTRIBUTE.c.link_id == _SERVICE.c.id, condition).limit(1)
    return attribute.scalar_subquery().is_not(None)


@dataclass(frozen=True)
class RowSource:
    """The base of a list: the order of its rows, the joined tables, and the conditions that these already meet."""

    keys: Sequence[ColumnElement[Any]]
    tables: Any
    where: Sequence[ColumnElement[bool]] = ()
    same_columns: Sequence[ColumnElement[Any]] = ()
    start: str | None = None


def services(connection: Connection, params: ServiceFilterParams) -> KeysetList | IdList:
    """Return the services that match the parameters."""
    if not _is_storable(params):
        return IdList()
    if params.search:
        matches = search_services(connection, params.search)
        return _matching_ids(connection, params, matches, _SERVICE.c.id, _SERVICE.c.id)
    return _keyset_list(connection, params, "service", _row_source(connection, params))


def service_at_locations(connection: Connection, params: ServiceAtLocationListParams) -> KeysetList | IdList:
    """Return the services at locations that match the parameters: by service, by postcode, or both."""
    nowhere = params.proximity and not params.postcode
    if nowhere or not _is_storable(params) or not is_storable(params.postcode):
        return IdList()
    by_search, by_place = None, None
    if params.search:
        matches = search_services(connection, params.search)
        by_search = _matching_ids(connection, params, matches, _AT_LOCATION.c.service_id, _AT_LOCATION.c.id)
    if params.postcode:
        near = locations_by_postcode(connection, params.postcode, params.proximity)
        by_place = _matching_ids(connection, params, near, _AT_LOCATION.c.location_id, _AT_LOCATION.c.id)
    if by_place and by_search:
        return IdList([item for item in by_search.ids if item in set(by_place.ids)])
    if by_place or by_search:
        return by_place or by_search or IdList()
    return _keyset_list(connection, params, "service_at_location", _service_at_location_source(connection, params))


def _is_storable(params: ServiceFilterParams) -> bool:
    return is_storable(params.taxonomy_term_id, params.taxonomy_id, params.organization_id, params.search)


def _row_source(connection: Connection, params: ServiceFilterParams) -> RowSource:
    """Return the order in which the database can stop as soon as a page is full."""
    with_term = _ATTRIBUTE.c.taxonomy_term_id == params.taxonomy_term_id
    if params.taxonomy_term_id and not (params.since and is_common(connection, with_term)):
        link = _ATTRIBUTE.c.link_id
        tables = _ATTRIBUTE.join(_SERVICE, _SERVICE.c.id == link)
        return RowSource((link,), tables, (with_term, is_first_with_term(params.taxonomy_term_id)), (_SERVICE.c.id,))
    if params.since:
        return RowSource(
            (_LAST_MODIFIED_KEY,), _SERVICE, (_LAST_MODIFIED_KEY.is_not(None),), (), sortable_timestamp(params.since)
        )
    return RowSource((_SERVICE.c.id,), _SERVICE)


def _service_at_location_source(connection: Connection, params: ServiceFilterParams) -> RowSource:
    source = _row_source(connection, params)
    if source.tables is _SERVICE and not (params.since or params.organization_id or params.taxonomy_id):
        return RowSource((_AT_LOCATION.c.service_id, _AT_LOCATION.c.id), _AT_LOCATION)
    joined = source.tables.join(_AT_LOCATION, _AT_LOCATION.c.service_id == _SERVICE.c.id)
    same_columns = (*source.same_columns, _AT_LOCATION.c.service_id) if source.start is None else ()
    return RowSource((*source.keys, _AT_LOCATION.c.id), joined, source.where, same_columns, source.start)


def _keyset_list(connection: Connection, params: ServiceFilterParams, table: str, source: RowSource) -> KeysetList:
    term, later = params.taxonomy_term_id, None if source.start else params.since
    conditions = _conditions(connection, params, later=later is not None)
    if term and not (source.where and source.start is None):
        conditions.append(has_term(_ATTRIBUTE.c.taxonomy_term_id == term))
    rows = select(*source.keys).select_from(source.tables).where(*source.where, *conditions)
    name = (table, term, params.taxonomy_id, params.organization_id, later, source.start is not None)
    simple = source.tables in {_SERVICE, _AT_LOCATION} and not conditions
    return KeysetList(name, rows, source.keys, source.same_columns, source.start, STRIDE if simple else SHORT_STRIDE)


def _matching_ids(
    connection: Connection,
    params: ServiceFilterParams,
    ids: Sequence[str],
    column: ColumnElement[Any],
    id_column: ColumnElement[Any],
) -> IdList:
    """Return the items whose `column` is one of `ids` and that meet all other filters, in the order of `ids`."""
    joined = _AT_LOCATION.join(_SERVICE, _SERVICE.c.id == _AT_LOCATION.c.service_id)
    tables = _SERVICE if id_column is _SERVICE.c.id else joined
    conditions = _conditions(connection, params, later=True)
    if params.taxonomy_term_id:
        conditions.append(has_term(_ATTRIBUTE.c.taxonomy_term_id == params.taxonomy_term_id))
    rows: list[tuple[str, str]] = []
    for first in range(0, len(ids), _BATCH_SIZE):
        in_batch = column.in_(ids[first : first + _BATCH_SIZE])
        result = connection.execute(select(column, id_column).select_from(tables).where(in_batch, *conditions))
        rows += [(row[0], row[1]) for row in result]
    order = {key: position for position, key in enumerate(ids)}
    return IdList([item for _, item in sorted(rows, key=lambda row: (order[row[0]], row[1]))])


def _conditions(connection: Connection, params: ServiceFilterParams, *, later: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if params.organization_id:
        conditions.append(_SERVICE.c.organization_id == params.organization_id)
    if params.taxonomy_id:
        conditions.append(has_term_of_taxonomy(connection, params.taxonomy_id))
    if later and params.since:
        conditions.append(sortable_timestamp(params.since) <= _LAST_MODIFIED_KEY)
    return conditions
