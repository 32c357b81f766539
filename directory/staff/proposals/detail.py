"""One proposal, and what somebody may do with it."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from directory.models import Service
from directory.moderation import Facts, ProposalRead, facts_of_proposal, may_decide, may_propose, read
from directory.moderation.changes import stored_row
from directory.staff.auth.accounts import accounts
from directory.staff.auth.roles import Person, Role

_HIGHEST: Final = 2**31 - 1
"""PostgreSQL refuses to look for a higher one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A proposal for somebody; `service` is its entry if it is there.

    `is_alone`: it is an administrator's own, and nobody else could decide.
    """

    read: ProposalRead
    service: str | None
    reads: bool
    decides: bool
    is_own: bool
    is_alone: bool


def number_in(asked: str) -> int | None:
    """Return the number that a part of an address names; None for one that no change can have."""
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= len(str(_HIGHEST))
    return int(asked) if is_number and int(asked) <= _HIGHEST else None


def opened(connection: Connection, number: int, person: Person) -> Opened:
    """Return a proposal and what somebody may do with it.

    Raises:
        directory.moderation.UnknownProposalError: there is none of this number.
    """
    found = read(connection, number)
    facts = facts_of_proposal(connection, number)
    is_own = found.proposal.author_id == person.account_id
    service = found.proposal.service_id
    is_there = service and stored_row(connection, Service.__tablename__, (service,))
    return Opened(
        found,
        service if is_there else None,
        reads=is_own or may_propose(person, facts),
        decides=may_decide(person, facts),
        is_own=is_own,
        is_alone=is_own and person.role is Role.ADMINISTRATOR and not _others(connection, person, facts),
    )


def _others(connection: Connection, person: Person, facts: Facts) -> bool:
    """Tell whether somebody else could decide."""
    return any(
        one.disabled_at is None and one.account_id != person.account_id and may_decide(one.grant, facts)
        for one in accounts(connection)
    )
