"""What the lists, details and forms of all objects have in common."""

from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from sqladmin import ModelView
from sqlalchemy import Select, inspect, select
from starlette.requests import Request

from directory.exchange.sheet.cells import guarded
from directory.staff.desk import desk
from directory.staff.records.belonging import Home, home_of, may_edit
from directory.staff.records.helping import help_of
from directory.staff.records.labels import label, table_label
from directory.staff.records.saving import links_in_address, save_change, save_new
from directory.staff.routes import BASE


class RecordView(ModelView):
    """Lists, details and forms of one object; what is saved becomes a proposal."""

    can_delete = False  # removing.py is ours, since sqladmin's way needs a script
    can_view_details = True
    can_export = True
    use_pretty_export = True  # the other way no cell can be guarded
    page_size = 25
    page_size_options = (25, 50, 100)
    export_max_rows = 10_000

    def form_details_query(self, request: Request) -> Select[Any]:
        """Return the row of the address: sqladmin can't tell of which type SQLModel's texts are."""
        return self.form_edit_query(request)

    def form_edit_query(self, request: Request) -> Select[Any]:
        """Return the row of the address."""
        return select(self.model).where(inspect(self.model).columns.id == _key(request))

    async def get_form_data_for_edit(self, obj: Any) -> dict[str, Any]:
        """Return what stands in the form at first."""
        return {str(name): _in_form(getattr(obj, str(name))) for name in self.form_columns}

    async def get_model_objects(self, request: Request, limit: int | None = 0) -> Any:
        """Return what an export holds: what the list shows with the same search, filters and order, on all pages."""
        query = self.list_query(request)
        filters: list[Any] = self.get_filters()  # none of ours has an operator
        for one in filters:
            chosen = request.query_params.get(one.parameter_name)
            query = await one.get_filtered_query(query, chosen, self.model) if chosen else query
        query = self.sort_query(query, request)
        words = request.query_params.get("search")
        query = self.search_query(query, words) if words else query
        return await self._run_query(query.limit(limit or None))

    async def create_context(self, request: Request) -> dict[str, Any]:
        """Return what the form of a new row shows beside its fields: what the row will belong to."""
        return {"home": await self._home(request, "", links_in_address(request, self.identity))}

    async def edit_context(self, request: Request) -> dict[str, Any]:
        """Return what the form shows beside its fields: what the row belongs to."""
        return {"home": await self._home(request, _key(request), {})}

    async def details_context(self, request: Request) -> dict[str, Any]:
        """Return what the details show beside the row: what it belongs to."""
        return await self.edit_context(request)

    async def _home(self, request: Request, key: str, links: dict[str, str]) -> Home | None:
        def read() -> Home | None:
            with desk(request).engine.connect() as connection:
                return home_of(connection, self.identity, key, links)

        return await to_thread.run_sync(read)

    async def check_can_edit(self, request: Request, model: Any) -> bool:
        """Tell whether a row is of an entry that somebody may change."""
        may = await super().check_can_edit(request, model)
        return may and await to_thread.run_sync(may_edit, request, self.identity, model)

    async def insert_model(self, request: Request, data: dict[str, Any]) -> Any:
        """Propose a new row; return a `saving.Landing` or a `saving.Refusal`."""
        return await to_thread.run_sync(save_new, request, self.identity, data)

    async def update_model(self, request: Request, pk: str, data: dict[str, Any]) -> Any:
        """Propose other values; return a `saving.Landing` or a `saving.Refusal`."""
        return await to_thread.run_sync(save_change, request, self.identity, pk, data)

    async def custom_export_cell(self, row: Any, name: str, value: Any) -> str | None:  # noqa: ARG002 - sqladmin gives them
        """Return what stands in a cell of a CSV; no spreadsheet takes it for a formula."""
        return "" if value is None else guarded(str(value))

    def field_help(self, field: str) -> str:
        """Return what is to be written into a field."""
        return help_of(self.identity, field)

    def field_label(self, field: str) -> str:
        """Return what a field is called."""
        return label(self.identity, field)

    def judged_at(self, request: Request, field: str, row: Any | None) -> str:
        """Return the address that judges a field while it is typed, "" for most."""
        if (self.identity, field) != ("phone", "number"):
            return ""
        of = {"phone": row.id} if row else {"service": request.query_params.get("service_id", "")}
        return f"{BASE}/phones/check?{urlencode(of)}"

    def called(self, *, many: bool = False) -> str:
        """Return what the object is called."""
        return table_label(self.identity, many=many)


def _in_form(value: Any) -> Any:
    """Return a value as somebody would type it: 18 and not 18.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _key(request: Request) -> str:
    # PostgreSQL refuses a text with NUL, which no id has.
    return str(request.path_params["pk"]).replace("\0", "")
