"""Take what has become protected out of the history: what was said of a row before, and of rows that are gone.

The danger is a street that nobody reads any more at its place, and everybody in the history beside it: it is exported.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update
from sqlmodel import col

from directory.confidential.entries import Entry, ProtectedAddress
from directory.confidential.guard import Secrets
from directory.models import Metadata, Proposal, ProposedField, Service, ServiceAtLocation

_LEAD_TO_DOORS: Final = ("address", "contact", "location", "phone")
"""Kinds of rows whose history is looked through wherever it stands: with the rows it may be gone whose they were."""
_AT_ONCE: Final = 500


def forget_values(connection: Connection, entry: Entry) -> None:
    """Take the values of an entry out of the public history and out of proposals of whom it is, in this transaction."""
    secrets = Secrets()
    secrets.take(entry)
    services = _services(connection, entry)
    organizations = _organizations(connection, services)
    _forget_history(connection, secrets, [*services, *organizations])
    _forget_proposals(connection, secrets, services, organizations)


def _services(connection: Connection, entry: Entry) -> list[str]:
    if not isinstance(entry, ProtectedAddress):
        return [entry.service_id]
    here = col(ServiceAtLocation.location_id) == entry.location_id
    return sorted(set(connection.scalars(select(col(ServiceAtLocation.service_id)).where(here))))


def _organizations(connection: Connection, services: list[str]) -> list[str]:
    return sorted(set(connection.scalars(select(col(Service.organization_id)).where(col(Service.id).in_(services)))))


def _forget_history(connection: Connection, secrets: Secrets, owners: list[str]) -> None:
    asked = select(col(Metadata.id), col(Metadata.previous_value), col(Metadata.replacement_value)).where(
        or_(col(Metadata.resource_id).in_(owners), col(Metadata.resource_type).in_(_LEAD_TO_DOORS))
    )
    gone = [key for key, *said in connection.execute(asked) if any(map(secrets.stand_in, said))]
    for first in range(0, len(gone), _AT_ONCE):
        connection.execute(delete(Metadata).where(col(Metadata.id).in_(gone[first : first + _AT_ONCE])))


def _forget_proposals(
    connection: Connection, secrets: Secrets, services: Iterable[str], organizations: Iterable[str]
) -> None:
    """Take them out of proposals; one of which nothing is left can be neither published nor undone."""
    theirs = or_(col(Proposal.service_id).in_(services), col(Proposal.organization_id).in_(organizations))
    proposals = select(col(Proposal.id), col(Proposal.reason), col(Proposal.decision)).where(
        or_(theirs, col(Proposal.service_id).is_(None))
    )
    for number, reason, decision in connection.execute(proposals).all():
        _forget_fields(connection, secrets, number)
        values = {"reason": reason or "", "decision": decision or ""}
        held = {name: "" for name, said in values.items() if secrets.stand_in(said)}
        if held:
            connection.execute(update(Proposal).where(col(Proposal.id) == number).values(held))


def _forget_fields(connection: Connection, secrets: Secrets, number: int | None) -> None:
    asked = select(col(ProposedField.position), col(ProposedField.old), col(ProposedField.new))
    rows = connection.execute(asked.where(col(ProposedField.proposal_id) == number)).all()
    gone = [place for place, *said in rows if any(secrets.stand_in(one or "") for one in said)]
    if gone:
        these = col(ProposedField.proposal_id) == number, col(ProposedField.position).in_(gone)
        connection.execute(delete(ProposedField).where(*these))
