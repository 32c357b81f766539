"""Held proposals: what the signed-in user may know of them, and what they would make public.

A proposal with protected data is taken like any other, and its author is not told. Only those who may read the data see
it and decide on it. Those who propose such a change themselves and may read the data are told at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col
from starlette.requests import Request

from directory.confidential.entries import AccessCircle
from directory.confidential.guard import RedactionGuard
from directory.domain.protection import PersonalGuard, ProtectedMatch
from directory.models import Proposal, Service
from directory.moderation import HeldReason, find_readable, is_visible
from directory.moderation.changes import load_changes
from directory.moderation.proposals import load_proposal
from directory.moderation.redaction_guard import count_hits, may_read_held, texts_of
from directory.staff.auth.audit_log import Disclosure, log_read
from directory.staff.auth.roles import User
from directory.staff.auth.step_up import FOR_READING
from directory.staff.context import current_user, locked_transaction, redaction_guard, transaction
from directory.staff.scope_filter import scope_filter
from directory.staff.step_up import ensure_step_up

COUNTED: Final = timedelta(days=30)
"""How far back the page counts the proposals of an author that held protected data."""


@dataclass(frozen=True, slots=True)
class HeldProposal:
    """What a held proposal would make public: protected data of these entries (id -> name).

    `hits` is how many proposals of its author held protected data lately.
    """

    reason: HeldReason
    services: dict[str, str]
    hits: int


def personal_guard(request: Request, connection: Connection) -> PersonalGuard:
    """Return the redaction guard for the user.

    Raises:
        directory.confidential.ProtectedStoreError: the database did not answer.
    """
    guard, user = redaction_guard(request), current_user(request)
    is_in_circle = user.circle is not None
    if guard is None:
        return PersonalGuard(lambda _: frozenset(), lambda _: True, has_protected=False, is_in_circle=is_in_circle)
    readable = _readable_matches(connection, guard, user)
    return PersonalGuard(guard.matches, readable.__contains__, has_protected=True, is_in_circle=is_in_circle)


def visible_to_user(request: Request, connection: Connection, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the user may know of a proposal, among those that fulfil conditions."""
    readable = find_readable(connection, personal_guard(request, connection), *conditions)
    return is_visible(current_user(request).account_id, readable)


def readable_waiting(request: Request, connection: Connection) -> frozenset[int]:
    """Return the numbers of the waiting held proposals that the user may read."""
    return find_readable(connection, personal_guard(request, connection), col(Proposal.state) == "waiting")


def describe_held(connection: Connection, proposal: Proposal, guard: PersonalGuard) -> HeldProposal | None:
    """Return what a held proposal would make public; None if it is not held, or the user may not read all of that."""
    number = proposal.id or 0
    if proposal.held is None or not may_read_held(connection, number, guard):
        return None
    texts = texts_of(load_changes(connection, number), proposal.reason, proposal.decision or "")
    services = {service for text in texts for match in guard.matches(text) for service in match.services}
    names = select(col(Service.id), col(Service.name)).where(col(Service.id).in_(services)).order_by(col(Service.name))
    hits = count_hits(connection, proposal.author_id, datetime.now(UTC) - COUNTED)
    return HeldProposal(HeldReason(proposal.held), {row.id: row.name for row in connection.execute(names)}, hits)


def authorize_held_read(request: Request, held: HeldProposal) -> None:
    """Log that the user is told whose protected data a proposal holds.

    Raises:
        StepUpRequiredError: passphrase and code have to be typed first.
    """
    user = current_user(request)
    if user.circle is not None and held.services:
        ensure_step_up(request, FOR_READING)
        with locked_transaction(request) as connection:
            for service in held.services:
                log_read(connection, user, Disclosure(service, user.circle, 1), datetime.now(UTC))


def flash_after_proposal(request: Request, number: int) -> str:
    """Return the flash message after a proposal: only those who may read it are told that it holds protected data."""
    if current_user(request).circle is None:
        return "proposed"
    with transaction(request) as connection:
        held = describe_held(connection, load_proposal(connection, number), personal_guard(request, connection))
    return "held" if held and held.reason is HeldReason.PROTECTED else "proposed"


def _readable_matches(connection: Connection, guard: RedactionGuard, user: User) -> Collection[ProtectedMatch]:
    """Return the protected data that the user may read: of their circle, and of the entries in their scope."""
    if user.circle is None:
        return frozenset()
    matches = {match for match in guard.all_matches if AccessCircle(match.circle) in user.circle.readable_circles}
    scope = scope_filter(user)
    if scope.organization_id is None and not scope.countries:
        return matches
    services = sorted({service for match in matches for service in match.services})
    query = select(col(Service.id)).where(col(Service.id).in_(services), scope.service_condition())
    in_scope = frozenset(connection.scalars(query))
    return {match for match in matches if match.services & in_scope}
