"""Ask for passphrase and code again before a sensitive page, and then go on to what was asked for.

The form of the step-up carries the fields of the form that asked for it, so that nothing typed is lost, and is sent to
the same address. What a GET asked for is sent to `/step-up`, which needs a step-up itself and then leads there.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.attempts import limit_attempts
from directory.staff.auth.credentials import Credentials
from directory.staff.auth.errors import InvalidCredentialsError
from directory.staff.auth.step_up import step_up
from directory.staff.context import current_user, form_data, form_field, get_context, raw_form_field
from directory.staff.cookies import session_token

PASSPHRASE, CODE = "step_up_passphrase", "step_up_code"
_NOT_CARRIED: Final = frozenset({"csrf", PASSPHRASE, CODE})


class StepUpRequiredError(Exception):
    """The page needs a step-up first; `was_wrong` if a passphrase and code were given and don't fit."""

    def __init__(self, *, was_wrong: bool) -> None:
        """Take whether the form has to say what was wrong."""
        super().__init__()
        self.was_wrong = was_wrong


def require_step_up(handler: Callable[[Request], Response], max_age: timedelta) -> Callable[[Request], Response]:
    """Return a handler that runs only if the user stepped up within `max_age`, or does so with this request."""

    @wraps(handler)
    def checked_handler(request: Request) -> Response:
        ensure_step_up(request, max_age)
        return handler(request)

    return checked_handler


def ensure_step_up(request: Request, max_age: timedelta) -> None:
    """Raise StepUpRequiredError unless the user stepped up within `max_age`, or does so with this request."""
    at, now = current_user(request).stepped_up_at, datetime.now(UTC)
    if at is None or now - at >= max_age:
        _step_up(request, now)


def _step_up(request: Request, now: datetime) -> None:
    passphrase, code = raw_form_field(request, PASSPHRASE), form_field(request, CODE)
    if not (passphrase or code):
        raise StepUpRequiredError(was_wrong=False)
    limit_attempts(request)
    context, given = get_context(request), Credentials(current_user(request).sign_in_name, passphrase, code)
    try:
        step_up(context.engine, context.verifier, session_token(request) or "", given, now)
    except InvalidCredentialsError:
        raise StepUpRequiredError(was_wrong=True) from None


def carried_fields(request: Request) -> list[tuple[str, str]]:
    """Return the typed fields that the form of the step-up sends again; for GET, the page to go on to."""
    if request.method != "POST":
        return [("back", request.state.return_url)]
    fields = form_data(request).multi_items()
    return [(name, value) for name, value in fields if isinstance(value, str) and name not in _NOT_CARRIED]
