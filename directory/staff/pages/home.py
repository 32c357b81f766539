"""The home page with the user's tasks, and the list of the user's own proposals."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.moderation import QueueEntry, count_waiting, most_urgent_entries, proposals_by_author, waiting_proposals
from directory.staff.auth.grant_requests import list_grant_requests
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import current_user, get_context, transaction
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.proposals.held import readable_waiting
from directory.staff.proposals.summaries import ProposalSummary, summarize
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.scope_filter import ScopeFilter, scope_filter
from directory.staff.translations.queue import count_stale
from directory.statistics.queries import recent_referrals
from locales.registry import LANGUAGES, SOURCE

_MAX_ITEMS: Final = 5
_PAGE_SIZE: Final = 25


def show_home(request: Request) -> Response:
    """Show the user's tasks and recent proposals."""
    user = current_user(request)
    scope = scope_filter(user)
    with transaction(request) as connection:
        changes, number = _proposals_to_review(request, connection, scope)
        own = summarize(connection, proposals_by_author(connection, user.account_id, limit=_MAX_ITEMS))
        to_check = _entries_to_check(request, connection, scope)
        requests = list_grant_requests(connection) if is_allowed(user, Permission.ADMINISTER) else []
        language = user.language if user.language in LANGUAGES and user.language != SOURCE else None
        behind = count_stale(connection, language, scope.service_condition()) if language else 0
        is_empty = not connection.scalar(select(select(col(Service.id)).where(scope.service_condition()).exists()))
    values: dict[str, Any] = {"changes": changes, "number": number, "own": own}
    values |= {"to_check": to_check, "is_empty": is_empty, "requests": requests}
    return render(request, "home.html", **values, language=language, behind=behind)


def _proposals_to_review(
    request: Request, connection: Connection, scope: ScopeFilter
) -> tuple[list[ProposalSummary], int]:
    """Return the proposals of others that have waited longest, and the number of all that wait."""
    user = current_user(request)
    if not is_allowed(user, Permission.DECIDE):
        return [], 0
    filters: Any = {"countries": scope.countries, "excluding_author": user.account_id}
    filters["readable"] = readable_waiting(request, connection)
    return summarize(connection, waiting_proposals(connection, **filters, limit=_MAX_ITEMS)), count_waiting(
        connection, **filters
    )


def _entries_to_check(request: Request, connection: Connection, scope: ScopeFilter) -> list[QueueEntry]:
    filters: Any = {"organization_id": scope.organization_id, "countries": scope.countries}
    referrals, stale_after = recent_referrals(connection), get_context(request).stale_after
    return most_urgent_entries(
        connection, **filters, referrals=referrals, stale_after=stale_after, now=datetime.now(UTC), limit=_MAX_ITEMS
    )


def show_mine(request: Request) -> Response:
    """Show the user's own proposals, newest first."""
    limits = {"offset": page_offset(request, _PAGE_SIZE), "limit": _PAGE_SIZE + 1}
    with transaction(request) as connection:
        proposals, has_next = split_page(
            proposals_by_author(connection, current_user(request).account_id, **limits), _PAGE_SIZE
        )
        changes = summarize(connection, proposals)
    return render(request, "my_changes.html", changes=changes, pager=pager(request, has_next=has_next))


PAGES: Final = (
    Page("/", show_home, Permission.READ),
    Page("/mine", show_mine, Permission.READ),
)
