"""Which proposals wait for whom, and what somebody proposed."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlmodel import col

from directory.models import Address, Coverage, Proposal, ProposedField, Service, ServiceAtLocation
from directory.moderation.edits import CONSEQUENT
from directory.moderation.proposals import State

PAGE = 50


def waiting(  # noqa: PLR0913 - one argument for each thing that narrows it
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    but_by: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[Proposal]:
    """Return proposals that wait, oldest first: of one organization and of services in some countries, if given.

    Those of the account `but_by` are left out.
    """
    asked = select(Proposal).where(*_waits(organization_id, countries, but_by))
    return _proposals(connection, asked.order_by(col(Proposal.made_at), col(Proposal.id)), offset, limit)


def count_waiting(
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    but_by: str | None = None,
) -> int:
    """Return how many proposals `waiting` would give in all."""
    asked = select(func.count()).select_from(Proposal).where(*_waits(organization_id, countries, but_by))
    return connection.execute(asked).scalar_one()


def by_author(connection: Connection, author_id: str, *, offset: int = 0, limit: int = PAGE) -> list[Proposal]:
    """Return what somebody proposed, newest first; that they checked an entry is no proposal of theirs."""
    of_it = select(col(ProposedField.position)).where(col(ProposedField.proposal_id) == col(Proposal.id))
    follows = col(ProposedField.table_name).in_(CONSEQUENT)
    is_check = and_(of_it.where(follows).exists(), ~of_it.where(~follows).exists())
    asked = select(Proposal).where(col(Proposal.author_id) == author_id, ~is_check)
    return _proposals(connection, asked.order_by(col(Proposal.made_at).desc(), col(Proposal.id).desc()), offset, limit)


def _waits(
    organization_id: str | None, countries: Collection[str], but_by: str | None
) -> Sequence[ColumnElement[bool]]:
    found = [col(Proposal.state) == State.WAITING]
    if but_by is not None:
        found.append(col(Proposal.author_id).is_distinct_from(but_by))
    if organization_id is not None:
        found.append(col(Proposal.organization_id) == organization_id)
    if countries:
        found.append(_lies_in(sorted(countries)))
    return found


def _lies_in(countries: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a proposal's service, or its organization's, or the service that it makes, is there."""
    services = services_in(countries)
    theirs = select(col(Service.organization_id)).where(col(Service.id).in_(services))
    made = and_(
        col(ProposedField.proposal_id) == col(Proposal.id),
        col(ProposedField.table_name) == "coverage",
        col(ProposedField.field) == "country",
        col(ProposedField.new).in_([f'"{one}"' for one in countries]),
    )
    unknown = col(Proposal.service_id).not_in(select(col(Service.id)))
    return or_(
        col(Proposal.service_id).in_(services),
        and_(col(Proposal.service_id).is_(None), col(Proposal.organization_id).in_(theirs)),
        and_(unknown, select(col(ProposedField.position)).where(made).exists()),
    )


def services_in(countries: Collection[str]) -> Select[str]:
    """Return the statement of the services that serve countries (ISO 3166-1) or stand there."""
    serve = select(col(Coverage.service_id)).where(col(Coverage.country).in_(sorted(countries)))
    at = col(Address.location_id) == col(ServiceAtLocation.location_id)
    stand = select(col(ServiceAtLocation.service_id)).join(Address, at)
    here = stand.where(col(Address.country).in_(sorted(countries)))
    return select(col(Service.id)).where(or_(col(Service.id).in_(serve), col(Service.id).in_(here)))


def _proposals(connection: Connection, asked: Any, offset: int, limit: int) -> list[Proposal]:
    return [Proposal(**row) for row in connection.execute(asked.offset(offset).limit(limit)).mappings()]
