"""Queries for proposals: those that wait for a decision, and those of an author."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlmodel import col

from directory.models import Address, Coverage, Proposal, ProposedField, Service, ServiceAtLocation
from directory.moderation.edits import DERIVED_TABLES
from directory.moderation.proposals import ProposalState
from directory.moderation.redaction_guard import is_visible

PAGE_SIZE = 50


def waiting_proposals(  # noqa: PLR0913 - one argument for each filter
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    excluding_author: str | None = None,
    readable: Collection[int] = (),
    offset: int = 0,
    limit: int = PAGE_SIZE,
) -> list[Proposal]:
    """Return waiting proposals, oldest first, filtered by organization and by the countries of their services.

    `readable` are the held ones that the reader may read (`redaction_guard.find_readable`); no other is returned.
    """
    query = select(Proposal).where(*_conditions(organization_id, countries, excluding_author, readable))
    return _proposals(connection, query.order_by(col(Proposal.made_at), col(Proposal.id)), offset, limit)


def count_waiting(
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    excluding_author: str | None = None,
    readable: Collection[int] = (),
) -> int:
    """Return how many proposals `waiting_proposals` would return without a limit."""
    conditions = _conditions(organization_id, countries, excluding_author, readable)
    return connection.execute(select(func.count()).select_from(Proposal).where(*conditions)).scalar_one()


def proposals_by_author(
    connection: Connection, author_id: str, *, offset: int = 0, limit: int = PAGE_SIZE
) -> list[Proposal]:
    """Return the proposals of an author, newest first, without those that only mark an entry as verified."""
    fields = select(col(ProposedField.position)).where(col(ProposedField.proposal_id) == col(Proposal.id))
    is_derived = col(ProposedField.table_name).in_(DERIVED_TABLES)
    is_verification = and_(fields.where(is_derived).exists(), ~fields.where(~is_derived).exists())
    query = select(Proposal).where(col(Proposal.author_id) == author_id, ~is_verification)
    return _proposals(connection, query.order_by(col(Proposal.made_at).desc(), col(Proposal.id).desc()), offset, limit)


def services_in_countries(countries: Collection[str]) -> Select[str]:
    """Return the query for the services that serve countries (ISO 3166-1) or are located there."""
    codes = sorted(countries)
    serving = select(col(Coverage.service_id)).where(col(Coverage.country).in_(codes))
    at = col(Address.location_id) == col(ServiceAtLocation.location_id)
    located = select(col(ServiceAtLocation.service_id)).join(Address, at).where(col(Address.country).in_(codes))
    return select(col(Service.id)).where(or_(col(Service.id).in_(serving), col(Service.id).in_(located)))


def _conditions(
    organization_id: str | None, countries: Collection[str], excluding_author: str | None, readable: Collection[int]
) -> Sequence[ColumnElement[bool]]:
    conditions = [col(Proposal.state) == ProposalState.WAITING, is_visible(None, readable)]
    if excluding_author is not None:
        conditions.append(col(Proposal.author_id).is_distinct_from(excluding_author))
    if organization_id is not None:
        conditions.append(col(Proposal.organization_id) == organization_id)
    if countries:
        conditions.append(_is_in(sorted(countries)))
    return conditions


def _is_in(countries: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a proposal's service, organization, or new service is in one of these countries."""
    services = services_in_countries(countries)
    organizations = select(col(Service.organization_id)).where(col(Service.id).in_(services))
    new_coverage = and_(
        col(ProposedField.proposal_id) == col(Proposal.id),
        col(ProposedField.table_name) == "coverage",
        col(ProposedField.field) == "country",
        col(ProposedField.new).in_([f'"{country}"' for country in countries]),
    )
    is_new_service = col(Proposal.service_id).not_in(select(col(Service.id)))
    return or_(
        col(Proposal.service_id).in_(services),
        and_(col(Proposal.service_id).is_(None), col(Proposal.organization_id).in_(organizations)),
        and_(is_new_service, select(col(ProposedField.position)).where(new_coverage).exists()),
    )


def _proposals(connection: Connection, query: Any, offset: int, limit: int) -> list[Proposal]:
    return [Proposal(**row) for row in connection.execute(query.offset(offset).limit(limit)).mappings()]
