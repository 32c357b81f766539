"""Describe a phone number while it is typed; the script requests this as JSON."""

from typing import Final

import pycountry
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from directory.moderation.changes import ProjectedRows, load_row
from directory.moderation.consequences import country_of_phone
from directory.staff.auth.roles import Permission
from directory.staff.context import transaction
from directory.staff.routes import Page
from directory.staff.service_entry.phone_check import describe_number


def check_phone(request: Request) -> Response:
    """Return a sentence on the query parameter `number`, and whether it is plausible.

    Its country is `country` (ISO 3166-1), or that of the row `phone` or the entry `service`; its kind is `type`, or
    that of the row.
    """
    params = request.query_params
    country, kind = _country_and_kind(request)
    message, is_plausible = describe_number(params.get("number", ""), country, params.get("type") or kind)
    return JSONResponse({"said": message, "good": is_plausible})


def _country_and_kind(request: Request) -> tuple[str | None, str | None]:
    code, phone, service = (request.query_params.get(name, "") for name in ("country", "phone", "service"))
    if "\0" in phone + service:
        return None, None
    with transaction(request) as connection:
        known = load_row(connection, "phone", (phone,)) if phone else {"service_id": service or None}
        phone_country = country_of_phone(ProjectedRows(connection), known) if known and not code else None
    if code and any(country.alpha_2 == code.upper() for country in pycountry.countries):
        phone_country = code.upper()
    return phone_country, known.get("type") if known else None


PAGES: Final = (Page("/phones/check", check_phone, Permission.READ),)
