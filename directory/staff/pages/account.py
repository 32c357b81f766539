"""The user's own account: passphrase, authenticator app, and signing out everywhere."""

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.attempts import limit_attempts
from directory.staff.auth.account_settings import PassphraseChange, TotpChange, change_passphrase, change_totp
from directory.staff.auth.errors import (
    InvalidCodeError,
    InvalidCredentialsError,
    InvalidPassphraseError,
    InvalidTotpSecretError,
)
from directory.staff.auth.roles import Permission
from directory.staff.auth.sessions import end_all_sessions
from directory.staff.auth.totp import new_secret, setup_for
from directory.staff.context import current_user, form_field, get_context, raw_form_field
from directory.staff.cookies import delete_session, session_token
from directory.staff.error_messages import auth_message_for
from directory.staff.i18n import N_, gettext
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to

_WRONG_PASSPHRASE: Final = N_("The passphrase that you have now is not right.")


def show_account(request: Request) -> Response:
    """Show the account."""
    return render(request, "access/account.html")


def show_passphrase(request: Request) -> Response:
    """Show the form to change the passphrase."""
    return render(request, "access/passphrase.html", error="")


def change_passphrase_page(request: Request) -> Response:
    """Change the passphrase, which ends the user's other sessions."""
    limit_attempts(request)
    change = PassphraseChange(raw_form_field(request, "old"), raw_form_field(request, "new"))
    error = ""
    if change.new != raw_form_field(request, "again"):
        error = gettext(N_("The two passphrases are not the same."))
    else:
        try:
            change_passphrase(
                get_context(request).engine, get_context(request).verifier, _session(request), change, datetime.now(UTC)
            )
        except InvalidCredentialsError:
            error = gettext(_WRONG_PASSPHRASE)
        except InvalidPassphraseError as exc:
            error = auth_message_for(exc)
    if error:
        return render(request, "access/passphrase.html", status=422, error=error)
    return redirect_to("/account?told=saved")


def show_totp(request: Request) -> Response:
    """Show the form to change the authenticator app, with a new secret."""
    return _totp_form(request, new_secret())


def change_totp_page(request: Request) -> Response:
    """Change the authenticator app, which ends the user's other sessions."""
    limit_attempts(request)
    secret = form_field(request, "secret")
    change = TotpChange(raw_form_field(request, "passphrase"), secret, form_field(request, "code"))
    try:
        change_totp(
            get_context(request).engine, get_context(request).verifier, _session(request), change, datetime.now(UTC)
        )
    except InvalidCredentialsError:
        return _totp_form(request, secret, gettext(_WRONG_PASSPHRASE))
    except InvalidCodeError as exc:
        return _totp_form(request, secret, auth_message_for(exc))
    except InvalidTotpSecretError as exc:
        return _totp_form(request, new_secret(), auth_message_for(exc))
    return redirect_to("/account?told=saved")


def sign_out_everywhere(request: Request) -> Response:
    """End all sessions of the account, including this one."""
    account = current_user(request).account_id
    end_all_sessions(get_context(request).engine, account, account, datetime.now(UTC))
    response = redirect_to("/sign-in?told=signed_out")
    delete_session(request, response)
    return response


def _totp_form(request: Request, secret: str, error: str = "") -> Response:
    totp_setup = setup_for(secret, current_user(request).sign_in_name)
    status = 422 if error else 200
    return render(request, "access/codes.html", status=status, secret=secret, totp_setup=totp_setup, error=error)


def _session(request: Request) -> str:
    return session_token(request) or ""


PAGES: Final = (
    Page("/account", show_account, Permission.READ),
    Page("/account/passphrase", show_passphrase, Permission.READ),
    Page("/account/passphrase", change_passphrase_page, Permission.READ, method="POST", hashes_passphrase=True),
    Page("/account/codes", show_totp, Permission.READ),
    Page("/account/codes", change_totp_page, Permission.READ, method="POST", hashes_passphrase=True),
    Page("/account/end-everywhere", sign_out_everywhere, Permission.READ, method="POST"),
)
