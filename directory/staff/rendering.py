"""Render templates, with autoescaping and StrictUndefined."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from directory.staff import i18n
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.auth.sessions import IDLE_TIMEOUT
from directory.staff.i18n import N_, gettext
from directory.staff.labels import choice_label
from directory.staff.routes import BASE_PATH
from locales.registry import LANGUAGES

_MUST_BE_CONFIRMED: Final = N_(
    "New administrators, and who may read what is protected, have to be confirmed by a second administrator. "
    "If there is none, they count a day later."
)
_FLASH_MESSAGES: Final = {
    "proposed": ("good", N_("Thank you. Your change waits for somebody to review it.")),
    "held": ("care", N_("This holds something that is protected. Somebody who may read that has to review it.")),
    "published": ("good", N_("Published. The bot says it from now on.")),
    "declined": ("care", N_("Declined. Whoever proposed it can read why.")),
    "withdrawn": ("care", N_("Taken back.")),
    "undone": ("good", N_("Undone. The entry is as it was before.")),
    "verified": ("good", N_("Thank you. The entry is marked as checked today.")),
    "saved": ("good", N_("Saved.")),
    "waits": ("care", _MUST_BE_CONFIRMED),
    "confirmed": ("good", N_("Confirmed. It counts from now on.")),
    "removed": ("care", N_("Removed.")),
    "handed_over": ("good", N_("Thank you. A second person reads it, then the engineers take it in.")),
    "signed_out": ("good", N_("You have signed out.")),
    "account_made": ("good", N_("Your account is made. Sign in with it now.")),
    "ended": ("care", N_("Your session has ended, and what you sent was not saved. Please sign in again.")),
    "nothing": ("care", N_("Nothing was different, so nothing was changed.")),
}
TEMPLATES = Path(__file__).parent / "templates"
_SESSION_WARNING = timedelta(minutes=3)
"""How long before a session expires the page warns."""


def flash_messages(request: Request) -> list[tuple[str, str]]:
    """Return (kind, text) of the message that the query parameter `told` names, empty if it is unknown."""
    message = _FLASH_MESSAGES.get(request.query_params.get("told", ""))
    return [(message[0], gettext(message[1]))] if message else []


def configure_environment(environment: Environment) -> None:
    """Add the globals, filters and settings that all templates use."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals |= {
        "url": lambda path: BASE_PATH + path,
        "aria_current": _aria_current,
        "flash_messages": flash_messages,
        "Permission": Permission,
        "is_allowed": is_allowed,
        "must_be_confirmed": _MUST_BE_CONFIRMED,
        "languages": LANGUAGES,
        "current_language": i18n.current_language,
        "text_direction": i18n.text_direction,
        "session_warning_after": int((IDLE_TIMEOUT - _SESSION_WARNING).total_seconds()),
    }
    environment.filters |= {
        "day": i18n.format_day,
        "datetime": i18n.format_moment,
        "number": i18n.format_number,
        "country_name": i18n.country_name,
        "language_name": i18n.language_name,
        "choice_name": lambda value: choice_label(value) if isinstance(value, str) else value,
        "to_query": lambda query: f"?{query}",
    }


@pass_context
def _aria_current(context: Context, path: str) -> Markup:
    """Return the attribute that marks a menu link as the current section."""
    now: str = context["request"].url.path.removeprefix(BASE_PATH)
    is_here = now == path or (path != "/" and now.startswith(path))
    return Markup('aria-current="page"') if is_here else Markup("")


def _create_environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    configure_environment(environment)
    return environment


_ENVIRONMENT = _create_environment()


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a rendered template of `templates/`, with `request` among its values."""
    page = _ENVIRONMENT.get_template(template).render(request=request, **values)
    return HTMLResponse(page, status)
