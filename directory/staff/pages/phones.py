"""What a phone number is, told while it is typed."""

from typing import Final

import pycountry
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from directory.moderation.changes import stored_row
from directory.moderation.phone_country import home_of
from directory.moderation.projected_rows import Rows
from directory.staff.context import desk
from directory.staff.permissions import May
from directory.staff.routes import Page
from directory.staff.service_entry.phone_check import said_of


def check(request: Request) -> Response:
    """Return a sentence on `number`, and whether nothing is odd about it.

    Its country is `country` (ISO 3166-1), or that of the row `phone`, or that of the entry `service`; its kind is
    `type`, or that of the row.
    """
    asked = request.query_params
    country, kind = _country_and_kind(request)
    said, good = said_of(asked.get("number", ""), country, asked.get("type") or kind)
    return JSONResponse({"said": said, "good": good})


def _country_and_kind(request: Request) -> tuple[str | None, str | None]:
    asked, phone, service = (request.query_params.get(name, "") for name in ("country", "phone", "service"))
    if "\0" in phone + service:
        return None, None
    with desk(request).engine.connect() as connection, connection.begin():
        known = stored_row(connection, "phone", (phone,)) if phone else {"service_id": service or None}
        home = home_of(Rows(connection), known) if known and not asked else None
    if asked and any(one.alpha_2 == asked.upper() for one in pycountry.countries):
        home = asked.upper()
    return home, known.get("type") if known else None


PAGES: Final = (Page("/phones/check", check, May.READ),)
