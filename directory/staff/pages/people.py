"""Administer accounts and invitations."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Coverage, Organization, StaffEvent
from directory.staff.auth.accounts import Account, change_role, disable, enable, get_account, list_accounts, reset
from directory.staff.auth.audit_log import AuditAction
from directory.staff.auth.errors import (
    AccountNotFoundError,
    CircleNotHeldError,
    GrantRequestNotFoundError,
    InvitationNotFoundError,
    LastAdministratorError,
    NotConfirmerError,
)
from directory.staff.auth.grant_requests import confirm_grant, decline_grant, grant_meanwhile, list_grant_requests
from directory.staff.auth.invitations import LIFETIME, invite, list_open_invitations, withdraw_invitation
from directory.staff.auth.roles import Grant, Permission
from directory.staff.auth.step_up import FOR_ACTION
from directory.staff.context import current_user, form_field, get_context, transaction
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.rendering import render
from directory.staff.role_form import CIRCLES, ROLES, GrantForm, form_from_grant, grant_from_form, parse_form
from directory.staff.routes import BASE_PATH, Handler, Page, redirect_to

_LAST_ADMINISTRATOR: Final = N_("Nobody else is an administrator. Let somebody in as one first.")
_CIRCLE_NOT_HELD: Final = N_("You can't give access to what is protected that you don't have yourself.")


def show_people(request: Request) -> Response:
    """Show all accounts, and the open invitations."""
    with transaction(request) as connection:
        known, invitations = list_accounts(connection), list_open_invitations(connection, _now())
        requests = list_grant_requests(connection)
        grants = [*(account.grant for account in known), *(invitation.grant for invitation in invitations)]
        names = _organization_names(connection, [grant.organization_id for grant in grants])
        seen = _last_sign_ins(connection)
    values: dict[str, Any] = {"accounts": known, "invitations": invitations, "organizations": names, "seen": seen}
    return render(request, "people.html", **values, requests=requests, now=_now())


def show_invite_form(request: Request) -> Response:
    """Show the invitation form."""
    with transaction(request) as connection:
        return _form(request, connection, GrantForm(), None)


def send_invite(request: Request) -> Response:
    """Create an invitation and show its link, this once only."""
    with transaction(request) as connection:
        form = parse_form(request, connection)
        if form.errors:
            return _form(request, connection, form, None)
    grant, by = grant_from_form(form), current_user(request).account_id
    try:
        return _show_link(request, grant, invite(get_context(request).engine, grant, by, _now()))
    except CircleNotHeldError:
        return _error(request, None, form, _CIRCLE_NOT_HELD)


def withdraw(request: Request) -> Response:
    """Withdraw an unused invitation."""
    try:
        withdraw_invitation(
            get_context(request).engine, request.path_params["invitation"], current_user(request).account_id, _now()
        )
    except InvitationNotFoundError:
        raise HTTPException(404) from None
    return redirect_to("/people?told=withdrawn")


def show_account(request: Request) -> Response:
    """Show the form of an account's grant."""
    with transaction(request) as connection:
        known = _find_account(request, connection)
        return _form(request, connection, form_from_grant(connection, known.grant), known)


def change_account(request: Request) -> Response:
    """Change an account's grant."""
    with transaction(request) as connection:
        known, form = _find_account(request, connection), parse_form(request, connection)
        if form.errors:
            return _form(request, connection, form, known)
    by = current_user(request).account_id
    try:
        waits = change_role(get_context(request).engine, known.account_id, grant_from_form(form), by, _now())
    except LastAdministratorError:
        return _error(request, known, form, _LAST_ADMINISTRATOR)
    except CircleNotHeldError:
        return _error(request, known, form, _CIRCLE_NOT_HELD)
    return _saved(waits=waits)


def disable_account(request: Request) -> Response:
    """Disable an account at once."""
    known = _load_account(request)
    try:
        disable(get_context(request).engine, known.account_id, current_user(request).account_id, _now())
    except LastAdministratorError:
        return _error(request, known, None, _LAST_ADMINISTRATOR)
    return _saved(waits=False)


def enable_account(request: Request) -> Response:
    """Enable an account again."""
    known, by = _load_account(request), current_user(request).account_id
    try:
        return _saved(waits=enable(get_context(request).engine, known.account_id, by, _now()))
    except CircleNotHeldError:
        return _error(request, known, None, _CIRCLE_NOT_HELD)


def reset_account(request: Request) -> Response:
    """Reset an account whose phone is lost, and show the link to set it up again."""
    known, by = _load_account(request), current_user(request).account_id
    try:
        return _show_link(request, known.grant, reset(get_context(request).engine, known.account_id, by, _now()))
    except CircleNotHeldError:
        return _error(request, known, None, _CIRCLE_NOT_HELD)


def confirm_account(request: Request) -> Response:
    """Confirm, as a second administrator, what another one asked for."""
    by = current_user(request).account_id
    try:
        confirm_grant(get_context(request).engine, request.path_params["account"], _requested_at(request), by, _now())
    except GrantRequestNotFoundError:
        raise HTTPException(409) from None
    except NotConfirmerError:
        raise HTTPException(403) from None
    return redirect_to("/people?told=confirmed")


def decline_account(request: Request) -> Response:
    """Decline what an administrator asked for, or take it back."""
    by = current_user(request).account_id
    try:
        decline_grant(get_context(request).engine, request.path_params["account"], _requested_at(request), by, _now())
    except GrantRequestNotFoundError:
        raise HTTPException(409) from None
    return redirect_to("/people?told=withdrawn")


def _requested_at(request: Request) -> datetime:
    """Return the time of the request that the form showed."""
    try:
        return datetime.fromisoformat(form_field(request, "requested_at"))
    except ValueError:
        raise HTTPException(400) from None


def _saved(*, waits: bool) -> Response:
    return redirect_to(f"/people?told={'waits' if waits else 'saved'}")


def _load_account(request: Request) -> Account:
    with transaction(request) as connection:
        return _find_account(request, connection)


def _find_account(request: Request, connection: Connection) -> Account:
    try:
        return get_account(connection, request.path_params["account"])
    except AccountNotFoundError:
        raise HTTPException(404) from None


def _error(request: Request, known: Account | None, form: GrantForm | None, message: str) -> Response:
    with transaction(request) as connection:
        typed = form or (form_from_grant(connection, known.grant) if known else GrantForm())
        return _form(request, connection, typed, known, gettext(message))


def _form(
    request: Request, connection: Connection, form: GrantForm, known: Account | None, error: str = ""
) -> Response:
    codes = connection.scalars(select(col(Coverage.country)).distinct())
    countries = sorted({*filter(None, codes), *form.countries}, key=country_name)
    choices = {"roles": ROLES, "circles": CIRCLES, "countries": countries}
    status = 422 if error or form.errors else 200
    return render(request, "people_form.html", status=status, form=form, account=known, error=error, **choices)


def _show_link(request: Request, grant: Grant, token: str) -> Response:
    waits = grant_meanwhile(None, grant) != grant
    address = f"{request.url.scheme}://{request.url.netloc}{BASE_PATH}/invitation/{token}"
    return render(request, "people_link.html", address=address, ends_at=_now() + LIFETIME, waits=waits)


def _organization_names(connection: Connection, ids: Any) -> dict[str, str]:
    stmt = select(col(Organization.id), col(Organization.name)).where(col(Organization.id).in_(filter(None, ids)))
    return {row.id: row.name for row in connection.execute(stmt)}


def _last_sign_ins(connection: Connection) -> dict[str | None, datetime]:
    """Return the time of each account's last sign-in."""
    stmt = select(col(StaffEvent.account_id), func.max(col(StaffEvent.at)).label("at"))
    sign_ins = stmt.where(col(StaffEvent.what) == AuditAction.SIGNED_IN.value).group_by(col(StaffEvent.account_id))
    return {row.account_id: row.at for row in connection.execute(sign_ins)}


def _now() -> datetime:
    return datetime.now(UTC)


def _action(path: str, handler: Handler) -> Page:
    """Return the page of an action on accounts, which needs a step-up."""
    return Page(path, handler, Permission.ADMINISTER, method="POST", step_up=FOR_ACTION)


PAGES: Final = (
    Page("/people", show_people, Permission.ADMINISTER),
    Page("/people/invite", show_invite_form, Permission.ADMINISTER),
    _action("/people/invite", send_invite),
    Page("/people/invitations/{invitation}/take-back", withdraw, Permission.ADMINISTER, method="POST"),
    Page("/people/{account}", show_account, Permission.ADMINISTER),
    _action("/people/{account}", change_account),
    _action("/people/{account}/disable", disable_account),
    _action("/people/{account}/enable", enable_account),
    _action("/people/{account}/reset", reset_account),
    _action("/people/{account}/confirm", confirm_account),
    _action("/people/{account}/decline", decline_account),
)
