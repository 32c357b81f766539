"""Revert what was published: the inverse changes, with everything that was derived from it."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.domain.protection import PersonalGuard
from directory.models import Proposal
from directory.moderation.change_log import STAFF, PublicationContext
from directory.moderation.changes import load_changes
from directory.moderation.errors import NotPublishedError, OwnProposalError
from directory.moderation.owners import find_owners
from directory.moderation.proposals import ProposalState, insert_proposal, load_proposal
from directory.moderation.publication import apply_and_index
from directory.moderation.redaction_guard import HeldReason, reject_readable_reason, require_reader, texts_of
from directory.moderation.row_validation import reject_withheld_locations
from directory.moderation.values import clean_text
from directory.moderation.writer import reject_conflicts

LOG = structlog.stdlib.get_logger(__name__)


def revert_proposal(  # noqa: PLR0913 - one argument for each part of the decision
    connection: Connection,
    number: int,
    decider_id: str | None,
    *,
    stale_after: timedelta,
    guard: PersonalGuard | None,
    now: datetime,
    reason: str = "",
    updated_by: str = STAFF,
) -> int:
    """Create and publish the inverse of a published proposal; return its number.

    Removed rows come back with their ids, verification marks and translations as they were. Deciders may revert their
    own decisions: a mistake must be corrected at once. A reversion can be reverted too, but not by the author of the
    original proposal, which then counts as published again.

    Raises:
        OwnProposalError: it would restore the decider's own proposal.
        UnknownProposalError, NotPublishedError: there is no published proposal with this number.
        ConflictError: some of it has changed since, or a new row depends on a row that it created.
        InUseError: a protected contact or address depends on a row that it created.
        BadEditError: it would make a protected place public.
        HeldProposalError: it is held, or would restore protected data, and the decider may not read that.
        ProtectedTextError: the reason holds protected data that the decider may read.
    """
    with write_transaction(connection):
        proposal = load_proposal(connection, number)
        if proposal.state != ProposalState.PUBLISHED:
            raise NotPublishedError
        if decider_id is not None and proposal.undoes is not None and _author(connection, proposal) == decider_id:
            raise OwnProposalError
        changes = [change.inverse() for change in load_changes(connection, number)]
        require_reader(connection, number, proposal.held, changes, guard)
        reject_conflicts(connection, changes)
        reject_withheld_locations(connection, changes)
        owners = find_owners(connection, changes)
        decision = {"decider_id": decider_id, "decided_at": now, "made_at": now, "author_id": decider_id}
        reason = clean_text("proposal", "reason", reason)
        reject_readable_reason(reason, guard)
        held = guard and any(map(guard.is_protected, texts_of(changes, reason)))
        values = decision | {"reason": reason, "undoes": number, "held": HeldReason.PROTECTED if held else None}
        reversion = insert_proposal(connection, changes, owners, **values, state=ProposalState.PUBLISHED)
        apply_and_index(connection, changes, PublicationContext(stale_after, guard, now, updated_by))
        _set_state(connection, number, ProposalState.UNDONE)
    LOG.info("proposal reverted", count=len(changes))
    return reversion


def _author(connection: Connection, proposal: Proposal) -> str | None:
    """Return the author of the original proposal in a chain of reversions."""
    while proposal.undoes is not None:
        proposal = load_proposal(connection, proposal.undoes)
    return proposal.author_id


def _set_state(connection: Connection, number: int | None, state: ProposalState) -> None:
    """Set the state of a proposal, and the opposite state of the one that it reverts."""
    while number is not None:
        connection.execute(update(Proposal).where(col(Proposal.id) == number).values(state=state))
        number = load_proposal(connection, number).undoes
        state = ProposalState.UNDONE if state is ProposalState.PUBLISHED else ProposalState.PUBLISHED
