"""The history of an entry: published, reverted and declined proposals, newest first, with author, time and reason."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, and_, delete, literal, or_, select
from sqlmodel import col

from directory.models import Address, Proposal, ProposedField, Service, ServiceAtLocation
from directory.moderation.changes import Change, changes_from_fields
from directory.moderation.edits import Key
from directory.moderation.proposals import ProposalState
from directory.moderation.redaction_guard import is_visible

PAGE_SIZE = 20
_DECIDED = (ProposalState.PUBLISHED, ProposalState.UNDONE, ProposalState.DECLINED)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A proposal that was decided on, and its changes."""

    proposal: Proposal
    changes: tuple[Change, ...]


def load_history(  # noqa: PLR0913 - one argument for each filter
    connection: Connection,
    of: str | tuple[str, Key],
    *,
    declined: bool = True,
    visible: ColumnElement[bool] | None = None,
    offset: int = 0,
    limit: int = PAGE_SIZE,
) -> list[HistoryEntry]:
    """Return the history of one row (table and key) or of a service (id), newest first.

    The history of a service includes that of its organization and its locations. Declined proposals were never public:
    without `declined` they are left out. `visible` comes from `redaction_guard.is_visible`; by default no held proposal
    is.
    """
    states = [state for state in _DECIDED if declined or state is not ProposalState.DECLINED]
    is_shown = is_visible(None, ()) if visible is None else visible
    query = select(Proposal).where(col(Proposal.state).in_(states), concerns(of), is_shown)
    newest = query.order_by(col(Proposal.decided_at).desc(), col(Proposal.id).desc()).offset(offset).limit(limit)
    proposals = [Proposal(**row) for row in connection.execute(newest).mappings()]
    fields = _fields(connection, [proposal.id for proposal in proposals if proposal.id is not None])
    return [HistoryEntry(proposal, tuple(changes_from_fields(fields.get(proposal.id, [])))) for proposal in proposals]


def erase_from_proposals(connection: Connection, table: str, key: Key, fields: Collection[str] = ()) -> None:
    """Delete a row, or only some of its fields, from all proposals, in the caller's transaction."""
    row = col(ProposedField.row_key) == json.dumps(list(key), ensure_ascii=False)
    stmt = delete(ProposedField).where(col(ProposedField.table_name) == table, row)
    connection.execute(stmt.where(col(ProposedField.field).in_(list(fields))) if fields else stmt)


def concerns(of: str | tuple[str, Key]) -> ColumnElement[bool]:
    """Return the condition that a proposal belongs to the history of a row or a service."""
    row_key = col(ProposedField.row_key)
    if not isinstance(of, str):
        table, key = of
        return _touches(table, row_key == json.dumps(list(key), ensure_ascii=False))
    is_service = row_key == json.dumps([of], ensure_ascii=False)
    return or_(col(Proposal.service_id) == of, _touches("service", is_service), _concerns_surroundings(of))


def _concerns_surroundings(service: str) -> ColumnElement[bool]:
    """Return the condition that a proposal is about the organization or a location of a service."""
    organization = select(col(Service.organization_id)).where(col(Service.id) == service).scalar_subquery()
    here = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service)
    addresses = select(_row_key(col(Address.id))).where(col(Address.location_id).in_(here))
    locations = select(_row_key(col(ServiceAtLocation.location_id))).where(col(ServiceAtLocation.service_id) == service)
    return or_(
        and_(col(Proposal.service_id).is_(None), col(Proposal.organization_id) == organization),
        _touches("address", col(ProposedField.row_key).in_(addresses)),
        _touches("location", col(ProposedField.row_key).in_(locations)),
    )


def _touches(table: str, row: ColumnElement[bool]) -> ColumnElement[bool]:
    rows = select(col(ProposedField.proposal_id)).where(col(ProposedField.table_name) == table, row)
    return col(Proposal.id).in_(rows)


def _row_key(column: SQLColumnExpression[str]) -> ColumnElement[str]:
    """Return an id as `row_key` stores it; ids hold nothing that JSON would escape."""
    return literal('["').concat(column).concat('"]')


def _fields(connection: Connection, numbers: Sequence[int]) -> dict[int | None, list[dict[str, object]]]:
    fields: dict[int | None, list[dict[str, object]]] = {}
    query = select(ProposedField).where(col(ProposedField.proposal_id).in_(numbers))
    for row in connection.execute(query.order_by(col(ProposedField.position))).mappings():
        fields.setdefault(row["proposal_id"], []).append(dict(row))
    return fields
