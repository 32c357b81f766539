"""Which objects have lists and forms, and which columns of them are shown, searched and edited."""

from typing import Any, Final, cast

from sqladmin.models import ModelViewMeta
from sqlmodel import SQLModel

from directory import models
from directory.models import Organization, Service
from directory.staff.context import Desk
from directory.staff.crud.base_view import RecordView
from directory.staff.crud.entry_list import Entries
from directory.staff.crud.filters import OfCheck, OfCountry, OfNeed, OfState
from directory.staff.crud.form_fields import fields_of, form_class_of
from directory.staff.crud.organizations import Organizations

_SHOWN: Final[dict[type[SQLModel], tuple[str, str]]] = {
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
"""For each object: the columns of its list, and those of its form. What a flow of its own edits is not here."""
_SERVICE: Final = (
    "name alternate_name description status alert eligibility_description minimum_age maximum_age application_process "
    "fees_description wait_time interpretation_services email url accreditations licenses"
)
_ORGANIZATION: Final = "name alternate_name description email website legal_status"


def record_views(at: Desk) -> list[type[RecordView]]:
    """Return the views of all objects, entries first."""
    Entries.column_filters = cast("Any", [OfCountry(), OfNeed(), OfState(), OfCheck(at.stale_after)])
    return [
        _completed(Entries, Service, _SERVICE),
        _completed(Organizations, Organization, _ORGANIZATION),
        *(_made(model, *shown) for model, shown in _SHOWN.items()),
    ]


def _made(model: type[SQLModel], in_list: str, in_form: str) -> type[RecordView]:
    """Return the view of an object that has no ways of its own."""
    columns = tuple(in_list.split())
    more = {
        "column_list": columns,
        "column_searchable_list": columns,
        "column_sortable_list": columns,
        "column_default_sort": [(columns[0], False), ("id", False)],
    }
    made = ModelViewMeta(f"{model.__name__}Records", (RecordView,), more, model=model)
    return _completed(made, model, in_form)


def _completed(view: type[RecordView], model: type[SQLModel], in_form: str) -> type[RecordView]:
    table, columns = str(model.__tablename__), tuple(in_form.split())
    view.identity = table
    view.form_columns = view.column_details_list = columns
    view.form_base_class = form_class_of(table)
    view.form_overrides, view.form_args = fields_of(table, columns)
    view.name = view.name_plural = table  # for the names of exported files
    return view
