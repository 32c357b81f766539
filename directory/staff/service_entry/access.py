"""The entry that a URL names, whether the user may change it, and the proposal that its forms submit."""

from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Edit, ModerationError, NoChangesError, may_propose, scope_of_service, submit_proposal
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import current_user, form_data, form_field, get_context, protection_check, transaction
from directory.staff.error_messages import message_for
from directory.staff.proposals.held import flash_after_proposal
from directory.staff.routes import redirect_to
from directory.staff.service_entry.loader import Entry, load_entry


def get_entry(request: Request) -> Entry:
    """Return the entry that the URL names; raises HTTPException 404 if there is none."""
    with transaction(request) as connection:
        entry = load_entry(connection, request.path_params["service_id"])
    if entry is None:
        raise HTTPException(404)
    return entry


def may_change(request: Request, entry: Entry) -> bool:
    """Return whether the user may propose changes of the entry."""
    user = current_user(request)
    with transaction(request) as connection:
        return is_allowed(user, Permission.PROPOSE) and may_propose(user, scope_of_service(connection, entry.id))


def get_editable_entry(request: Request) -> Entry:
    """Return the entry that the URL names; raises HTTPException 404, or 403 if the user may not change it."""
    entry = get_entry(request)
    if not may_change(request, entry):
        raise HTTPException(403)
    return entry


def form_values(request: Request, name: str) -> list[str]:
    """Return the non-empty values of a form field with several values."""
    return [value for value in form_data(request).getlist(name) if isinstance(value, str) and value]


def propose_edits(request: Request, entry: Entry, edits: Sequence[Edit]) -> Response | str:
    """Propose edits with the posted reason; return a redirect, or the message why they were rejected."""
    path = f"/services/{entry.id}"
    reason, now = form_field(request, "reason"), datetime.now(UTC)
    try:
        with get_context(request).engine.connect() as connection:
            author, is_protected = current_user(request).account_id, protection_check(request)
            number = submit_proposal(connection, author, edits, reason, is_protected=is_protected, now=now)
    except NoChangesError:
        return redirect_to(f"{path}?told=nothing")
    except ModerationError as exc:
        return message_for(exc)
    return redirect_to(f"{path}?told={flash_after_proposal(request, number)}")
