"""Services by the terms that they have, said so that neither database reads more than it must."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

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
