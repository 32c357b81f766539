"""Somebody's own account: the passphrase, the app for codes, and ending all sessions."""

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.account_settings import NewCodes, NewPassphrase, change_passphrase, new_totp
from directory.staff.auth.errors import RefusedError, UnfitPassphraseError, UnfitSecretError, WrongCodeError
from directory.staff.auth.sessions import sign_out_everywhere
from directory.staff.auth.totp import new_secret
from directory.staff.context import desk, field_of, signed_in, typed
from directory.staff.cookies import drop_session, session_of
from directory.staff.error_messages import access_sentence_of
from directory.staff.i18n import N_, gettext
from directory.staff.pages.sign_in import count_attempt
from directory.staff.pages.totp_setup import picture_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to

_WRONG_PASSPHRASE: Final = N_("The passphrase that you have now is not right.")


def show(request: Request) -> Response:
    """Show what somebody may do, and what they can change of their own access."""
    return render(request, "access/account.html")


def show_passphrase(request: Request) -> Response:
    """Show the form for another passphrase."""
    return render(request, "access/passphrase.html", wrong="")


def change(request: Request) -> Response:
    """Change the passphrase; everywhere else the person has to sign in again."""
    count_attempt(request)
    change = NewPassphrase(typed(request, "old"), typed(request, "new"))
    wrong = ""
    if change.new != typed(request, "again"):
        wrong = gettext(N_("The two passphrases are not the same."))
    else:
        try:
            change_passphrase(desk(request).engine, desk(request).safe, _session(request), change, datetime.now(UTC))
        except RefusedError:
            wrong = gettext(_WRONG_PASSPHRASE)
        except UnfitPassphraseError as refused:
            wrong = access_sentence_of(refused)
    if wrong:
        return render(request, "access/passphrase.html", status=422, wrong=wrong)
    return goes_to("/account?told=saved")


def show_codes(request: Request) -> Response:
    """Show a new secret for the app."""
    return _codes_form(request, new_secret())


def change_codes(request: Request) -> Response:
    """Take a new app for codes; everywhere else the person has to sign in again."""
    count_attempt(request)
    secret = field_of(request, "secret")
    change = NewCodes(typed(request, "passphrase"), secret, field_of(request, "code"))
    try:
        new_totp(desk(request).engine, desk(request).safe, _session(request), change, datetime.now(UTC))
    except RefusedError:
        return _codes_form(request, secret, gettext(_WRONG_PASSPHRASE))
    except WrongCodeError as refused:
        return _codes_form(request, secret, access_sentence_of(refused))
    except UnfitSecretError as refused:
        return _codes_form(request, new_secret(), access_sentence_of(refused))
    return goes_to("/account?told=saved")


def end_everywhere(request: Request) -> Response:
    """End all sessions of the account, this one too."""
    account = signed_in(request).account_id
    sign_out_everywhere(desk(request).engine, account, account, datetime.now(UTC))
    response = goes_to("/sign-in?told=signed_out")
    drop_session(request, response)
    return response


def _codes_form(request: Request, secret: str, wrong: str = "") -> Response:
    shown = picture_of(secret, signed_in(request).sign_in_name)
    status = 422 if wrong else 200
    return render(request, "access/codes.html", status=status, secret=secret, picture=shown, wrong=wrong)


def _session(request: Request) -> str:
    return session_of(request) or ""


PAGES: Final = (
    Page("/account", show, May.READ),
    Page("/account/passphrase", show_passphrase, May.READ),
    Page("/account/passphrase", change, May.READ, method="POST", hashes=True),
    Page("/account/codes", show_codes, May.READ),
    Page("/account/codes", change_codes, May.READ, method="POST", hashes=True),
    Page("/account/end-everywhere", end_everywhere, May.READ, method="POST"),
)
