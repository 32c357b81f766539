"""Sign in and out, accept an invitation, choose the language of the pages."""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.accept_invitation import Applicant, accept
from directory.staff.auth.accounts import choose_language
from directory.staff.auth.credentials import Credentials
from directory.staff.auth.errors import (
    NameTakenError,
    NoInvitationError,
    RefusedError,
    TooManyAttemptsError,
    UnfitNameError,
    UnfitPassphraseError,
    UnfitSecretError,
    WrongCodeError,
)
from directory.staff.auth.invitations import Invitation, invitation
from directory.staff.auth.sessions import sign_out
from directory.staff.auth.sign_in import sign_in
from directory.staff.auth.totp import new_secret
from directory.staff.context import desk, field_of, typed
from directory.staff.cookies import drop_session, keep_language, keep_session, session_of
from directory.staff.error_messages import access_sentence_of
from directory.staff.i18n import N_, gettext, spoken
from directory.staff.pages.totp_setup import picture_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import BASE, Page, goes_to
from locales.registry import LANGUAGES

LOG = structlog.stdlib.get_logger(__name__)
_REFUSED: Final = N_("This did not open an account. Look at the name, the passphrase and the code, and try again.")
_UNREADABLE: Final = (UnfitNameError, NameTakenError, UnfitPassphraseError, WrongCodeError, UnfitSecretError)


def _sign_in_form(request: Request, wrong: str = "", status: int = 200) -> Response:
    back = field_of(request, "back") or request.query_params.get("back", "")
    return render(request, "access/sign_in.html", status=status, wrong=wrong, back=back)


def show_sign_in(request: Request) -> Response:
    """Show the form; whoever has signed in goes on."""
    return goes_to("/") if request.state.person else _sign_in_form(request)


def do_sign_in(request: Request) -> Response:
    """Begin a session in this browser, in place of any other."""
    count_attempt(request)
    given = Credentials(field_of(request, "name"), typed(request, "passphrase"), field_of(request, "code"))
    try:
        token = sign_in(desk(request).engine, desk(request).safe, given, datetime.now(UTC))
    except RefusedError:
        return _sign_in_form(request, gettext(_REFUSED), 422)
    response = goes_to(_ours(field_of(request, "back")))
    keep_session(request, response, token)
    return response


def do_sign_out(request: Request) -> Response:
    """End the session, on our side too."""
    token = session_of(request)
    if token:
        try:
            sign_out(desk(request).engine, token)
        except SQLAlchemyError as fault:
            # Whoever leaves must not stay signed in behind somebody's import; on our side the session ends by itself.
            LOG.warning("a session was not ended", fault=type(fault).__name__)
    response = goes_to("/sign-in?told=signed_out")
    drop_session(request, response)
    # What the browser still shows, or keeps to go back to, is of somebody who has left.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def show_invitation(request: Request) -> Response:
    """Show what somebody is invited to, and the secret for their app."""
    return _invitation_form(request, _invited(request), new_secret())


def take_invitation(request: Request) -> Response:
    """Make the account; the form stays open while something is not right."""
    count_attempt(request)
    secret = field_of(request, "secret")
    applicant = Applicant(
        field_of(request, "name"), typed(request, "passphrase"), secret, field_of(request, "code"), spoken()
    )
    try:
        if applicant.passphrase != typed(request, "again"):
            wrong = gettext(N_("The two passphrases are not the same."))
            return _invitation_form(request, _invited(request), secret, wrong)
        accept(desk(request).engine, desk(request).safe, request.path_params["token"], applicant, datetime.now(UTC))
    except NoInvitationError:
        raise HTTPException(404) from None
    except _UNREADABLE as refused:
        kept = new_secret() if isinstance(refused, UnfitSecretError) else secret
        return _invitation_form(request, _invited(request), kept, access_sentence_of(refused))
    return goes_to("/sign-in?told=account_made")


def choose(request: Request) -> Response:
    """Let the pages speak another language, in this browser and for this account."""
    code = field_of(request, "language")
    if code not in LANGUAGES:
        raise HTTPException(400)
    if request.state.person:
        choose_language(desk(request).engine, request.state.person.account_id, code)
    response = goes_to(_ours(field_of(request, "back")))
    keep_language(response, code)
    return response


def count_attempt(request: Request) -> None:
    """Count an attempt to sign in; raise HTTPException 429 where there were too many from one network address."""
    try:
        desk(request).attempts.count(_address_of(request), datetime.now(UTC))
    except TooManyAttemptsError:
        raise HTTPException(429) from None


def _address_of(request: Request) -> str:
    """Return where somebody asks from: the last address that a proxy of ours passes on is what it saw.

    Whoever calls from the world is no proxy of ours, and may have made that line up.
    """
    caller = request.client.host if request.client else ""
    # Some proxies add a line of their own below one that was sent.
    passed_on = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    return caller if not passed_on or _is_of_the_world(caller) else passed_on


def _is_of_the_world(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:  # a socket on this machine has no address
        return False
    return (getattr(known, "ipv4_mapped", None) or known).is_global


def _invited(request: Request) -> Invitation:
    with desk(request).engine.connect() as connection:
        try:
            return invitation(connection, request.path_params["token"], datetime.now(UTC))
        except NoInvitationError:
            raise HTTPException(404) from None


def _invitation_form(request: Request, invited: Invitation, secret: str, wrong: str = "") -> Response:
    shown = picture_of(secret, invited.sign_in_name or field_of(request, "name") or "staff")
    status = 422 if wrong else 200
    return render(
        request, "access/invitation.html", status=status, invited=invited, secret=secret, picture=shown, wrong=wrong
    )


def _ours(path: str) -> str:
    """Return a path below `BASE` to go on to, the first page for anything else: no other site can send people on."""
    is_plain = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/invitation"))
    return path if is_plain and path.isprintable() and f"{BASE}{path}".isascii() else "/"


PAGES: Final = (
    Page("/sign-in", show_sign_in, May.ANYBODY),
    Page("/sign-in", do_sign_in, May.ANYBODY, method="POST", hashes=True),
    Page("/sign-out", do_sign_out, May.ANYBODY, method="POST"),
    Page("/language", choose, May.ANYBODY, method="POST"),
    Page("/invitation/{token}", show_invitation, May.ANYBODY),
    Page("/invitation/{token}", take_invitation, May.ANYBODY, method="POST", hashes=True),
)
