"""Many proposals with what a list says of each: the entry, who, and how much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.models import Organization, Proposal, ProposedField, Service, StaffAccount
from directory.moderation.changes import table_named
from directory.moderation.edits import CONSEQUENT
from directory.moderation.values import read

SILENT: Final = frozenset(
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
"""Ids, and what only follows from the rest."""
KEYS_OF_TRANSLATIONS: Final = frozenset({"field", "language"})
"""They stand in the heading: a translation is of one text into one language."""


def is_shown(table: str, field: str) -> bool:
    """Tell whether a field is shown."""
    return field not in SILENT and not (table == "translation" and field in KEYS_OF_TRANSLATIONS)


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal; `name` is the entry's or the organization's, `author` a sign-in name, `fields` how many it sets."""

    proposal: Proposal
    name: str
    author: str | None
    decider: str | None
    fields: int


def listed(connection: Connection, proposals: Sequence[Proposal]) -> list[Listed]:
    """Return proposals in their order, with a fixed number of questions however many there are."""
    names = _names(connection, proposals)
    people = names_of(connection, [one for each in proposals for one in (each.author_id, each.decider_id)])
    counts = _counts(connection, [each.id for each in proposals])
    return [
        Listed(
            each,
            names.get(each.service_id) or names.get(each.organization_id) or "",
            people.get(each.author_id),
            people.get(each.decider_id),
            counts.get(each.id, 0),
        )
        for each in proposals
    ]


def names_of(connection: Connection, accounts: Iterable[str | None]) -> dict[str | None, str]:
    """Return sign-in names by account."""
    asked = select(col(StaffAccount.id), col(StaffAccount.sign_in_name))
    known = connection.execute(asked.where(col(StaffAccount.id).in_({one for one in accounts if one})))
    return {row.id: row.sign_in_name for row in known}


def _names(connection: Connection, proposals: Sequence[Proposal]) -> dict[str | None, str]:
    found: dict[str | None, str] = {}
    organizations = {each.organization_id for each in proposals if each.organization_id}
    services = {each.service_id for each in proposals if each.service_id}
    for table, ids in ((Organization, organizations), (Service, services)):
        rows: Any = connection.execute(select(col(table.id), col(table.name)).where(col(table.id).in_(ids)))
        found |= {row.id: row.name for row in rows}
    # An entry that is proposed is not there yet: its name stands in its proposal.
    new = [each for each in proposals if each.service_id and each.service_id not in found]
    return found | _proposed_names(connection, new)


def _proposed_names(connection: Connection, proposals: Sequence[Proposal]) -> dict[str | None, str]:
    services = {each.id: each.service_id for each in proposals}
    asked = select(col(ProposedField.proposal_id), col(ProposedField.new)).where(
        col(ProposedField.proposal_id).in_(services),
        col(ProposedField.table_name) == "service",
        col(ProposedField.field) == "name",
    )
    name = table_named("service").columns["name"]
    return {services[row.proposal_id]: read(name, row.new) or "" for row in connection.execute(asked)}


def _counts(connection: Connection, numbers: Sequence[int | None]) -> dict[int | None, int]:
    """Return how many fields each proposal sets, without ids, and without what only follows from them."""
    asked = (
        select(col(ProposedField.proposal_id), func.count().label("fields"))
        .where(
            col(ProposedField.proposal_id).in_(numbers),
            col(ProposedField.table_name).not_in(CONSEQUENT),
            col(ProposedField.field).not_in(SILENT),
        )
        .group_by(col(ProposedField.proposal_id))
    )
    return {row.proposal_id: row.fields for row in connection.execute(asked)}
