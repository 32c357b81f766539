"""Organizations, each with its entries: a new entry begins here."""

from typing import Any, Final

from anyio import to_thread
from sqlalchemy import select
from sqlmodel import col
from starlette.requests import Request

from directory.models import Organization, Service
from directory.staff.context import desk, signed_in
from directory.staff.crud.base_view import RecordView
from directory.staff.crud.ownership import may_add_entry, may_add_organization
from directory.staff.permissions import May, is_allowed

_AT_MOST: Final = 100
"""Entries that a page of an organization lists."""


class Organizations(RecordView, model=Organization):
    """Organizations."""

    column_list = ("name", "alternate_name", "website")
    column_searchable_list = column_list
    column_sortable_list = column_list
    column_default_sort = [("name", False), ("id", False)]  # noqa: RUF012 - as sqladmin wants it
    list_template = "records/organizations.html"
    details_template = "records/organization.html"

    async def list_context(self, request: Request) -> dict[str, Any]:
        """Return also whether somebody may propose an organization."""
        person = signed_in(request)
        return {"may_add": is_allowed(person, May.PROPOSE) and may_add_organization(person)}

    async def details_context(self, request: Request) -> dict[str, Any]:
        """Return the entries of the organization, whether there are more, and whether somebody may propose another."""
        organization, person = request.path_params["pk"], signed_in(request)
        entries = await to_thread.run_sync(_entries, request, organization)
        return {
            "home": None,
            "entries": entries[:_AT_MOST],
            "has_more": len(entries) > _AT_MOST,
            "may_add": is_allowed(person, May.PROPOSE) and may_add_entry(person, organization),
        }


def _entries(request: Request, organization: str) -> list[tuple[Any, ...]]:
    """Return id, name and state of its entries, one more than is shown."""
    asked = select(col(Service.id), col(Service.name), col(Service.status))
    theirs = asked.where(col(Service.organization_id) == organization.replace("\0", ""))
    with desk(request).engine.connect() as connection:
        found = connection.execute(theirs.order_by(col(Service.name), col(Service.id)).limit(_AT_MOST + 1))
        return [tuple(row) for row in found]
