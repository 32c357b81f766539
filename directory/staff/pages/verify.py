"""The queue of entries to check, and recording a check."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.moderation import (
    UnknownRowError,
    VerificationMethod,
    load_verification_queue,
    mark_verified,
    may_propose,
    scope_of_service,
)
from directory.moderation.changes import load_row
from directory.staff.auth.roles import Permission
from directory.staff.context import current_user, form_field, get_context, transaction
from directory.staff.i18n import country_name
from directory.staff.pagination import page_offset, pager
from directory.staff.phone_links import phone_links
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to
from directory.staff.scope_filter import scope_filter, selectable_countries, verifier_name
from directory.statistics.queries import recent_referrals

_PAGE_SIZE: Final = 20


def show_queue(request: Request) -> Response:
    """Show the user's entries, the most urgent to check first."""
    user, country, offset = (
        current_user(request),
        request.query_params.get("country") or None,
        page_offset(request, _PAGE_SIZE),
    )
    scope = scope_filter(user, country)
    filters: Any = {
        "organization_id": scope.organization_id,
        "countries": scope.countries,
        "stale_after": get_context(request).stale_after,
    }
    with transaction(request) as connection:
        referrals = recent_referrals(connection)
        verification_queue = load_verification_queue(
            connection, **filters, referrals=referrals, now=datetime.now(UTC), offset=offset, limit=_PAGE_SIZE
        )
        numbers = phone_links(connection, [entry.service_id for entry in verification_queue.entries])
        countries = sorted(selectable_countries(connection, user), key=country_name)
    has_next = offset + len(verification_queue.entries) < verification_queue.total
    return render(
        request,
        "verify.html",
        queue=verification_queue,
        numbers=numbers,
        countries=countries,
        country=country,
        pager=pager(request, has_next=has_next),
    )


def record_check(request: Request) -> Response:
    """Record a check of an entry, by phone unless another method is posted."""
    service, method = (
        request.path_params["service_id"].replace("\0", ""),
        form_field(request, "method") or VerificationMethod.CALLED,
    )
    if method not in set(VerificationMethod):
        raise HTTPException(400)
    user, stale_after = current_user(request), get_context(request).stale_after
    with get_context(request).engine.connect() as connection:
        with connection.begin():
            if load_row(connection, Service.__tablename__, (service,)) is None:
                raise HTTPException(404)
            if not may_propose(user, scope_of_service(connection, service)):
                raise HTTPException(403)
            name = verifier_name(connection, user)
        try:
            mark_verified(
                connection,
                service,
                name,
                VerificationMethod(method),
                datetime.now(UTC),
                stale_after,
                account_id=user.account_id,
            )
        except UnknownRowError:
            raise HTTPException(404) from None
    return redirect_to(_return_path(request, service))


def _return_path(request: Request, service: str) -> str:
    """Return the path to go back to: the same page of the queue, or the entry."""
    if form_field(request, "back") != "queue":
        return f"/services/{service}?told=verified"
    params = {name: value for name in ("country", "page") if (value := form_field(request, name))}
    return f"/verify?{urlencode(params | {'told': 'verified'})}"


PAGES: Final = (
    Page("/verify", show_queue, Permission.READ),
    Page("/verify/{service_id}", record_check, Permission.PROPOSE, method="POST"),
)
