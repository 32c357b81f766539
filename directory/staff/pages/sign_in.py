"""Sign in and out, accept an invitation, choose the language of the pages."""

from datetime import UTC, datetime
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.attempts import limit_attempts
from directory.staff.auth.accounts import set_account_language
from directory.staff.auth.credentials import Credentials
from directory.staff.auth.errors import (
    InvalidCodeError,
    InvalidCredentialsError,
    InvalidPassphraseError,
    InvalidTotpSecretError,
    InvalidUsernameError,
    InvitationNotFoundError,
    UsernameTakenError,
)
from directory.staff.auth.invitations import Applicant, Invitation, accept_invitation, get_invitation
from directory.staff.auth.roles import Permission
from directory.staff.auth.sessions import end_session
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.step_up import FOR_ACTION
from directory.staff.auth.tokens import new_token
from directory.staff.auth.totp import new_secret, setup_for
from directory.staff.context import form_field, get_context, raw_form_field
from directory.staff.cookies import (
    browser_token,
    delete_session,
    session_token,
    set_browser_token,
    set_language_cookie,
    set_session,
)
from directory.staff.error_messages import auth_message_for
from directory.staff.i18n import N_, current_language, gettext
from directory.staff.rendering import render
from directory.staff.routes import BASE_PATH, Page, redirect_to
from locales.registry import LANGUAGES

LOG = structlog.stdlib.get_logger(__name__)
_INVALID_CREDENTIALS: Final = N_("Sign-in failed. Check the name, the passphrase and the code, and try again.")
_INVALID_INPUT: Final = (
    InvalidUsernameError,
    UsernameTakenError,
    InvalidPassphraseError,
    InvalidCodeError,
    InvalidTotpSecretError,
)


def _render_sign_in(request: Request, error: str = "", status: int = 200) -> Response:
    back = form_field(request, "back") or request.query_params.get("back", "")
    return render(request, "access/sign_in.html", status=status, error=error, back=back)


def show_sign_in(request: Request) -> Response:
    """Show the sign-in form, or go to the home page if the user is signed in."""
    return redirect_to("/") if request.state.user else _render_sign_in(request)


def submit_sign_in(request: Request) -> Response:
    """Sign in, replacing any session of this browser."""
    limit_attempts(request)
    given = Credentials(form_field(request, "name"), raw_form_field(request, "passphrase"), form_field(request, "code"))
    context, browser = get_context(request), browser_token(request) or new_token()
    try:
        token = sign_in(context.engine, context.verifier, given, datetime.now(UTC), browser)
    except InvalidCredentialsError:
        return _render_sign_in(request, gettext(_INVALID_CREDENTIALS), 422)
    response = redirect_to(_safe_path(form_field(request, "back")))
    set_session(request, response, token)
    set_browser_token(request, response, browser)
    return response


def sign_out(request: Request) -> Response:
    """End the session in the database and in the browser."""
    token = session_token(request)
    if token:
        try:
            end_session(get_context(request).engine, token)
        except SQLAlchemyError as exc:
            # Sign-out must not wait for an import that holds the lock; the stored session expires by itself.
            LOG.warning("session not ended", error=type(exc).__name__)
    response = redirect_to("/sign-in?told=signed_out")
    delete_session(request, response)
    # The browser may still hold pages of the user who left.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def show_invitation(request: Request) -> Response:
    """Show the invitation form with a new TOTP secret."""
    return _render_invitation(request, _find_invitation(request), new_secret())


def submit_invitation(request: Request) -> Response:
    """Accept an invitation and create the account, or show the form again with an error."""
    limit_attempts(request)
    secret = form_field(request, "secret")
    applicant = Applicant(
        form_field(request, "name"),
        raw_form_field(request, "passphrase"),
        secret,
        form_field(request, "code"),
        current_language(),
    )
    try:
        if applicant.passphrase != raw_form_field(request, "again"):
            error = gettext(N_("The two passphrases are not the same."))
            return _render_invitation(request, _find_invitation(request), secret, error)
        accept_invitation(
            get_context(request).engine,
            get_context(request).verifier,
            request.path_params["token"],
            applicant,
            datetime.now(UTC),
        )
    except InvitationNotFoundError:
        raise HTTPException(404) from None
    except _INVALID_INPUT as exc:
        stored = new_secret() if isinstance(exc, InvalidTotpSecretError) else secret
        return _render_invitation(request, _find_invitation(request), stored, auth_message_for(exc))
    return redirect_to("/sign-in?told=account_made")


def go_on(request: Request) -> Response:
    """Go on, after a step-up, to the page that asked for it."""
    return redirect_to(_safe_path(form_field(request, "back")))


def choose_language(request: Request) -> Response:
    """Choose the language of the pages for this browser and account."""
    code = form_field(request, "language")
    if code not in LANGUAGES:
        raise HTTPException(400)
    if request.state.user:
        set_account_language(get_context(request).engine, request.state.user.account_id, code)
    response = redirect_to(_safe_path(form_field(request, "back")))
    set_language_cookie(response, code)
    return response


def _find_invitation(request: Request) -> Invitation:
    with get_context(request).engine.connect() as connection:
        try:
            return get_invitation(connection, request.path_params["token"], datetime.now(UTC))
        except InvitationNotFoundError:
            raise HTTPException(404) from None


def _render_invitation(request: Request, invitation: Invitation, secret: str, error: str = "") -> Response:
    totp_setup = setup_for(secret, invitation.sign_in_name or form_field(request, "name") or "staff")
    status = 422 if error else 200
    return render(
        request,
        "access/invitation.html",
        status=status,
        invitation=invitation,
        secret=secret,
        totp_setup=totp_setup,
        error=error,
    )


def _safe_path(path: str) -> str:
    """Return a path below `BASE_PATH` to redirect to, "/" for anything else, to prevent open redirects."""
    is_plain = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/invitation"))
    return path if is_plain and path.isprintable() and f"{BASE_PATH}{path}".isascii() else "/"


PAGES: Final = (
    Page("/sign-in", show_sign_in, Permission.PUBLIC),
    Page("/sign-in", submit_sign_in, Permission.PUBLIC, method="POST", hashes_passphrase=True),
    Page("/step-up", go_on, Permission.READ, method="POST", step_up=FOR_ACTION),
    Page("/sign-out", sign_out, Permission.PUBLIC, method="POST"),
    Page("/language", choose_language, Permission.PUBLIC, method="POST"),
    Page("/invitation/{token}", show_invitation, Permission.PUBLIC),
    Page("/invitation/{token}", submit_invitation, Permission.PUBLIC, method="POST", hashes_passphrase=True),
)
