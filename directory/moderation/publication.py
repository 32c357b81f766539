"""Publish a proposal: all of it or nothing, and only if the rows are as its reviewer saw them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.domain.modification_date import touch_services
from directory.domain.ownership import mark_as_edited
from directory.domain.protection import PersonalGuard
from directory.models import Proposal
from directory.moderation import consequences
from directory.moderation.assurance import (
    Verification,
    VerificationMethod,
    change_verification,
    verification_changes,
    verification_values,
)
from directory.moderation.change_log import STAFF, PublicationContext, write_change_log
from directory.moderation.changes import Change, load_changes, save_changes
from directory.moderation.errors import NotWaitingError, OwnProposalError, UnknownRowError
from directory.moderation.owners import Owners, affected_services, find_owners
from directory.moderation.proposals import ProposalState, insert_proposal, load_proposal, original_author, set_state
from directory.moderation.redaction_guard import require_reader
from directory.moderation.row_validation import reject_withheld_locations, validate_rows
from directory.moderation.writer import apply_changes, reject_conflicts
from directory.search.index import index_services

LOG = structlog.stdlib.get_logger(__name__)

SELF_APPROVED = "alone"
"""The decision on a proposal that its author published, in a service with a single administrator."""


def publish_proposal(  # noqa: PLR0913 - one argument for each part of the decision
    connection: Connection,
    number: int,
    decider_id: str | None,
    *,
    stale_after: timedelta,
    guard: PersonalGuard | None,
    now: datetime,
    verification: Verification | None = None,
    allow_own: bool = False,
    updated_by: str = STAFF,
) -> list[str]:
    """Apply a waiting proposal in one transaction; return the ids of all affected services.

    Derived changes are applied in the same transaction and stored with the proposal: what phones can do, the rows that
    each service must have, stale translations. A changed phone clears the verification mark, unless the reviewer has
    called there (`verification`). A reversion that waited restores exactly what it lists, and nothing is derived. From
    now on the entries belong to staff: an update of the software leaves them alone.
    `updated_by` is exported: a role or an organization, never a person.

    Raises:
        UnknownProposalError, NotWaitingError, OwnProposalError: this account cannot publish it, or nobody can any more.
        ConflictError: a row is no longer as it was when the proposal was submitted.
        BadEditError: a linked row is gone, a location has become protected, or `verification` is not valid.
        HeldProposalError: it is held, or a text holds protected data, and the decider may not read that.
        InUseError: another row depends on a row to be removed.
    """
    context = PublicationContext(stale_after, guard, now, updated_by)
    with write_transaction(connection):
        proposal = load_proposal(connection, number)
        is_own = decider_id is not None and decider_id in _authors(connection, proposal)
        if proposal.state != ProposalState.WAITING:
            raise NotWaitingError
        if is_own and not allow_own:
            raise OwnProposalError
        changes = load_changes(connection, number)
        require_reader(connection, number, proposal.held, changes, guard)
        reject_conflicts(connection, changes)
        if proposal.undoes is None:
            validate_rows(connection, changes)
            services = apply_and_index(
                connection, changes, context, lambda: _apply_derived(connection, number, changes, verification, now)
            )
        else:
            reject_withheld_locations(connection, changes)
            services = apply_and_index(connection, changes, context)
        decision = {"decider_id": decider_id, "decided_at": now, "decision": SELF_APPROVED if is_own else None}
        connection.execute(update(Proposal).where(col(Proposal.id) == number).values(**decision))
        set_state(connection, number, ProposalState.PUBLISHED)
    LOG.info("proposal published", count=len(changes))
    return services


def mark_verified(  # noqa: PLR0913, PLR0917 - one argument for each recorded value
    connection: Connection,
    service_id: str,
    verified_by: str,
    method: VerificationMethod,
    now: datetime,
    stale_after: timedelta,
    *,
    account_id: str | None = None,
    updated_by: str = STAFF,
) -> int:
    """Mark an entry as verified; search ranks it first from now on.

    This is stored as a published proposal, so that history shows it and a mistake can be reverted; return its number.
    `verified_by` is stored: a role and an organization ("reviewer, Example Trust"), never a person's name.

    Raises:
        UnknownRowError: the service does not exist.
        BadEditError: `verified_by` is too long or holds characters that no text may hold.
    """
    values = verification_values(Verification(verified_by, method), now)
    with write_transaction(connection):
        changes = list(change_verification(connection, service_id, values))
        if not changes:
            raise UnknownRowError
        decision = {"decider_id": account_id, "decided_at": now, "made_at": now, "author_id": account_id}
        owners = Owners(services={service_id: None})
        number = insert_proposal(connection, changes, owners, **decision, state=ProposalState.PUBLISHED, reason="")
        apply_and_index(connection, changes, PublicationContext(stale_after, None, now, updated_by))
    LOG.info("entry verified")
    return number


def apply_and_index(
    connection: Connection,
    changes: Sequence[Change],
    context: PublicationContext,
    apply_derived: Callable[[], None] = lambda: None,
) -> list[str]:
    """Apply changes and derived changes, write the change log and update search; return the affected services."""
    owners = find_owners(connection, changes)
    before = affected_services(connection, owners)
    apply_changes(connection, changes)
    apply_derived()
    services = list(dict.fromkeys([*before, *affected_services(connection, owners)]))
    write_change_log(connection, changes, owners, context)
    touch_services(connection, services, context.now)
    mark_as_edited(connection, services)
    index_services(connection, services, context.stale_after)
    return services


def _authors(connection: Connection, proposal: Proposal) -> set[str | None]:
    """Return who may not publish a proposal: its author, and the author of what it brings back."""
    undone = None if proposal.undoes is None else load_proposal(connection, proposal.undoes)
    brings_back = undone is not None and undone.undoes is not None
    return {proposal.author_id, original_author(connection, proposal) if brings_back else proposal.author_id}


def _apply_derived(
    connection: Connection,
    number: int,
    changes: Sequence[Change],
    verification: Verification | None,
    now: datetime,
) -> None:
    """Apply derived changes and store them with the proposal; later steps read what earlier ones wrote."""
    services = list(find_owners(connection, changes).services)
    made_at = load_proposal(connection, number).made_at
    steps: tuple[Callable[[], Iterable[Change]], ...] = (
        lambda: consequences.required_rows(connection, changes),
        lambda: consequences.phone_reach_changes(connection, changes),
        lambda: verification_changes(connection, changes, services, verification, now),
        lambda: consequences.stale_translation_changes(connection, changes),
        lambda: consequences.outdated_translation_changes(connection, changes, made_at),
    )
    for step in steps:
        derived = list(step())
        apply_changes(connection, derived)
        save_changes(connection, number, derived)
