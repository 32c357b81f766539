"""Summaries of proposals for lists: the entry, the people, and the number of fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.models import Organization, Proposal, ProposedField, Service, StaffAccount
from directory.moderation.changes import get_table
from directory.moderation.edits import DERIVED_TABLES
from directory.moderation.values import from_json

HIDDEN_FIELDS: Final = frozenset(
    {
        "id",
        "link_id",
        "link_entity",
        "entity_id",
        "service_id",
        "location_id",
        "service_at_location_id",
        "contact_id",
        "phone_id",
        "schedule_id",
        "program_id",
        "stale",
    }
)
"""Ids and derived fields, which are not shown."""
TRANSLATION_KEYS: Final = frozenset({"field", "language"})
"""The keys of a translation, which its heading shows."""


def is_shown(table: str, field: str) -> bool:
    """Return whether a field is shown."""
    return field not in HIDDEN_FIELDS and not (table == "translation" and field in TRANSLATION_KEYS)


@dataclass(frozen=True, slots=True)
class ProposalSummary:
    """`name` is the entry's or the organization's; `author` and `decider` are sign-in names; `fields` is a count."""

    proposal: Proposal
    name: str
    author: str | None
    decider: str | None
    fields: int


def summarize(connection: Connection, proposals: Sequence[Proposal]) -> list[ProposalSummary]:
    """Return the summaries of proposals in their order, with a fixed number of statements."""
    names = _subject_names(connection, proposals)
    people = account_names(
        connection, [key for proposal in proposals for key in (proposal.author_id, proposal.decider_id)]
    )
    counts = _field_counts(connection, [proposal.id for proposal in proposals])
    return [
        ProposalSummary(
            proposal,
            names.get(proposal.service_id) or names.get(proposal.organization_id) or "",
            people.get(proposal.author_id),
            people.get(proposal.decider_id),
            counts.get(proposal.id, 0),
        )
        for proposal in proposals
    ]


def account_names(connection: Connection, accounts: Iterable[str | None]) -> dict[str | None, str]:
    """Return sign-in names by account id."""
    stmt = select(col(StaffAccount.id), col(StaffAccount.sign_in_name))
    rows = connection.execute(stmt.where(col(StaffAccount.id).in_({account for account in accounts if account})))
    return {row.id: row.sign_in_name for row in rows}


def _subject_names(connection: Connection, proposals: Sequence[Proposal]) -> dict[str | None, str]:
    names: dict[str | None, str] = {}
    organizations = {proposal.organization_id for proposal in proposals if proposal.organization_id}
    services = {proposal.service_id for proposal in proposals if proposal.service_id}
    for table, ids in ((Organization, organizations), (Service, services)):
        rows: Any = connection.execute(select(col(table.id), col(table.name)).where(col(table.id).in_(ids)))
        names |= {row.id: row.name for row in rows}
    # A proposed entry is not stored yet: its name is in its proposal.
    new = [proposal for proposal in proposals if proposal.service_id and proposal.service_id not in names]
    return names | _proposed_names(connection, new)


def _proposed_names(connection: Connection, proposals: Sequence[Proposal]) -> dict[str | None, str]:
    services = {proposal.id: proposal.service_id for proposal in proposals}
    stmt = select(col(ProposedField.proposal_id), col(ProposedField.new)).where(
        col(ProposedField.proposal_id).in_(services),
        col(ProposedField.table_name) == "service",
        col(ProposedField.field) == "name",
    )
    name = get_table("service").columns["name"]
    return {services[row.proposal_id]: from_json(name, row.new) or "" for row in connection.execute(stmt)}


def _field_counts(connection: Connection, numbers: Sequence[int | None]) -> dict[int | None, int]:
    """Return the number of visible fields that each proposal sets."""
    stmt = (
        select(col(ProposedField.proposal_id), func.count().label("fields"))
        .where(
            col(ProposedField.proposal_id).in_(numbers),
            col(ProposedField.table_name).not_in(DERIVED_TABLES),
            col(ProposedField.field).not_in(HIDDEN_FIELDS),
        )
        .group_by(col(ProposedField.proposal_id))
    )
    return {row.proposal_id: row.fields for row in connection.execute(stmt)}
