"""Keep protected data out of public texts, without telling an author that a text holds some.

The danger is an answer that confirms a guess: whoever may propose a change could ask for every street and number. So a
proposal is taken whatever it holds, after the same work. One that holds protected data of anybody is held: only its
author and those who may read that data see it, and only they may publish it.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, or_, select, update
from sqlmodel import col

from directory.domain.protection import IsProtected, PersonalGuard
from directory.models import Proposal, ProposedField
from directory.moderation.changes import Change, Values, load_changes
from directory.moderation.errors import HeldProposalError, ProtectedTextError

MAX_HITS: Final = 3
"""After so many proposals with protected data in `HITS_PERIOD`, everything that the account proposes is held."""
HITS_PERIOD: Final = timedelta(days=1)
MAX_DIGITS: Final = 200
"""A proposal with more digits is held: a long text of digits would ask for thousands of phone numbers at once."""


class HeldReason(StrEnum):
    """Why a proposal is held."""

    PROTECTED = "protected"
    """It holds protected data: before or after the change, or in its reason."""
    LIMIT = "limit"
    """It must not tell whether it does: too many proposals of its author did, or it has too many digits."""
    SINCE = "since"
    """What it holds became protected while it waited, or is in the reason of its decision."""


def find_held_reason(  # noqa: PLR0913, PLR0917 - what a proposal consists of
    connection: Connection,
    changes: Iterable[Change],
    reason: str,
    author_id: str | None,
    is_protected: IsProtected | None,
    now: datetime,
) -> HeldReason | None:
    """Return why a proposal must be held, None if it need not be; the work is the same whatever it holds."""
    if is_protected is None:
        return None
    texts = list(texts_of(changes, reason))
    # All texts are examined, also after the first that is protected.
    is_hit = sum(map(is_protected, texts)) > 0
    digits = sum(character.isdecimal() for text in texts for character in text)
    hits = count_hits(connection, author_id, now - HITS_PERIOD)
    if is_hit:
        return HeldReason.PROTECTED
    return HeldReason.LIMIT if hits >= MAX_HITS or digits > MAX_DIGITS else None


def count_hits(connection: Connection, author_id: str | None, since: datetime) -> int:
    """Return how many proposals of an account since a time hold protected data."""
    is_hit = col(Proposal.held) == HeldReason.PROTECTED, col(Proposal.made_at) > since
    query = select(func.count()).select_from(Proposal).where(col(Proposal.author_id) == author_id, *is_hit)
    return connection.execute(query).scalar_one()


def hold_proposals_with(connection: Connection, is_protected: IsProtected) -> None:
    """Hold all proposals, waiting and decided, with what is protected from now on, in the caller's transaction."""
    is_free = col(Proposal.held).is_(None)
    reasons = select(col(Proposal.id), col(Proposal.reason), col(Proposal.decision)).where(is_free)
    fields = (
        select(col(ProposedField.proposal_id), col(ProposedField.old), col(ProposedField.new))
        .join(Proposal, col(Proposal.id) == col(ProposedField.proposal_id))
        .where(is_free)
    )
    rows: list[Any] = [(number, filter(None, texts)) for number, *texts in connection.execute(reasons)]
    rows += [(number, _decoded(values)) for number, *values in connection.execute(fields)]
    hits: set[int] = {number for number, texts in rows if any(map(is_protected, texts))}
    for number in sorted(hits):
        hold_proposal(connection, number)


def _decoded(values: Iterable[str | None]) -> Iterator[str]:
    """Yield the texts and numbers among stored values, which are JSON."""
    return (str(value) for text in values if isinstance(value := json.loads(text or "null"), str | float))


def hold_proposal(connection: Connection, number: int) -> None:
    """Hold a proposal that was not held when it was made, in the caller's transaction."""
    is_free = col(Proposal.id) == number, col(Proposal.held).is_(None)
    connection.execute(update(Proposal).where(*is_free).values(held=HeldReason.SINCE))


def is_visible(reader_id: str | None, readable: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that an account may know of a proposal; `readable` are the held ones that it may read."""
    own = [col(Proposal.author_id) == reader_id] if reader_id is not None else []
    return or_(col(Proposal.held).is_(None), col(Proposal.id).in_(sorted(readable)), *own)


def find_readable(connection: Connection, guard: PersonalGuard, *conditions: ColumnElement[bool]) -> frozenset[int]:
    """Return the numbers of the held proposals that fulfil conditions and that a member of a circle may read."""
    if not guard.is_in_circle:
        return frozenset()
    query = select(col(Proposal.id)).where(col(Proposal.held).is_not(None), *conditions)
    numbers: Any = connection.scalars(query).all()
    return frozenset(number for number in numbers if may_read_held(connection, number, guard))


def may_read_held(connection: Connection, number: int, guard: PersonalGuard) -> bool:
    """Return whether somebody may read all that is protected in a held proposal."""
    query = select(col(Proposal.reason), col(Proposal.decision)).where(col(Proposal.id) == number)
    reasons = [text or "" for text in connection.execute(query).one()]
    texts = texts_of(load_changes(connection, number), *reasons)
    return guard.is_in_circle and not any(map(guard.is_hidden, texts))


def require_reader(
    connection: Connection, number: int, held: str | None, changes: Iterable[Change], guard: PersonalGuard | None
) -> None:
    """Let only those who may read protected data publish it, or decide on a held proposal; None is nobody in person.

    Raises:
        HeldProposalError: the decider may not.
    """
    if guard is None:
        return
    published = (value for change in changes for _, value in _texts(change.new))
    if any(map(guard.is_hidden, published)) or (held and not may_read_held(connection, number, guard)):
        raise HeldProposalError


def reject_readable_reason(reason: str, guard: PersonalGuard | None) -> None:
    """Reject a reason with protected data that its author may read: more people read the reason.

    A reason with other protected data is taken: its author is not told.

    Raises:
        ProtectedTextError: it holds such data.
    """
    if guard and guard.is_readable(reason):
        raise ProtectedTextError


def texts_of(changes: Iterable[Change], *reasons: str) -> Iterator[str]:
    """Yield all texts and numbers of a proposal, before and after its changes."""
    yield from reasons
    for change in changes:
        for values in (change.old, change.new):
            yield from (value for _, value in _texts(values))


def _texts(values: Values) -> list[tuple[str, str]]:
    """Return the values that may hold something protected, by field."""
    return [
        (name, str(value))
        for name, value in values.items()
        if isinstance(value, str | float) and name != "id" and not name.endswith("_id")
    ]
