"""The list that case workers begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pycountry
from anyio import to_thread
from sqladmin.pagination import Pagination
from sqlalchemy import Connection, Select, case, select
from sqlmodel import col
from starlette.requests import Request

from directory.models import Assurance, Organization, Service
from directory.search.free_text import find_text
from directory.staff.context import Desk, desk
from directory.staff.crud.base_view import RecordView
from directory.staff.i18n import country_name


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose an entry is, and when somebody last checked it."""

    organization: str
    checked_at: datetime | None


def facts_of(connection: Connection, services: Sequence[str]) -> dict[str, Facts]:
    """Return the facts of services by id."""
    asked = (
        select(col(Service.id), col(Organization.name), col(Assurance.verified_at))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.id).in_(services))
    )
    return {key: Facts(name, checked) for key, name, checked in connection.execute(asked)}


FOUND_AT_MOST: Final = 1_000
"""How many entries a search by words finds, the best: `find_text` has no more."""


class Entries(RecordView, model=Service):
    """Entries, found by names, places and needs in any script."""

    column_list = ("name", "organization_id", "status")
    column_searchable_list = ("name",)
    column_sortable_list = ("name", "status")
    column_default_sort = [("name", False), ("id", False)]  # noqa: RUF012 - as sqladmin wants it
    list_template = "records/entries.html"

    async def list(self, request: Request) -> Pagination:
        """Return a page of entries; `request.state.facts` says whose they are and when they were checked."""
        await _look_up(request)
        page = await super().list(request)
        ids = [row.id for row in page.rows]
        request.state.facts = await to_thread.run_sync(_facts, desk(request), ids)
        return page

    async def get_model_objects(self, request: Request, limit: int | None = 0) -> Any:
        """Return the entries of an export."""
        await _look_up(request)
        return await super().get_model_objects(request, limit)

    async def list_context(self, request: Request) -> dict[str, Any]:
        """Return from how many on the best entries alone are shown."""
        return await super().list_context(request) | {"found_at_most": FOUND_AT_MOST}

    async def create_context(self, request: Request) -> dict[str, Any]:
        """Return also the countries in which an entry may work."""
        names = {one.alpha_2: country_name(one.alpha_2) for one in pycountry.countries}
        countries = sorted(names.items(), key=lambda one: one[1])
        return await super().create_context(request) | {"countries": countries}

    def list_query(self, request: Request) -> Select[Any]:
        """Return all entries, or those that were found."""
        hits = request.state.hits
        return select(Service) if hits is None else select(Service).where(col(Service.id).in_(hits))

    def search_query(self, stmt: Select[Any], term: str) -> Select[Any]:  # noqa: ARG002 - they are found already
        """Return the entries that were found."""
        return stmt

    def sort_query(self, stmt: Select[Any], request: Request) -> Select[Any]:
        """Return the entries in the order that was chosen; without one, what fits the words best comes first."""
        if not request.state.hits or request.query_params.get("sortBy"):
            return super().sort_query(stmt, request)
        places = {key: place for place, key in enumerate(request.state.hits)}
        return stmt.order_by(case(places, value=col(Service.id)))


async def _look_up(request: Request) -> None:
    """Find what is searched for; `request.state.hits` are the entries' ids, the best first, None without words."""
    words = request.query_params.get("search", "").strip()[:200]
    request.state.hits = await to_thread.run_sync(_found, desk(request), words) if words else None


def _found(at: Desk, words: str) -> list[str]:
    with at.engine.connect() as connection:
        return [hit.service_id for hit in find_text(connection, words, limit=FOUND_AT_MOST)]


def _facts(at: Desk, ids: list[str]) -> dict[str, Facts]:
    with at.engine.connect() as connection:
        return facts_of(connection, ids)
