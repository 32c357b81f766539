"""From a template and values to a page. Everything that is put in is escaped."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from directory.staff import i18n
from directory.staff.auth.sessions import IDLE
from directory.staff.i18n import N_, gettext
from directory.staff.labels import choice
from directory.staff.permissions import May, is_allowed
from directory.staff.routes import BASE
from locales.registry import LANGUAGES

_SAID: Final = {
    "proposed": ("good", N_("Thank you. Your change waits for somebody to review it.")),
    "published": ("good", N_("Published. The bot says it from now on.")),
    "declined": ("care", N_("Declined. Whoever proposed it can read why.")),
    "withdrawn": ("care", N_("Taken back.")),
    "undone": ("good", N_("Undone. The entry is as it was before.")),
    "verified": ("good", N_("Thank you. The entry is marked as checked today.")),
    "saved": ("good", N_("Saved.")),
    "removed": ("care", N_("Removed.")),
    "handed_over": ("good", N_("Thank you. A second person reads it, then the engineers take it in.")),
    "signed_out": ("good", N_("You have signed out.")),
    "account_made": ("good", N_("Your account is made. Sign in with it now.")),
    "ended": ("care", N_("Your session has ended, and what you sent was not saved. Please sign in again.")),
    "nothing": ("care", N_("Nothing was different, so nothing was changed.")),
}


def told(request: Request) -> list[tuple[str, str]]:
    """Return (kind, sentence) of what the address says was done; nothing for a word that is none of ours."""
    found = _SAID.get(request.query_params.get("told", ""))
    return [(found[0], gettext(found[1]))] if found else []


TEMPLATES = Path(__file__).parent / "templates"
_WARNED_BEFORE = timedelta(minutes=3)
"""How long before a session ends somebody who types is told."""


def furnish(environment: Environment) -> None:
    """Give an environment what all of our templates use."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals |= {
        "at": lambda path: BASE + path,
        "here": _here,
        "told": told,
        "May": May,
        "is_allowed": is_allowed,
        "languages": LANGUAGES,
        "spoken": i18n.spoken,
        "direction": i18n.direction,
        "warns_after": int((IDLE - _WARNED_BEFORE).total_seconds()),
    }
    environment.filters |= {
        "day": i18n.day,
        "moment": i18n.moment,
        "number": i18n.number,
        "country_name": i18n.country_name,
        "language_name": i18n.language_name,
        "choice_name": lambda value: choice(value) if isinstance(value, str) else value,
        "to_query": lambda query: f"?{query}",
    }


@pass_context
def _here(context: Context, path: str) -> Markup:
    """Return the mark of a link to the part of the pages that this one belongs to."""
    now: str = context["request"].url.path.removeprefix(BASE)
    is_here = now == path or (path != "/" and now.startswith(path))
    return Markup('aria-current="page"') if is_here else Markup("")


def _made() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    furnish(environment)
    return environment


_ENVIRONMENT = _made()


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page of `templates/`; `request` is among its values."""
    page = _ENVIRONMENT.get_template(template).render(request=request, **values)
    return HTMLResponse(page, status)
