"""One proposal, and what the user may do with it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from directory.confidential import AccessCircle
from directory.domain.protection import PersonalGuard
from directory.models import Service
from directory.moderation import (
    ChangeScope,
    ProposalDiff,
    ProposalState,
    diff_proposal,
    may_decide,
    may_propose,
    reversion_waits,
    scope_of_proposal,
)
from directory.moderation.changes import load_row
from directory.staff.auth.accounts import list_accounts
from directory.staff.auth.roles import Role, User
from directory.staff.proposals.held import HeldProposal, describe_held

_MAX_NUMBER: Final = 2**31 - 1
"""The largest integer that PostgreSQL accepts as a proposal number."""


@dataclass(frozen=True, slots=True)
class ProposalDetail:
    """A proposal as one user sees it; `service` is its entry if that is stored.

    `held` says what it would make public, to a user who may know that.

    `is_only_reviewer`: the proposal is an administrator's own, and no other account could decide on it.
    `undo_waits`: it is published, and undoing it waits for somebody else.
    """

    read: ProposalDiff
    service: str | None
    may_read: bool
    may_decide: bool
    is_own: bool
    is_only_reviewer: bool
    held: HeldProposal | None
    undo_waits: bool


def parse_number(text: str) -> int | None:
    """Return the proposal number in a URL, None if it is invalid."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(_MAX_NUMBER))
    return int(text) if is_number and int(text) <= _MAX_NUMBER else None


def open_proposal(connection: Connection, number: int, user: User, guard: PersonalGuard) -> ProposalDetail:
    """Return a proposal and what a user may do with it.

    Raises:
        directory.moderation.UnknownProposalError: there is no such proposal.
    """
    diff = diff_proposal(connection, number)
    scope = scope_of_proposal(connection, number)
    is_own = diff.proposal.author_id == user.account_id
    service = diff.proposal.service_id
    held = describe_held(connection, diff.proposal, guard)
    is_open = diff.proposal.held is None or held is not None
    is_there = service and load_row(connection, Service.__tablename__, (service,))
    return ProposalDetail(
        diff,
        service if is_there else None,
        may_read=is_own or (is_open and may_propose(user, scope)),
        may_decide=may_decide(user, scope) and (is_open or is_own),
        is_own=is_own,
        is_only_reviewer=is_own
        and user.role is Role.ADMINISTRATOR
        and (user.circle is AccessCircle.STAFF or not guard.has_protected)
        and not _has_other_reviewer(connection, user, scope, held),
        held=held,
        undo_waits=diff.proposal.state == ProposalState.PUBLISHED and reversion_waits(diff.proposal, datetime.now(UTC)),
    )


def _has_other_reviewer(connection: Connection, user: User, scope: ChangeScope, held: HeldProposal | None) -> bool:
    """Return whether another account could decide; on a held proposal, one of the staff circle."""
    return any(
        account.disabled_at is None
        and account.account_id != user.account_id
        and may_decide(account.grant, scope)
        and (held is None or account.grant.circle is AccessCircle.STAFF)
        for account in list_accounts(connection)
    )
