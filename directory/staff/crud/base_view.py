"""What the lists, details and forms of all objects have in common."""

from typing import Any, Final
from urllib.parse import urlencode

from anyio import to_thread
from sqladmin import ModelView
from sqlalchemy import Select, inspect, select
from starlette.requests import Request

from directory.parsing.cells import guarded
from directory.staff.context import desk
from directory.staff.crud.ownership import Home, home_of, may_edit
from directory.staff.crud.save import links_in_address, save_change, save_new
from directory.staff.i18n import N_, gettext
from directory.staff.labels import label, table_label
from directory.staff.routes import BASE

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


def help_of(table: str, field: str) -> str:
    """Return what is to be written into a field, "" where that is plain."""
    return gettext(_HELP[table, field]) if (table, field) in _HELP else ""


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
