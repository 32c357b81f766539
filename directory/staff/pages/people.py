"""People: who may sign in, letting somebody in, and changing what they may do."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Coverage, Organization, StaffEvent
from directory.staff.auth.accounts import Account, account, accounts, change_role, disable, enable, reset
from directory.staff.auth.audit_log import Act
from directory.staff.auth.errors import LastAdministratorError, NoInvitationError, UnknownAccountError
from directory.staff.auth.invitations import HOLDS, invite, open_invitations, take_back
from directory.staff.context import desk, signed_in
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.role_form import CIRCLES, ROLES, GrantForm, form_of, grant_of_form, posted_form
from directory.staff.routes import BASE, Page, goes_to

_LAST: Final = N_("Nobody else is an administrator. Let somebody in as one first.")


def people(request: Request) -> Response:
    """Show all accounts, by their names, and who is invited."""
    with desk(request).engine.connect() as connection, connection.begin():
        known, invited = accounts(connection), open_invitations(connection, _now())
        grants = [*(one.grant for one in known), *(one.grant for one in invited)]
        names = _organizations(connection, [one.organization_id for one in grants])
        seen = _last_seen(connection)
    shown: dict[str, Any] = {"accounts": known, "invited": invited, "organizations": names, "seen": seen}
    return render(request, "people.html", **shown, now=_now())


def invite_form(request: Request) -> Response:
    """Show the form of an invitation."""
    with desk(request).engine.connect() as connection, connection.begin():
        return _form(request, connection, GrantForm(), None)


def invite_somebody(request: Request) -> Response:
    """Make an invitation, and show its link: this once only."""
    with desk(request).engine.connect() as connection, connection.begin():
        form = posted_form(request, connection)
        if form.wrong:
            return _form(request, connection, form, None)
    return _link(request, invite(desk(request).engine, grant_of_form(form), signed_in(request).account_id, _now()))


def take_invitation_back(request: Request) -> Response:
    """Take back an invitation that nobody has used yet."""
    try:
        take_back(desk(request).engine, request.path_params["invitation"], signed_in(request).account_id, _now())
    except NoInvitationError:
        raise HTTPException(404) from None
    return goes_to("/people?told=withdrawn")


def one_account(request: Request) -> Response:
    """Show the form of what somebody may do."""
    with desk(request).engine.connect() as connection, connection.begin():
        known = _account(request, connection)
        return _form(request, connection, form_of(connection, known.grant), known)


def change_account(request: Request) -> Response:
    """Change what somebody may do."""
    with desk(request).engine.connect() as connection, connection.begin():
        known, form = _account(request, connection), posted_form(request, connection)
        if form.wrong:
            return _form(request, connection, form, known)
    by = signed_in(request).account_id
    try:
        change_role(desk(request).engine, known.account_id, grant_of_form(form), by, _now())
    except LastAdministratorError:
        return _refused(request, known, form)
    return goes_to("/people?told=saved")


def disable_account(request: Request) -> Response:
    """Shut somebody out at once."""
    known = _known(request)
    try:
        disable(desk(request).engine, known.account_id, signed_in(request).account_id, _now())
    except LastAdministratorError:
        return _refused(request, known, None)
    return goes_to("/people?told=saved")


def enable_account(request: Request) -> Response:
    """Let somebody in again."""
    enable(desk(request).engine, _known(request).account_id, signed_in(request).account_id, _now())
    return goes_to("/people?told=saved")


def reset_account(request: Request) -> Response:
    """Shut somebody out whose phone is lost, and show the link with which they set up a new one."""
    return _link(
        request, reset(desk(request).engine, _known(request).account_id, signed_in(request).account_id, _now())
    )


def _known(request: Request) -> Account:
    with desk(request).engine.connect() as connection, connection.begin():
        return _account(request, connection)


def _account(request: Request, connection: Connection) -> Account:
    try:
        return account(connection, request.path_params["account"])
    except UnknownAccountError:
        raise HTTPException(404) from None


def _refused(request: Request, known: Account, form: GrantForm | None) -> Response:
    with desk(request).engine.connect() as connection, connection.begin():
        return _form(request, connection, form or form_of(connection, known.grant), known, gettext(_LAST))


def _form(
    request: Request, connection: Connection, form: GrantForm, known: Account | None, wrong: str = ""
) -> Response:
    codes = connection.scalars(select(col(Coverage.country)).distinct())
    countries = sorted({*filter(None, codes), *form.countries}, key=country_name)
    choices = {"roles": ROLES, "circles": CIRCLES, "countries": countries}
    status = 422 if wrong or form.wrong else 200
    return render(request, "people_form.html", status=status, form=form, account=known, wrong=wrong, **choices)


def _link(request: Request, token: str) -> Response:
    address = f"{request.url.scheme}://{request.url.netloc}{BASE}/invitation/{token}"
    return render(request, "people_link.html", address=address, ends_at=_now() + HOLDS)


def _organizations(connection: Connection, ids: Any) -> dict[str, str]:
    asked = select(col(Organization.id), col(Organization.name)).where(col(Organization.id).in_(filter(None, ids)))
    return {row.id: row.name for row in connection.execute(asked)}


def _last_seen(connection: Connection) -> dict[str | None, datetime]:
    """Return when each account last signed in."""
    asked = select(col(StaffEvent.account_id), func.max(col(StaffEvent.at)).label("at"))
    signed = asked.where(col(StaffEvent.what) == Act.SIGNED_IN.value).group_by(col(StaffEvent.account_id))
    return {row.account_id: row.at for row in connection.execute(signed)}


def _now() -> datetime:
    return datetime.now(UTC)


PAGES: Final = (
    Page("/people", people, May.ADMINISTER),
    Page("/people/invite", invite_form, May.ADMINISTER),
    Page("/people/invite", invite_somebody, May.ADMINISTER, method="POST"),
    Page("/people/invitations/{invitation}/take-back", take_invitation_back, May.ADMINISTER, method="POST"),
    Page("/people/{account}", one_account, May.ADMINISTER),
    Page("/people/{account}", change_account, May.ADMINISTER, method="POST"),
    Page("/people/{account}/disable", disable_account, May.ADMINISTER, method="POST"),
    Page("/people/{account}/enable", enable_account, May.ADMINISTER, method="POST"),
    Page("/people/{account}/reset", reset_account, May.ADMINISTER, method="POST"),
)
