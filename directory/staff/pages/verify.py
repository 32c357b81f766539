"""Check: which entries are to be checked next, and one click to say that one is right."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Service
from directory.moderation import Method, UnknownRowError, assure, facts_of_service, may_propose, queue
from directory.moderation.changes import stored_row
from directory.staff.context import desk, field_of, signed_in
from directory.staff.i18n import country_name
from directory.staff.pagination import leaf, offset_of
from directory.staff.permissions import May
from directory.staff.phone_links import numbers_of
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to
from directory.staff.scope_filter import countries_of, signature, whose
from directory.statistics.queries import sent_lately

_AT_ONCE: Final = 20


def to_check(request: Request) -> Response:
    """Show the entries that somebody keeps, the one to check first at the head."""
    person, country, offset = (
        signed_in(request),
        request.query_params.get("country") or None,
        offset_of(request, _AT_ONCE),
    )
    of = whose(person, country)
    narrowed: Any = {
        "organization_id": of.organization_id,
        "countries": of.countries,
        "stale_after": desk(request).stale_after,
    }
    with desk(request).engine.connect() as connection, connection.begin():
        sent = sent_lately(connection)
        found = queue(connection, **narrowed, sent=sent, now=datetime.now(UTC), offset=offset, limit=_AT_ONCE)
        numbers = numbers_of(connection, [one.service_id for one in found.entries])
        countries = sorted(countries_of(connection, person), key=country_name)
    has_later = offset + len(found.entries) < found.total
    return render(
        request,
        "verify.html",
        queue=found,
        numbers=numbers,
        countries=countries,
        country=country,
        leaf=leaf(request, has_later=has_later),
    )


def is_right(request: Request) -> Response:
    """Note that somebody checked an entry: they called unless they say something else."""
    service, method = request.path_params["service_id"].replace("\0", ""), field_of(request, "method") or Method.CALLED
    if method not in set(Method):
        raise HTTPException(400)
    by, terms = signed_in(request), desk(request).stale_after
    with desk(request).engine.connect() as connection:
        with connection.begin():
            if stored_row(connection, Service.__tablename__, (service,)) is None:
                raise HTTPException(404)
            if not may_propose(by, facts_of_service(connection, service)):
                raise HTTPException(403)
            name = signature(connection, by)
        try:
            assure(connection, service, name, Method(method), datetime.now(UTC), terms, account_id=by.account_id)
        except UnknownRowError:
            raise HTTPException(404) from None
    return goes_to(_back(request, service))


def _back(request: Request, service: str) -> str:
    """Return where to go on: who works through the queue stays where they are in it, others came from the entry."""
    if field_of(request, "back") != "queue":
        return f"/services/{service}?told=verified"
    here = {name: value for name in ("country", "page") if (value := field_of(request, name))}
    return f"/verify?{urlencode(here | {'told': 'verified'})}"


PAGES: Final = (
    Page("/verify", to_check, May.READ),
    Page("/verify/{service_id}", is_right, May.PROPOSE, method="POST"),
)
