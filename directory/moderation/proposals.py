"""Propose a change of the directory.

It is written down with what stands there now, so that nobody overwrites what they have not seen.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.domain.withheld import IsProtected
from directory.models import Proposal
from directory.moderation.changes import Change, keep, kept
from directory.moderation.drafts import draft
from directory.moderation.edits import Edit
from directory.moderation.errors import NotAuthorError, NotWaitingError, UnknownProposalError
from directory.moderation.owners import Owners, owners_of
from directory.moderation.projected_rows import Rows
from directory.moderation.redaction_guard import refuse_words
from directory.moderation.values import text


class State(StrEnum):
    """What became of a proposal; an undone one was published before."""

    WAITING = "waiting"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


def propose(  # noqa: PLR0913 - one argument for each thing that is written down
    connection: Connection,
    author_id: str | None,
    edits: Iterable[Edit],
    reason: str,
    *,
    is_protected: IsProtected | None,
    now: datetime,
) -> int:
    """Write a proposal down and return its number; the directory stays as it is.

    `author_id` is an account, None for the command line. `is_protected` comes from
    `directory.confidential.guard.what_is_protected`. What hangs on a row that is to go becomes part of the proposal.

    Raises:
        BadEditError: a field can't have its value.
        UnknownRowError: a row that is to be changed or removed is not there.
        InUseError: a row that is to go is needed by others; a service always is, and becomes inactive instead.
        ProtectedTextError: a text, or the reason, holds what is protected of the same service or place.
        NothingChangesError: every value stands there already.
    """
    with locked(connection):
        changes = draft(connection, edits, is_protected)
        owners = owners_of(connection, changes)
        plain = text("proposal", "reason", reason)
        refuse_words(connection, owners, plain, is_protected)
        return enter(connection, changes, owners, author_id=author_id, reason=plain, made_at=now, state=State.WAITING)


def enter(connection: Connection, changes: Sequence[Change], owners: Owners, **values: object) -> int:
    """Put a proposal with its fields into the tables, in the caller's transaction; return its number."""
    service = next(iter(owners.services), None)
    row = values | {"service_id": service, "organization_id": _organization(connection, changes, owners, service)}
    made = connection.execute(insert(Proposal).returning(col(Proposal.id)), row)
    number = cast("int", made.scalar_one())
    keep(connection, number, changes)
    return number


def proposal_row(connection: Connection, number: int) -> Proposal:
    """Return a proposal as it stands.

    Raises:
        UnknownProposalError: there is none of this number.
    """
    found = connection.execute(select(Proposal).where(col(Proposal.id) == number)).mappings().first()
    if found is None:
        raise UnknownProposalError
    return Proposal(**found)


def _organization(connection: Connection, changes: Sequence[Change], owners: Owners, service: str | None) -> str | None:
    """Return the organization that answers for the service, or the first of which something is said."""
    row = None
    if service is not None:
        row = Rows(connection, changes).read("service", (service,)) or Rows(connection).read("service", (service,))
    return str(row["organization_id"]) if row else next(iter(owners.organizations), None)


def decline(  # noqa: PLR0913 - one argument for each thing that is written down
    connection: Connection,
    number: int,
    decider_id: str | None,
    reason: str,
    *,
    now: datetime,
    is_protected: IsProtected | None = None,
) -> None:
    """Decline a proposal; `reason` is for its author.

    Raises:
        UnknownProposalError, NotWaitingError: there is none that waits.
        BadEditError: the reason is too long or holds signs that no text may hold.
        ProtectedTextError: the reason holds what is protected of the same service or place.
    """
    with locked(connection):
        _waiting(connection, number)
        said = text("proposal", "decision", reason)
        refuse_words(connection, owners_of(connection, kept(connection, number)), said, is_protected)
        _decide(connection, number, state=State.DECLINED, decider_id=decider_id, decided_at=now, decision=said)


def withdraw(connection: Connection, number: int, author_id: str | None, *, now: datetime) -> None:
    """Take one's own proposal back.

    Raises:
        UnknownProposalError, NotWaitingError: there is none that waits.
        NotAuthorError: somebody else proposed it.
    """
    with locked(connection):
        if _waiting(connection, number).author_id != author_id:
            raise NotAuthorError
        _decide(connection, number, state=State.WITHDRAWN, decided_at=now)


def _waiting(connection: Connection, number: int) -> Proposal:
    proposal = proposal_row(connection, number)
    if proposal.state != State.WAITING:
        raise NotWaitingError
    return proposal


def _decide(connection: Connection, number: int, **decided: object) -> None:
    connection.execute(update(Proposal).where(col(Proposal.id) == number).values(**decided))
