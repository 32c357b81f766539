"""The audit log: reads of protected data, and actions on accounts and protected data."""

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.staff.auth.accounts import list_accounts
from directory.staff.auth.audit_log import AUTOMATIC, AuditAction, list_actions, list_reads
from directory.staff.auth.roles import Permission
from directory.staff.context import transaction
from directory.staff.i18n import N_
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.proposals.summaries import account_names
from directory.staff.rendering import render
from directory.staff.role_form import CIRCLES
from directory.staff.routes import Page

_PAGE_SIZE: Final = 50
_ACTION_LABELS: Final = {
    AuditAction.INVITED: N_("Invited somebody"),
    AuditAction.TAKEN_BACK: N_("Took an invitation back"),
    AuditAction.ACCEPTED: N_("Accepted an invitation"),
    AuditAction.SIGNED_IN: N_("Signed in"),
    AuditAction.SIGNED_OUT_EVERYWHERE: N_("Ended all sessions"),
    AuditAction.LOCKED_OUT: N_("Locked: somebody typed too many wrong passphrases or codes"),
    AuditAction.SESSION_ENDED: N_("Signed out: somebody typed too many wrong passphrases or codes at an open page"),
    AuditAction.PASSPHRASE_CHANGED: N_("Changed the passphrase"),
    AuditAction.CODES_CHANGED: N_("Set up another app for codes"),
    AuditAction.ROLE_CHANGED: N_("Changed what somebody may do"),
    AuditAction.GRANT_CONFIRMED: N_("Confirmed what somebody may do"),
    AuditAction.GRANT_DECLINED: N_("Declined what somebody should be allowed to do"),
    AuditAction.GRANT_TOOK_EFFECT: N_("Changed what somebody may do, after a day, since nobody else could confirm it"),
    AuditAction.DISABLED: N_("Shut somebody out"),
    AuditAction.ENABLED: N_("Let somebody in again"),
    AuditAction.RESET: N_("Sent a new invitation for a lost phone"),
    AuditAction.IMPORTED: N_("Imported a file"),
    AuditAction.PROTECTED_ADDED: N_("Added a protected address or contact"),
    AuditAction.PROTECTED_CHANGED: N_("Changed a protected address or contact"),
    AuditAction.PROTECTED_MOVED: N_("Protected an address that everybody could read"),
    AuditAction.PROTECTED_REMOVED: N_("Removed a protected address or contact"),
}


def show_reads(request: Request) -> Response:
    """Show the reads of protected data, optionally of one account or one entry."""
    account, service = (request.query_params.get(name, "").replace("\0", "") for name in ("account", "service"))
    with transaction(request) as connection:
        filters = {"account_id": account or None, "service_id": service or None}
        rows = list_reads(connection, **filters, offset=page_offset(request, _PAGE_SIZE), limit=_PAGE_SIZE + 1)
        reads, has_next = split_page(rows, _PAGE_SIZE)
        names = _service_names(connection, {*(read.disclosure.service_id for read in reads), service})
        accounts = list_accounts(connection)
    return render(
        request,
        "audit.html",
        reads=reads,
        services=names,
        accounts=accounts,
        account=account,
        service=service,
        circles=CIRCLES,
        pager=pager(request, has_next=has_next),
    )


def show_actions(request: Request) -> Response:
    """Show the actions on accounts and protected data."""
    with transaction(request) as connection:
        actions, has_next = split_page(
            list_actions(connection, offset=page_offset(request, _PAGE_SIZE), limit=_PAGE_SIZE + 1), _PAGE_SIZE
        )
        people = account_names(connection, [key for action in actions for key in (action.account_id, action.about)])
        services = _service_names(connection, {action.about for action in actions if action.about})
    return render(
        request,
        "audit_accounts.html",
        actions=actions,
        action_labels=_ACTION_LABELS,
        automatic=AUTOMATIC,
        people=people,
        services=services,
        pager=pager(request, has_next=has_next),
    )


def _service_names(connection: Connection, ids: set[str]) -> dict[str, str]:
    rows = connection.execute(select(col(Service.id), col(Service.name)).where(col(Service.id).in_(ids)))
    return {row.id: row.name for row in rows}


PAGES: Final = (
    Page("/audit", show_reads, Permission.ADMINISTER),
    Page("/audit/accounts", show_actions, Permission.ADMINISTER),
)
