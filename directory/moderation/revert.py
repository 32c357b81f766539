"""Take back what was published: the same work backwards, with all that had followed from it."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, update
from sqlmodel import col

from directory.db.engine import locked
from directory.domain.withheld import IsProtected
from directory.models import Proposal
from directory.moderation.changes import kept
from directory.moderation.context import STAFF, Terms
from directory.moderation.errors import NotPublishedError, OwnProposalError
from directory.moderation.owners import owners_of
from directory.moderation.proposals import State, enter, proposal_row
from directory.moderation.publication import carry_through
from directory.moderation.redaction_guard import refuse_words
from directory.moderation.row_validation import refuse_withheld
from directory.moderation.values import text
from directory.moderation.writer import refuse_changed

LOG = structlog.stdlib.get_logger(__name__)


def undo(  # noqa: PLR0913 - one argument for each thing that is decided
    connection: Connection,
    number: int,
    decider_id: str | None,
    *,
    stale_after: timedelta,
    is_protected: IsProtected | None,
    now: datetime,
    reason: str = "",
    updated_by: str = STAFF,
) -> int:
    """Make and publish the inverse of a published proposal; return its number.

    Rows that were removed come back with the same id, marks of checked entries and translations as they were.
    Whoever may decide may undo what they decided themselves: a slip must be mended at once. An undoing can be undone
    too, but not by who proposed it first; that proposal then counts as published again.

    Raises:
        OwnProposalError: it would bring the decider's own proposal back.
        UnknownProposalError, NotPublishedError: there is none that is in force.
        ChangedMeanwhileError: something of it has changed since, or something new hangs on a row that it made.
        InUseError: something that is protected hangs on a row that it made.
        BadEditError, ProtectedTextError: what would come back has become protected, or the reason holds what is.
    """
    with locked(connection):
        proposal = proposal_row(connection, number)
        if proposal.state != State.PUBLISHED:
            raise NotPublishedError
        if decider_id is not None and proposal.undoes is not None and _author(connection, proposal) == decider_id:
            raise OwnProposalError
        changes = [one.back() for one in kept(connection, number)]
        refuse_changed(connection, changes)
        refuse_withheld(connection, changes)
        owners = owners_of(connection, changes)
        decided = {"decider_id": decider_id, "decided_at": now, "made_at": now, "author_id": decider_id}
        plain = text("proposal", "reason", reason)
        refuse_words(connection, owners, plain, is_protected)
        made = enter(connection, changes, owners, **decided, state=State.PUBLISHED, reason=plain, undoes=number)
        carry_through(connection, changes, Terms(stale_after, is_protected, now, updated_by))
        _mark(connection, number, State.UNDONE)
    LOG.info("a change was undone", count=len(changes))
    return made


def _author(connection: Connection, proposal: Proposal) -> str | None:
    """Return who proposed what undoings are about in the end."""
    while proposal.undoes is not None:
        proposal = proposal_row(connection, proposal.undoes)
    return proposal.author_id


def _mark(connection: Connection, number: int | None, state: State) -> None:
    """Set whether a proposal is in force; what it undoes is in force where it is not."""
    while number is not None:
        connection.execute(update(Proposal).where(col(Proposal.id) == number).values(state=state))
        number = proposal_row(connection, number).undoes
        state = State.UNDONE if state is State.PUBLISHED else State.PUBLISHED
