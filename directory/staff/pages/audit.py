"""What was read of what is protected, and what was done about accounts and to what is protected."""

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.staff.auth.accounts import accounts
from directory.staff.auth.audit_log import Act, acts, reads
from directory.staff.context import desk
from directory.staff.i18n import N_
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.proposals.summaries import names_of
from directory.staff.rendering import render
from directory.staff.role_form import CIRCLES
from directory.staff.routes import Page

_AT_ONCE: Final = 50
_ACTS: Final = {
    Act.INVITED: N_("Invited somebody"),
    Act.TAKEN_BACK: N_("Took an invitation back"),
    Act.ACCEPTED: N_("Accepted an invitation"),
    Act.SIGNED_IN: N_("Signed in"),
    Act.SIGNED_OUT_EVERYWHERE: N_("Ended all sessions"),
    Act.LOCKED_OUT: N_("Locked: somebody typed too many wrong passphrases or codes"),
    Act.PASSPHRASE_CHANGED: N_("Changed the passphrase"),
    Act.CODES_CHANGED: N_("Set up another app for codes"),
    Act.ROLE_CHANGED: N_("Changed what somebody may do"),
    Act.DISABLED: N_("Shut somebody out"),
    Act.ENABLED: N_("Let somebody in again"),
    Act.RESET: N_("Sent a new invitation for a lost phone"),
    Act.IMPORTED: N_("Imported a file"),
    Act.PROTECTED_ADDED: N_("Added a protected address or contact"),
    Act.PROTECTED_CHANGED: N_("Changed a protected address or contact"),
    Act.PROTECTED_MOVED: N_("Protected an address that everybody could read"),
    Act.PROTECTED_REMOVED: N_("Removed a protected address or contact"),
}


def protected_reads(request: Request) -> Response:
    """Show who was shown what is protected: of one account or one entry, or all."""
    account, service = (request.query_params.get(name, "").replace("\0", "") for name in ("account", "service"))
    with desk(request).engine.connect() as connection, connection.begin():
        asked = {"account_id": account or None, "service_id": service or None}
        found = reads(connection, **asked, offset=offset_of(request, _AT_ONCE), limit=_AT_ONCE + 1)
        shown, has_later = fitting(found, _AT_ONCE)
        names = _services(connection, {*(one.shown.service_id for one in shown), service})
        people = accounts(connection)
    return render(
        request,
        "audit.html",
        reads=shown,
        services=names,
        accounts=people,
        account=account,
        service=service,
        circles=CIRCLES,
        leaf=leaf(request, has_later=has_later),
    )


def account_acts(request: Request) -> Response:
    """Show what was done about accounts and to what is protected."""
    with desk(request).engine.connect() as connection, connection.begin():
        found, has_later = fitting(acts(connection, offset=offset_of(request, _AT_ONCE), limit=_AT_ONCE + 1), _AT_ONCE)
        people = names_of(connection, [of for one in found for of in (one.account_id, one.about)])
        services = _services(connection, {one.about for one in found if one.about})
    return render(
        request,
        "audit_accounts.html",
        acts=found,
        said=_ACTS,
        people=people,
        services=services,
        leaf=leaf(request, has_later=has_later),
    )


def _services(connection: Connection, ids: set[str]) -> dict[str, str]:
    rows = connection.execute(select(col(Service.id), col(Service.name)).where(col(Service.id).in_(ids)))
    return {row.id: row.name for row in rows}


PAGES: Final = (
    Page("/audit", protected_reads, May.ADMINISTER),
    Page("/audit/accounts", account_acts, May.ADMINISTER),
)
