"""In which country a phone's owner is, as far as the directory says it of exactly one; what the phone can do there."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.phone_reach import Reach, reach_of
from directory.hsds.named_places import country_code
from directory.models import Address, Coverage, Service
from directory.moderation.changes import Values
from directory.moderation.projected_rows import Rows


def home_of(rows: Rows, phone: Values) -> str | None:
    """Return the country (ISO 3166-1) of a phone's service, organization or place; None for several or none."""
    for column, countries in (
        ("service_id", _of_service),
        ("organization_id", _of_organization),
        ("location_id", _of_location),
    ):
        found = countries(rows.connection, phone.get(column)) if phone.get(column) else set()
        if len(found) == 1:
            return found.pop()
    for column in ("service_at_location_id", "contact_id"):
        above = rows.read(column.removesuffix("_id"), (str(phone.get(column)),)) if phone.get(column) else None
        if above is not None:
            return home_of(rows, above)
    return None


def reach_there(rows: Rows, phone: Values) -> Reach | None:
    """Return what a phone can do; None for one that answers nobody, such as a fax."""
    return reach_of(str(phone["number"]), home_of(rows, phone), phone.get("type"))


def _of_service(connection: Connection, service: Any) -> set[str]:
    return _known(connection.scalars(select(col(Coverage.country)).where(col(Coverage.service_id) == service)))


def _of_organization(connection: Connection, organization: Any) -> set[str]:
    theirs = select(col(Coverage.country)).join(Service, col(Service.id) == col(Coverage.service_id))
    return _known(connection.scalars(theirs.where(col(Service.organization_id) == organization)))


def _of_location(connection: Connection, location: Any) -> set[str]:
    here = select(col(Address.country)).where(col(Address.location_id) == location)
    return _known(country_code(one) for one in connection.scalars(here))


def _known(countries: Iterable[str | None]) -> set[str]:
    return {one for one in countries if one}
