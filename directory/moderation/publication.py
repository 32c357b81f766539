"""Publish what was proposed: all of it or nothing, over exactly what its reviewer has seen."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection, update
from sqlmodel import col

from directory.db.engine import locked
from directory.domain.ownership import take_over
from directory.domain.withheld import IsProtected
from directory.models import Proposal, Service
from directory.moderation import consequences
from directory.moderation.assurance import Check, of_checks
from directory.moderation.change_log import note
from directory.moderation.changes import Change, keep, kept
from directory.moderation.context import STAFF, Terms
from directory.moderation.drafts import refuse_protected
from directory.moderation.errors import NotWaitingError, OwnProposalError
from directory.moderation.owners import owners_of, reached
from directory.moderation.proposals import State, proposal_row
from directory.moderation.row_validation import check_together
from directory.moderation.writer import carry_out, refuse_changed
from directory.search.index import index_services

LOG = structlog.stdlib.get_logger(__name__)

ALONE = "alone"
"""The decision on a proposal that nobody else could read, in a line with one administrator."""
_AT_ONCE = 500


def publish(  # noqa: PLR0913 - one argument for each thing that is decided
    connection: Connection,
    number: int,
    decider_id: str | None,
    *,
    stale_after: timedelta,
    is_protected: IsProtected | None,
    now: datetime,
    check: Check | None = None,
    alone: bool = False,
    updated_by: str = STAFF,
) -> list[str]:
    """Carry a waiting proposal out in one transaction; return the services that say something else now.

    What follows is done in the same transaction and written down with the proposal: what phones can do, the rows that
    each service must have, translations left behind. A changed phone ends the mark of a checked entry, unless the
    reviewer has called there (`check`). The entries belong to staff from now on: no update of the software rewrites
    them.
    `updated_by` is exported: a role or an organization, never a person. `alone` lets somebody publish their own.

    Raises:
        UnknownProposalError, NotWaitingError, OwnProposalError: it can't be published by this account, or any more.
        ChangedMeanwhileError: something else stands there than when it was proposed.
        BadEditError: a link leads nowhere any more, a place has become protected, or who checked can't be written.
        ProtectedTextError: a text holds what has become protected.
        InUseError: something hangs on a row that goes.
    """
    terms = Terms(stale_after, is_protected, now, updated_by)
    with locked(connection):
        proposal = proposal_row(connection, number)
        own = decider_id is not None and proposal.author_id == decider_id
        if proposal.state != State.WAITING:
            raise NotWaitingError
        if own and not alone:
            raise OwnProposalError
        changes = kept(connection, number)
        refuse_changed(connection, changes)
        check_together(connection, changes)
        services = carry_through(connection, changes, terms, lambda: _follow(connection, number, changes, check, now))
        decided = {"state": State.PUBLISHED, "decider_id": decider_id, "decided_at": now}
        this = col(Proposal.id) == number
        connection.execute(update(Proposal).where(this).values(**decided, decision=ALONE if own else None))
    LOG.info("a change was published", count=len(changes))
    return services


def carry_through(
    connection: Connection, changes: Sequence[Change], terms: Terms, follow: Callable[[], None] = lambda: None
) -> list[str]:
    """Make changes and what `follow` adds; bring history, stamps and search in step; return the services reached."""
    refuse_protected(connection, changes, terms.is_protected)
    owners = owners_of(connection, changes)
    before = reached(connection, owners)
    carry_out(connection, changes)
    follow()
    services = list(dict.fromkeys([*before, *reached(connection, owners)]))
    note(connection, changes, owners, terms)
    stamp(connection, services, terms.now)
    take_over(connection, services)
    index_services(connection, services, terms.stale_after)
    return services


def stamp(connection: Connection, services: Sequence[str], now: datetime) -> None:
    """Note when services were changed, as imports do."""
    when = now.astimezone(UTC).isoformat(timespec="milliseconds")
    for first in range(0, len(services), _AT_ONCE):
        ids = col(Service.id).in_(services[first : first + _AT_ONCE])
        connection.execute(update(Service).where(ids).values(last_modified=when))


def _follow(connection: Connection, number: int, changes: Sequence[Change], check: Check | None, now: datetime) -> None:
    """Make what follows from changes, and write it down with them."""
    named = list(owners_of(connection, changes).services)
    steps: tuple[Callable[[], Iterable[Change]], ...] = (
        lambda: consequences.of_new_services(connection, changes),
        lambda: consequences.of_phones(connection, changes),
        lambda: of_checks(connection, changes, named, check, now),
        lambda: consequences.of_translations(connection, changes),
        lambda: consequences.of_late_translations(connection, changes, proposal_row(connection, number).made_at),
    )
    for step in steps:
        following = list(step())
        carry_out(connection, following)
        keep(connection, number, following)
