"""The base class of all lists, details and forms."""

from typing import Any, Final
from urllib.parse import urlencode

from anyio import to_thread
from sqladmin import ModelView
from sqlalchemy import Select, inspect, select
from starlette.requests import Request

from directory.parsing.cells import escape_for_csv
from directory.staff.context import get_context
from directory.staff.crud.ownership import Owner, find_owner, may_edit
from directory.staff.crud.save import links_in_query, propose_create, propose_update
from directory.staff.i18n import N_, gettext
from directory.staff.labels import field_label, table_label
from directory.staff.routes import BASE_PATH

_IS_PUBLIC: Final = N_("Everybody can read this.")
_WHOLE_ADDRESS: Final = N_("The whole address. It begins with https://.")
_YEARS: Final = N_("In years. Leave it empty if any age is fine.")
_HELP: Final = {
    ("phone", "number"): N_(
        "As it is dialled there, with spaces if you like. From abroad: + and the country's code first."
    ),
    ("phone", "description"): N_("For whom or when, in a few words. People read this."),
    ("service", "name"): N_("In English, or as the organization writes it. People read this."),
    ("service", "description"): N_("What somebody gets there, in plain words. No street, no name of a person."),
    ("service", "status"): N_("Only active entries are told to people."),
    ("service", "alert"): N_("Something that changes for a while, such as: closed until May."),
    ("service", "eligibility_description"): N_("Who is taken and who is not: age, papers, gender, children."),
    ("service", "minimum_age"): _YEARS,
    ("service", "maximum_age"): _YEARS,
    ("service", "application_process"): N_("What to do first, such as: call, write, or come."),
    ("service", "fees_description"): N_("Say it plainly if it is free."),
    ("service", "wait_time"): N_("How long it mostly takes, such as: two days."),
    ("service", "email"): _IS_PUBLIC,
    ("service", "url"): _WHOLE_ADDRESS,
    ("service", "licenses"): N_("Which permit it has, and from which office."),
    ("organization", "name"): N_("In letters that anybody can spell, mostly Latin ones."),
    ("organization", "alternate_name"): N_("In the country's own script. Who reads that script is told this name."),
    ("organization", "email"): _IS_PUBLIC,
    ("organization", "website"): _WHOLE_ADDRESS,
    ("location", "url"): _WHOLE_ADDRESS,
    ("address", "address_1"): N_("Everybody can read this. The address of a shelter does not belong here."),
    ("contact", "name"): N_("An office that anybody may ask. The name of a colleague does not belong here."),
    ("contact", "title"): N_("What this office does, such as: social work."),
    ("contact", "email"): _IS_PUBLIC,
    ("service_area", "extent"): N_("The borders, drawn by a map program. Mostly empty."),
    ("service_area", "extent_type"): N_("How the borders are written, such as: geojson."),
    ("cost_option", "amount"): N_("Only the number, such as: 200."),
    ("cost_option", "currency"): N_("Three letters, such as: THB."),
    ("cost_option", "valid_from"): N_("The first day of this price, if you know it."),
    ("cost_option", "valid_to"): N_("The last day of this price, if you know it."),
    ("required_document", "document"): N_("Such as: passport, police report, referral by another organization."),
    ("required_document", "uri"): _WHOLE_ADDRESS,
    ("accessibility", "url"): _WHOLE_ADDRESS,
    ("url", "url"): _WHOLE_ADDRESS,
}


def help_text(table: str, field: str) -> str:
    """Return the help text of a field, "" if it has none."""
    return gettext(_HELP[table, field]) if (table, field) in _HELP else ""


class RecordView(ModelView):
    """Lists, details and forms of one HSDS object; a saved form becomes a proposal."""

    can_delete = False  # sqladmin's way needs a script; see `save.remove`
    can_view_details = True
    can_export = True
    use_pretty_export = True  # otherwise cells can't be escaped
    page_size = 25
    page_size_options = (25, 50, 100)
    export_max_rows = 10_000

    def form_details_query(self, request: Request) -> Select[Any]:
        """Select the row that the URL names; sqladmin can't convert keys of SQLModel's string type."""
        return self.form_edit_query(request)

    def form_edit_query(self, request: Request) -> Select[Any]:
        """Select the row that the URL names."""
        return select(self.model).where(inspect(self.model).columns.id == _primary_key(request))

    async def get_form_data_for_edit(self, obj: Any) -> dict[str, Any]:
        """Return the initial values of the form."""
        return {str(name): _form_value(getattr(obj, str(name))) for name in self.form_columns}

    async def get_model_objects(self, request: Request, limit: int | None = 0) -> Any:
        """Return the rows of an export: all pages of the list with the same search, filters and order."""
        query = self.list_query(request)
        filters: list[Any] = self.get_filters()  # none of ours has an operator
        for list_filter in filters:
            chosen = request.query_params.get(list_filter.parameter_name)
            query = await list_filter.get_filtered_query(query, chosen, self.model) if chosen else query
        query = self.sort_query(query, request)
        term = request.query_params.get("search")
        query = self.search_query(query, term) if term else query
        return await self._run_query(query.limit(limit or None))

    async def create_context(self, request: Request) -> dict[str, Any]:
        """Return the owner of the new row for the template."""
        return {"owner": await self._find_owner(request, "", links_in_query(request, self.identity))}

    async def edit_context(self, request: Request) -> dict[str, Any]:
        """Return the owner of the row for the template."""
        return {"owner": await self._find_owner(request, _primary_key(request), {})}

    async def details_context(self, request: Request) -> dict[str, Any]:
        """Return the owner of the row for the template."""
        return await self.edit_context(request)

    async def _find_owner(self, request: Request, key: str, links: dict[str, str]) -> Owner | None:
        def read() -> Owner | None:
            with get_context(request).engine.connect() as connection:
                return find_owner(connection, self.identity, key, links)

        return await to_thread.run_sync(read)

    async def check_can_edit(self, request: Request, model: Any) -> bool:
        """Return whether the user may edit a row."""
        may = await super().check_can_edit(request, model)
        return may and await to_thread.run_sync(may_edit, request, self.identity, model)

    async def insert_model(self, request: Request, data: dict[str, Any]) -> Any:
        """Propose a new row; return a `save.Redirect` or a `save.Rejection`."""
        return await to_thread.run_sync(propose_create, request, self.identity, data)

    async def update_model(self, request: Request, pk: str, data: dict[str, Any]) -> Any:
        """Propose new values; return a `save.Redirect` or a `save.Rejection`."""
        return await to_thread.run_sync(propose_update, request, self.identity, pk, data)

    async def custom_export_cell(self, row: Any, name: str, value: Any) -> str | None:  # noqa: ARG002 - sqladmin gives them
        """Return the text of a CSV cell, escaped so that no spreadsheet reads it as a formula."""
        return "" if value is None else escape_for_csv(str(value))

    def field_help(self, field: str) -> str:
        """Return the help text of a field."""
        return help_text(self.identity, field)

    def field_label(self, field: str) -> str:
        """Return the label of a field."""
        return field_label(self.identity, field)

    def validation_url(self, request: Request, field: str, row: Any | None) -> str:
        """Return the URL that checks a field while it is typed, "" for most fields."""
        if (self.identity, field) != ("phone", "number"):
            return ""
        of = {"phone": row.id} if row else {"service": request.query_params.get("service_id", "")}
        return f"{BASE_PATH}/phones/check?{urlencode(of)}"

    def display_name(self, *, many: bool = False) -> str:
        """Return the label of the object."""
        return table_label(self.identity, many=many)


def _form_value(value: Any) -> Any:
    """Return a value as it would be typed: 18 and not 18.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _primary_key(request: Request) -> str:
    # PostgreSQL rejects NUL in text.
    return str(request.path_params["pk"]).replace("\0", "")
