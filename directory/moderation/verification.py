"""Noting that somebody checked an entry."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from directory.db.engine import locked
from directory.moderation.assurance import Check, Method, mark_of, marked
from directory.moderation.context import STAFF, Terms
from directory.moderation.errors import UnknownRowError
from directory.moderation.owners import Owners
from directory.moderation.proposals import State, enter
from directory.moderation.publication import carry_through

LOG = structlog.stdlib.get_logger(__name__)


def assure(  # noqa: PLR0913, PLR0917 - one argument for each thing that is noted
    connection: Connection,
    service_id: str,
    verified_by: str,
    method: Method,
    now: datetime,
    stale_after: timedelta,
    *,
    account_id: str | None = None,
    updated_by: str = STAFF,
) -> int:
    """Note that an entry was checked and is right; search puts it first from this moment on.

    It becomes a published proposal of its own, so that history shows it and a slip can be undone; return its number.
    `verified_by` is kept: a role and an organization ("reviewer, Example Trust"), never a person's name.

    Raises:
        UnknownRowError: there is no such service.
        BadEditError: `verified_by` is too long or holds signs that no text may hold.
    """
    values = mark_of(Check(verified_by, method), now)
    with locked(connection):
        changes = list(marked(connection, service_id, values))
        if not changes:
            raise UnknownRowError
        decided = {"decider_id": account_id, "decided_at": now, "made_at": now, "author_id": account_id}
        owners = Owners(services={service_id: None})
        number = enter(connection, changes, owners, **decided, state=State.PUBLISHED, reason="")
        carry_through(connection, changes, Terms(stale_after, None, now, updated_by))
    LOG.info("an entry was verified")
    return number
