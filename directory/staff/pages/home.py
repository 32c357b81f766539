"""The first page: what there is to do for whoever has signed in."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.moderation import ToCheck, by_author, count_waiting, head_of_queue, waiting
from directory.staff.auth.roles import Person
from directory.staff.context import desk, signed_in
from directory.staff.permissions import May, is_allowed
from directory.staff.proposals.summaries import Listed, listed
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.scope_filter import Whose, whose
from directory.staff.translations.queue import count_behind
from directory.statistics.queries import sent_lately
from locales.registry import LANGUAGES, SOURCE

_FEW: Final = 5


def to_do(request: Request) -> Response:
    """Show what waits for this person, and what became of what they proposed."""
    person = signed_in(request)
    of = whose(person)
    with desk(request).engine.connect() as connection, connection.begin():
        changes, number = _to_review(connection, person, of)
        own = listed(connection, by_author(connection, person.account_id, limit=_FEW))
        to_check = _to_check(request, connection, of)
        language = person.language if person.language in LANGUAGES and person.language != SOURCE else None
        behind = count_behind(connection, language, of.services()) if language else 0
        is_empty = not connection.scalar(select(select(col(Service.id)).where(of.services()).exists()))
    shown: dict[str, Any] = {"changes": changes, "number": number, "own": own}
    shown |= {"to_check": to_check, "is_empty": is_empty}
    return render(request, "home.html", **shown, language=language, behind=behind)


def _to_review(connection: Connection, person: Person, of: Whose) -> tuple[list[Listed], int]:
    """Return the changes of others that have waited longest for who may decide, and how many wait in all."""
    if not is_allowed(person, May.DECIDE):
        return [], 0
    narrowed: Any = {"countries": of.countries, "but_by": person.account_id}
    return listed(connection, waiting(connection, **narrowed, limit=_FEW)), count_waiting(connection, **narrowed)


def _to_check(request: Request, connection: Connection, of: Whose) -> list[ToCheck]:
    narrowed: Any = {"organization_id": of.organization_id, "countries": of.countries}
    sent, terms = sent_lately(connection), desk(request).stale_after
    return head_of_queue(connection, **narrowed, sent=sent, stale_after=terms, now=datetime.now(UTC), limit=_FEW)


PAGES: Final = (Page("/", to_do, May.READ),)
