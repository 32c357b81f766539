"""Submit, decline and withdraw proposals.

A proposal records the current values of all rows that it changes, so that nobody overwrites what they have not seen.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.domain.protection import IsProtected, PersonalGuard
from directory.models import Proposal
from directory.moderation.changes import Change, ProjectedRows, save_changes
from directory.moderation.drafts import draft_changes
from directory.moderation.edits import Edit
from directory.moderation.errors import NotAuthorError, NotWaitingError, UnknownProposalError
from directory.moderation.owners import Owners, find_owners
from directory.moderation.redaction_guard import find_held_reason, hold_proposal, reject_readable_reason
from directory.moderation.values import clean_text


class ProposalState(StrEnum):
    """The state of a proposal; an undone one was published and then reverted."""

    WAITING = "waiting"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


def submit_proposal(  # noqa: PLR0913 - one argument for each recorded value
    connection: Connection,
    author_id: str | None,
    edits: Iterable[Edit],
    reason: str,
    *,
    is_protected: IsProtected | None,
    now: datetime,
) -> int:
    """Store a proposal and return its number; the directory does not change.

    `author_id` is an account, None for the command line. `is_protected` comes from
    `directory.confidential.guard.load_redaction_guard`: a proposal with protected data is held, and its author is not
    told. Dependents of removed rows become part of the proposal.

    Raises:
        BadEditError: a field cannot have this value.
        UnknownRowError: a row to be changed or removed does not exist.
        InUseError: others depend on a row to be removed. A service becomes inactive instead.
        NoChangesError: all values are as they are already.
    """
    with write_transaction(connection):
        changes = draft_changes(connection, edits)
        owners = find_owners(connection, changes)
        reason = clean_text("proposal", "reason", reason)
        held = find_held_reason(connection, changes, reason, author_id, is_protected, now)
        return insert_proposal(
            connection,
            changes,
            owners,
            author_id=author_id,
            reason=reason,
            made_at=now,
            state=ProposalState.WAITING,
            held=held,
        )


def decline_proposal(  # noqa: PLR0913 - one argument for each recorded value
    connection: Connection,
    number: int,
    decider_id: str | None,
    reason: str,
    *,
    now: datetime,
    guard: PersonalGuard | None = None,
) -> None:
    """Decline a waiting proposal; `reason` is for its author.

    Raises:
        UnknownProposalError, NotWaitingError: no such proposal is waiting.
        BadEditError: the reason is too long or holds characters that no text may hold.
        ProtectedTextError: the reason holds protected data that the decider may read.
    """
    with write_transaction(connection):
        _require_waiting(connection, number)
        reason = clean_text("proposal", "decision", reason)
        reject_readable_reason(reason, guard)
        if guard and guard.is_protected(reason):
            hold_proposal(connection, number)
        _update(
            connection, number, state=ProposalState.DECLINED, decider_id=decider_id, decided_at=now, decision=reason
        )


def withdraw_proposal(connection: Connection, number: int, author_id: str | None, *, now: datetime) -> None:
    """Withdraw one's own waiting proposal.

    Raises:
        UnknownProposalError, NotWaitingError: no such proposal is waiting.
        NotAuthorError: the proposal has another author.
    """
    with write_transaction(connection):
        if _require_waiting(connection, number).author_id != author_id:
            raise NotAuthorError
        _update(connection, number, state=ProposalState.WITHDRAWN, decided_at=now)


def insert_proposal(connection: Connection, changes: Sequence[Change], owners: Owners, **values: object) -> int:
    """Insert a proposal with its fields, in the caller's transaction; return its number."""
    service = next(iter(owners.services), None)
    row = values | {"service_id": service, "organization_id": _organization(connection, changes, owners, service)}
    result = connection.execute(insert(Proposal).returning(col(Proposal.id)), row)
    number = cast("int", result.scalar_one())
    save_changes(connection, number, changes)
    return number


def load_proposal(connection: Connection, number: int) -> Proposal:
    """Return a stored proposal.

    Raises:
        UnknownProposalError: there is no proposal with this number.
    """
    row = connection.execute(select(Proposal).where(col(Proposal.id) == number)).mappings().first()
    if row is None:
        raise UnknownProposalError
    return Proposal(**row)


def original_author(connection: Connection, proposal: Proposal) -> str | None:
    """Return the author of the original proposal in a chain of reversions."""
    while proposal.undoes is not None:
        proposal = load_proposal(connection, proposal.undoes)
    return proposal.author_id


def set_state(connection: Connection, number: int | None, state: ProposalState) -> None:
    """Set the state of a proposal, and the opposite state of the one that it reverts."""
    while number is not None:
        _update(connection, number, state=state)
        number = load_proposal(connection, number).undoes
        state = ProposalState.UNDONE if state is ProposalState.PUBLISHED else ProposalState.PUBLISHED


def _organization(connection: Connection, changes: Sequence[Change], owners: Owners, service: str | None) -> str | None:
    """Return the organization of the service, or the first organization among the owners."""
    row = None
    if service is not None:
        key = (service,)
        row = ProjectedRows(connection, changes).get("service", key) or ProjectedRows(connection).get("service", key)
    return str(row["organization_id"]) if row else next(iter(owners.organizations), None)


def _require_waiting(connection: Connection, number: int) -> Proposal:
    proposal = load_proposal(connection, number)
    if proposal.state != ProposalState.WAITING:
        raise NotWaitingError
    return proposal


def _update(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(Proposal).where(col(Proposal.id) == number).values(**values))
