"""From a template and values to a page. Everything that is put in is escaped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from directory.staff import speaking
from directory.staff.people.sessions import IDLE
from directory.staff.permissions import May, is_allowed
from directory.staff.records.labels import choice
from directory.staff.routes import BASE
from directory.staff.telling import told
from locales.registry import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
_WARNED_BEFORE = timedelta(minutes=3)
"""How long before a session ends somebody who types is told."""


def furnish(environment: Environment) -> None:
    """Give an environment what all of our templates use."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        speaking.gettext, speaking.ngettext, newstyle=True
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
        "spoken": speaking.spoken,
        "direction": speaking.direction,
        "warns_after": int((IDLE - _WARNED_BEFORE).total_seconds()),
    }
    environment.filters |= {
        "day": speaking.day,
        "moment": speaking.moment,
        "number": speaking.number,
        "country_name": speaking.country_name,
        "language_name": speaking.language_name,
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
