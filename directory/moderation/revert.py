"""Revert what was published: the inverse changes, with everything that was derived from it.

The danger is one person who brings a former number back, which may be in the wrong hands by now. What was published
within the last day is reverted at once, as a mistake must be; later the reversion waits for a second person.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Connection

from directory.db.engine import write_transaction
from directory.domain.protection import PersonalGuard
from directory.models import Proposal
from directory.moderation.change_log import STAFF, PublicationContext
from directory.moderation.changes import load_changes
from directory.moderation.errors import NotPublishedError, OwnProposalError
from directory.moderation.owners import find_owners
from directory.moderation.proposals import ProposalState, insert_proposal, load_proposal, original_author, set_state
from directory.moderation.publication import apply_and_index
from directory.moderation.redaction_guard import find_held_reason, reject_readable_reason, require_reader
from directory.moderation.row_validation import reject_withheld_locations
from directory.moderation.values import clean_text
from directory.moderation.writer import reject_conflicts

LOG = structlog.stdlib.get_logger(__name__)
REVERTED_AT_ONCE: Final = timedelta(days=1)
"""How long after its publication one person may revert a proposal."""


def reversion_waits(proposal: Proposal, now: datetime) -> bool:
    """Return whether the reversion of a published proposal waits for a second person."""
    return proposal.decided_at is None or now - proposal.decided_at > REVERTED_AT_ONCE


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
    """Create the inverse of a published proposal; return its number.

    It is published at once unless it waits (`reversion_waits`). Removed rows come back with their ids, verification
    marks and translations as they were. Deciders may revert their own decisions: a mistake must be corrected at once. A
    reversion can be reverted too, but not by the author of the original proposal, which then counts as published again.

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
        if (
            decider_id is not None
            and proposal.undoes is not None
            and original_author(connection, proposal) == decider_id
        ):
            raise OwnProposalError
        changes = [change.inverse() for change in load_changes(connection, number)]
        require_reader(connection, number, proposal.held, changes, guard)
        reject_conflicts(connection, changes)
        reject_withheld_locations(connection, changes)
        owners = find_owners(connection, changes)
        reason = clean_text("proposal", "reason", reason)
        reject_readable_reason(reason, guard)
        held = find_held_reason(connection, changes, reason, decider_id, guard.is_protected if guard else None, now)
        values: dict[str, Any] = {"author_id": decider_id, "made_at": now, "undoes": number}
        values |= {"reason": reason, "held": held}
        if reversion_waits(proposal, now):
            return insert_proposal(connection, changes, owners, **values, state=ProposalState.WAITING)
        values |= {"decider_id": decider_id, "decided_at": now, "state": ProposalState.PUBLISHED}
        reversion = insert_proposal(connection, changes, owners, **values)
        apply_and_index(connection, changes, PublicationContext(stale_after, guard, now, updated_by))
        set_state(connection, reversion, ProposalState.PUBLISHED)
    LOG.info("proposal reverted", count=len(changes))
    return reversion
