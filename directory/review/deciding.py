"""What else can become of a proposal that waits: it is declined, or its author takes it back."""

from datetime import datetime

from sqlalchemy import Connection, update
from sqlmodel import col

from directory.connection import locked
from directory.exchange.withheld import IsProtected
from directory.models import Proposal
from directory.review.changes import kept
from directory.review.errors import NotAuthorError, NotWaitingError
from directory.review.guarding import refuse_words
from directory.review.owners import owners_of
from directory.review.proposals import State, proposal_row
from directory.review.values import text


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
