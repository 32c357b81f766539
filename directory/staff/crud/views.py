"""The list and form views of all HSDS objects, and the columns that they show, search and edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import pycountry
from anyio import to_thread
from sqladmin.models import ModelViewMeta
from sqladmin.pagination import Pagination
from sqlalchemy import Connection, Select, case, select
from sqlmodel import SQLModel, col
from starlette.requests import Request

from directory import models
from directory.models import Assurance, Organization, Service
from directory.search.free_text import search_text
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import StaffContext, current_user, get_context
from directory.staff.crud.base_view import RecordView
from directory.staff.crud.filters import CheckedFilter, CountryFilter, NeedFilter, StatusFilter
from directory.staff.crud.form_fields import fields_for, form_class_for
from directory.staff.crud.ownership import may_add_entry, may_add_organization
from directory.staff.i18n import country_name

_MAX_ENTRIES: Final = 100
"""Entries listed on the page of an organization."""
MAX_HITS: Final = 1_000
"""The number of best hits that a search returns."""
_COLUMNS: Final[dict[type[SQLModel], tuple[str, str]]] = {
    models.Phone: ("number type description", "number extension type description"),
    models.Location: ("name location_type", "name alternate_name location_type description transportation url"),
    models.Address: (
        "address_1 city country",
        "address_1 address_2 city state_province postal_code country address_type",
    ),
    models.Contact: ("name title email", "name title department email"),
    models.Language: ("code name note", "code name note"),
    models.ServiceArea: ("name description", "name description extent extent_type"),
    models.CostOption: ("option amount_description", "option amount currency amount_description valid_from valid_to"),
    models.RequiredDocument: ("document", "document uri"),
    models.Accessibility: ("description details", "description details url"),
    models.Program: ("name description", "name alternate_name description"),
    models.Funding: ("source", "source"),
    models.Url: ("label url", "label url"),
}
"""For each object the columns of its list and of its form. Objects with a page of their own are not here."""
_SERVICE_FORM: Final = (
    "name alternate_name description status alert eligibility_description minimum_age maximum_age application_process "
    "fees_description wait_time interpretation_services email url accreditations licenses"
)
_ORGANIZATION_FORM: Final = "name alternate_name description email website legal_status"


class OrganizationView(RecordView, model=Organization):
    """Organizations, each with its entries; a new entry starts here."""

    column_list = ("name", "alternate_name", "website")
    column_searchable_list = column_list
    column_sortable_list = column_list
    column_default_sort = [("name", False), ("id", False)]  # noqa: RUF012 - sqladmin's type
    list_template = "records/organizations.html"
    details_template = "records/organization.html"

    async def list_context(self, request: Request) -> dict[str, Any]:
        """Add whether the user may propose an organization."""
        user = current_user(request)
        return {"may_add": is_allowed(user, Permission.PROPOSE) and may_add_organization(user)}

    async def details_context(self, request: Request) -> dict[str, Any]:
        """Add the entries of the organization, whether there are more, and whether the user may propose one."""
        organization, user = request.path_params["pk"], current_user(request)
        entries = await to_thread.run_sync(_entries, request, organization)
        return {
            "owner": None,
            "entries": entries[:_MAX_ENTRIES],
            "has_more": len(entries) > _MAX_ENTRIES,
            "may_add": is_allowed(user, Permission.PROPOSE) and may_add_entry(user, organization),
        }


def _entries(request: Request, organization: str) -> list[tuple[Any, ...]]:
    """Return id, name and status of its entries, one more than is shown."""
    stmt = select(col(Service.id), col(Service.name), col(Service.status)).where(
        col(Service.organization_id) == organization.replace("\0", "")
    )
    with get_context(request).engine.connect() as connection:
        rows = connection.execute(stmt.order_by(col(Service.name), col(Service.id)).limit(_MAX_ENTRIES + 1))
        return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """The organization of an entry and the time of its last check."""

    organization: str
    checked_at: datetime | None


def entry_summaries(connection: Connection, services: Sequence[str]) -> dict[str, EntrySummary]:
    """Return the summaries of services by id."""
    stmt = (
        select(col(Service.id), col(Organization.name), col(Assurance.verified_at))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.id).in_(services))
    )
    return {key: EntrySummary(name, checked) for key, name, checked in connection.execute(stmt)}


class EntryView(RecordView, model=Service):
    """Entries, searchable by names, places and needs in any script."""

    column_list = ("name", "organization_id", "status")
    column_searchable_list = ("name",)
    column_sortable_list = ("name", "status")
    column_default_sort = [("name", False), ("id", False)]  # noqa: RUF012 - sqladmin's type
    list_template = "records/entries.html"

    async def list(self, request: Request) -> Pagination:
        """Return a page of entries, and put their summaries into `request.state.summaries`."""
        await _search(request)
        page = await super().list(request)
        ids = [row.id for row in page.rows]
        request.state.summaries = await to_thread.run_sync(_load_summaries, get_context(request), ids)
        return page

    async def get_model_objects(self, request: Request, limit: int | None = 0) -> Any:
        """Return the entries of an export."""
        await _search(request)
        return await super().get_model_objects(request, limit)

    async def list_context(self, request: Request) -> dict[str, Any]:
        """Add the number of hits from which on only the best are shown."""
        return await super().list_context(request) | {"max_hits": MAX_HITS}

    async def create_context(self, request: Request) -> dict[str, Any]:
        """Add the countries that an entry may serve."""
        names = {country.alpha_2: country_name(country.alpha_2) for country in pycountry.countries}
        countries = sorted(names.items(), key=lambda item: item[1])
        return await super().create_context(request) | {"countries": countries}

    def list_query(self, request: Request) -> Select[Any]:
        """Select all entries, or the hits of the search."""
        hits = request.state.hits
        return select(Service) if hits is None else select(Service).where(col(Service.id).in_(hits))

    def search_query(self, stmt: Select[Any], term: str) -> Select[Any]:  # noqa: ARG002 - `list_query` has the hits
        """Return the statement as it is: `list_query` has searched."""
        return stmt

    def sort_query(self, stmt: Select[Any], request: Request) -> Select[Any]:
        """Order by the chosen column, or by the rank of the hits."""
        if not request.state.hits or request.query_params.get("sortBy"):
            return super().sort_query(stmt, request)
        places = {key: place for place, key in enumerate(request.state.hits)}
        return stmt.order_by(case(places, value=col(Service.id)))


async def _search(request: Request) -> None:
    """Search, and put the ids of the hits into `request.state.hits`, best first, None without search words."""
    words = request.query_params.get("search", "").strip()[:200]
    request.state.hits = await to_thread.run_sync(_find_hits, get_context(request), words) if words else None


def _find_hits(context: StaffContext, words: str) -> list[str]:
    with context.engine.connect() as connection:
        return [hit.service_id for hit in search_text(connection, words, limit=MAX_HITS)]


def _load_summaries(context: StaffContext, ids: list[str]) -> dict[str, EntrySummary]:
    with context.engine.connect() as connection:
        return entry_summaries(connection, ids)


def create_views(context: StaffContext) -> list[type[RecordView]]:
    """Return all views, entries first."""
    EntryView.column_filters = cast(
        "Any", [CountryFilter(), NeedFilter(), StatusFilter(), CheckedFilter(context.stale_after)]
    )
    return [
        _configure(EntryView, Service, _SERVICE_FORM),
        _configure(OrganizationView, Organization, _ORGANIZATION_FORM),
        *(_create_view(model, *columns) for model, columns in _COLUMNS.items()),
    ]


def _create_view(model: type[SQLModel], in_list: str, in_form: str) -> type[RecordView]:
    """Return the view of an object without special behaviour."""
    columns = tuple(in_list.split())
    more = {
        "column_list": columns,
        "column_searchable_list": columns,
        "column_sortable_list": columns,
        "column_default_sort": [(columns[0], False), ("id", False)],
    }
    made = ModelViewMeta(f"{model.__name__}Records", (RecordView,), more, model=model)
    return _configure(made, model, in_form)


def _configure(view: type[RecordView], model: type[SQLModel], in_form: str) -> type[RecordView]:
    table, columns = str(model.__tablename__), tuple(in_form.split())
    view.identity = table
    view.form_columns = view.column_details_list = columns
    view.form_base_class = form_class_for(table)
    view.form_overrides, view.form_args = fields_for(table, columns)
    view.name = view.name_plural = table  # for the names of exported files
    return view
