"""Remove a protected address or contact from public data, with every trace that leads to it.

The danger is what points at the door beside the address itself: the location's coordinates, the map cells and words of
the search index, and the exported change log, which holds the old values.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, or_, select, text, update
from sqlmodel import SQLModel, col

from directory.confidential.entries import COORDINATES, ProtectedAddress, ProtectedEntry
from directory.confidential.guard import ProtectedTerms
from directory.domain.modification_date import touch_services
from directory.models import (
    Attribute,
    Location,
    Metadata,
    Proposal,
    ProposedField,
    Provenance,
    Service,
    ServiceAtLocation,
    ServiceText,
    Translation,
    UnresolvedReference,
    WithheldLocation,
    hsds_table,
)
from directory.moderation import erase_from_proposals, hold_proposals_with
from directory.search.free_text.tokens import words_of

_TRACES: Final[tuple[tuple[type[SQLModel], str], ...]] = (
    (Attribute, "link_id"),
    (Metadata, "resource_id"),
    (Translation, "entity_id"),
    (Provenance, "entity_id"),
    (UnresolvedReference, "row_id"),
)
_BATCH_SIZE: Final = 500


def remove_public_address(connection: Connection, address_id: str) -> dict[str, Any] | None:
    """Remove a public address; return its values and the coordinates of its location, None if it does not exist.

    The texts of the location (name, description, transportation) stay: a person has to read them.
    """
    table = hsds_table("address")
    row = connection.execute(select(table).where(table.c.id == address_id)).mappings().first()
    if row is None or row["location_id"] is None:
        return None
    values = {name: value for name, value in row.items() if name != "address_type"}
    values |= _coordinates(connection, row["location_id"])
    _remove_traces(connection, address_id)
    erase_from_proposals(connection, "address", (address_id,))
    connection.execute(delete(table).where(table.c.id == address_id))
    touch_services(connection, _services_at(connection, row["location_id"]), datetime.now(UTC))
    return values


def remove_coordinates(connection: Connection, location_id: str) -> list[str]:
    """Remove the coordinates of a public location; return the services there, which must be reindexed."""
    services = _services_at(connection, location_id)
    # Partners must hear that they are gone; what was never public must not show that something is protected.
    if any(value is not None for value in _coordinates(connection, location_id).values()):
        touch_services(connection, services, datetime.now(UTC))
    connection.execute(update(Location).where(col(Location.id) == location_id).values(dict.fromkeys(COORDINATES)))
    is_logged = col(Metadata.resource_id) == location_id, col(Metadata.field_name).in_(COORDINATES)
    connection.execute(delete(Metadata).where(*is_logged))
    erase_from_proposals(connection, "location", (location_id,), COORDINATES)
    return services


def mark_withheld(connection: Connection, location_id: str) -> None:
    """Mark a location as withheld, so that no import makes its address or coordinates public again."""
    query = select(col(WithheldLocation.location_id)).where(col(WithheldLocation.location_id) == location_id)
    if connection.scalar(query) is None:
        connection.execute(insert(WithheldLocation), {"location_id": location_id})


def unmark_withheld(connection: Connection, location_id: str) -> None:
    """Remove the mark: the caller states that the location may become public."""
    connection.execute(delete(WithheldLocation).where(col(WithheldLocation.location_id) == location_id))


def remove_unused_search_words(connection: Connection, values: dict[str, Any]) -> None:
    """Remove the words of these values that no public text holds any more; call it after reindexing."""
    words = {f" {word} " for value in values.values() if isinstance(value, str) for word in words_of(value)}
    for word in words:
        in_use = select(col(ServiceText.id)).where(col(ServiceText.text).contains(word, autoescape=True)).limit(1)
        if connection.scalar(in_use) is None:
            connection.execute(text("DELETE FROM service_text_word WHERE word = :word"), {"word": word})


def redact_history(connection: Connection, entry: ProtectedEntry) -> None:
    """Delete the values of an entry from the change log and from proposals about it, in the caller's transaction.

    Other proposals that hold them are held from now on: their fields stay, since their authors would notice.
    """
    terms = ProtectedTerms()
    terms.add_entry(entry)
    if isinstance(entry, ProtectedAddress):
        services = sorted(set(_services_at(connection, entry.location_id)))
    else:
        services = [entry.service_id]
    query = select(col(Service.organization_id)).where(col(Service.id).in_(services))
    organizations = sorted(set(connection.scalars(query)))
    _redact_change_log(connection, terms)
    _redact_proposals(connection, terms, services, organizations)
    hold_proposals_with(connection, terms.occur_in)


def _redact_change_log(connection: Connection, terms: ProtectedTerms) -> None:
    """Delete the values from the change log of all entries: it is exported."""
    query = select(col(Metadata.id), col(Metadata.previous_value), col(Metadata.replacement_value))
    matches = [key for key, *values in connection.execute(query) if any(map(terms.occur_in, values))]
    for start in range(0, len(matches), _BATCH_SIZE):
        connection.execute(delete(Metadata).where(col(Metadata.id).in_(matches[start : start + _BATCH_SIZE])))


def _redact_proposals(
    connection: Connection, terms: ProtectedTerms, services: Iterable[str], organizations: Iterable[str]
) -> None:
    """Redact proposals; one without any field left can be neither published nor reverted."""
    concerns_entry = or_(col(Proposal.service_id).in_(services), col(Proposal.organization_id).in_(organizations))
    query = select(col(Proposal.id), col(Proposal.reason), col(Proposal.decision)).where(
        or_(concerns_entry, col(Proposal.service_id).is_(None))
    )
    for number, reason, decision in connection.execute(query).all():
        _redact_fields(connection, terms, number)
        texts = {"reason": reason or "", "decision": decision or ""}
        redacted = {name: "" for name, value in texts.items() if terms.occur_in(value)}
        if redacted:
            connection.execute(update(Proposal).where(col(Proposal.id) == number).values(redacted))


def _redact_fields(connection: Connection, terms: ProtectedTerms, number: int | None) -> None:
    query = select(col(ProposedField.position), col(ProposedField.old), col(ProposedField.new))
    rows = connection.execute(query.where(col(ProposedField.proposal_id) == number)).all()
    matches = [position for position, *values in rows if any(terms.occur_in(value or "") for value in values)]
    if matches:
        is_match = col(ProposedField.proposal_id) == number, col(ProposedField.position).in_(matches)
        connection.execute(delete(ProposedField).where(*is_match))


def _services_at(connection: Connection, location_id: str) -> list[str]:
    here = col(ServiceAtLocation.location_id) == location_id
    return list(connection.scalars(select(col(ServiceAtLocation.service_id)).where(here)))


def _coordinates(connection: Connection, location_id: str) -> dict[str, Any]:
    query = select(col(Location.latitude), col(Location.longitude)).where(col(Location.id) == location_id)
    return dict(connection.execute(query).mappings().one())


def _remove_traces(connection: Connection, row_id: str) -> None:
    log_entries = select(col(Metadata.id)).where(col(Metadata.resource_id) == row_id)
    attributes = select(col(Attribute.id)).where(col(Attribute.link_id) == row_id)
    for key in [*connection.scalars(log_entries), *connection.scalars(attributes), row_id]:
        for table, column in _TRACES:
            connection.execute(delete(table).where(getattr(table, column) == key))
