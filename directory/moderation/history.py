"""What was done with an entry: published, undone and declined proposals, newest first, with who, when and why."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, and_, delete, literal, or_, select
from sqlmodel import col

from directory.models import Address, Proposal, ProposedField, Service, ServiceAtLocation
from directory.moderation.changes import Change, gathered
from directory.moderation.edits import Key
from directory.moderation.proposals import State

PAGE = 20
_DECIDED = (State.PUBLISHED, State.UNDONE, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Past:
    """A proposal that was decided, and the changes of its rows."""

    proposal: Proposal
    changes: tuple[Change, ...]


def history(
    connection: Connection, of: str | tuple[str, Key], *, declined: bool = True, offset: int = 0, limit: int = PAGE
) -> list[Past]:
    """Return what was decided of one row (its table and key), or of a service (its id), newest first.

    To a service belongs what is said of it, of its organization, and of the places where it is. What was declined was
    never public: without `declined` it is left out.
    """
    states = [one for one in _DECIDED if declined or one is not State.DECLINED]
    asked = select(Proposal).where(col(Proposal.state).in_(states), _is_of(of))
    newest = asked.order_by(col(Proposal.decided_at).desc(), col(Proposal.id).desc()).offset(offset).limit(limit)
    found = [Proposal(**row) for row in connection.execute(newest).mappings()]
    fields = _fields(connection, [one.id for one in found if one.id is not None])
    return [Past(one, tuple(gathered(fields.get(one.id, [])))) for one in found]


def _is_of(of: str | tuple[str, Key]) -> ColumnElement[bool]:
    if not isinstance(of, str):
        table, key = of
        return _touches(table, col(ProposedField.row_key) == json.dumps(list(key), ensure_ascii=False))
    return or_(col(Proposal.service_id) == of, _touches("service", _is_row(of)), _is_around(of))


def _is_around(service: str) -> ColumnElement[bool]:
    """Tell whether a proposal is of the organization of a service, or of a place where it is: people read those too."""
    organization = select(col(Service.organization_id)).where(col(Service.id) == service).scalar_subquery()
    here = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service)
    addresses = select(_key(col(Address.id))).where(col(Address.location_id).in_(here))
    places = select(_key(col(ServiceAtLocation.location_id))).where(col(ServiceAtLocation.service_id) == service)
    return or_(
        and_(col(Proposal.service_id).is_(None), col(Proposal.organization_id) == organization),
        _touches("address", col(ProposedField.row_key).in_(addresses)),
        _touches("location", col(ProposedField.row_key).in_(places)),
    )


def _touches(table: str, row: ColumnElement[bool]) -> ColumnElement[bool]:
    rows = select(col(ProposedField.proposal_id)).where(col(ProposedField.table_name) == table, row)
    return col(Proposal.id).in_(rows)


def _is_row(key: str) -> ColumnElement[bool]:
    return col(ProposedField.row_key) == json.dumps([key], ensure_ascii=False)


def _key(column: SQLColumnExpression[str]) -> ColumnElement[str]:
    """Return an id as a row's key is written: ids hold nothing that JSON would escape."""
    return literal('["').concat(column).concat('"]')


def _fields(connection: Connection, numbers: Sequence[int]) -> dict[int | None, list[dict[str, object]]]:
    found: dict[int | None, list[dict[str, object]]] = {}
    asked = select(ProposedField).where(col(ProposedField.proposal_id).in_(numbers))
    for row in connection.execute(asked.order_by(col(ProposedField.position))).mappings():
        found.setdefault(row["proposal_id"], []).append(dict(row))
    return found


def forget(connection: Connection, table: str, key: Key, fields: Collection[str] = ()) -> None:
    """Take a row, or only some fields of it, out of all proposals, in the caller's transaction."""
    row = col(ProposedField.row_key) == json.dumps(list(key), ensure_ascii=False)
    gone = delete(ProposedField).where(col(ProposedField.table_name) == table, row)
    connection.execute(gone.where(col(ProposedField.field).in_(list(fields))) if fields else gone)
