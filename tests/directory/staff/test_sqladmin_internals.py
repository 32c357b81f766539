"""Pins what the staff pages use of sqladmin beyond its documented interface; see directory/staff/crud/README.md."""

import inspect
from typing import Any

import pytest
from sqladmin import Admin, ModelView
from sqladmin.authentication import AuthenticationBackend

from directory.staff.context import StaffContext
from directory.staff.crud.admin import _RecordAdmin
from directory.staff.crud.views import create_views

_ADVICE = "sqladmin has changed: adapt directory/staff/crud and its README, then this test (docs/adr/0021)."


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (Admin, "_find_decorated_funcs", ["view", "view_instance", "handle_fn"]),
        (Admin, "_resolve_after_change_response", ["self", "request", "context", "obj", "template", "identity"]),
        (Admin, "get_save_redirect_url", ["request", "form", "model_view", "obj"]),
        (Admin, "create", ["self", "request"]),
        (Admin, "edit", ["self", "request"]),
        (ModelView, "_run_query", ["self", "stmt"]),
        (ModelView, "_run_arbitrary_query", ["self", "stmt"]),
        (ModelView, "get_form_data_for_edit", ["self", "obj"]),
        (ModelView, "get_model_objects", ["self", "request", "limit"]),
        (ModelView, "insert_model", ["self", "request", "data"]),
        (ModelView, "update_model", ["self", "request", "pk", "data"]),
        (ModelView, "custom_export_cell", ["self", "row", "name", "value"]),
        (ModelView, "check_can_edit", ["self", "request", "model"]),
        (AuthenticationBackend, "authenticate", ["self", "request"]),
    ],
)
def test_method_has_the_expected_signature(owner: type, name: str, parameters: list[str]) -> None:
    """Every method that we override or call exists with these parameters."""
    method = getattr(owner, name, None)
    assert method is not None, f"{owner.__name__}.{name} is gone. {_ADVICE}"
    assert list(inspect.signature(method).parameters) == parameters, f"{owner.__name__}.{name}. {_ADVICE}"


@pytest.mark.parametrize("name", ["create", "edit"])
def test_after_a_save_our_overrides_are_called(name: str) -> None:
    """`create` and `edit` call the two methods that turn a `save.Rejection` into a form and a `Redirect` into a URL."""
    called = inspect.unwrap(getattr(Admin, name)).__code__.co_names
    for method in ("_resolve_after_change_response", "get_save_redirect_url"):
        assert method in called, f"Admin.{name} does not call {method}. {_ADVICE}"


@pytest.mark.parametrize("name", ["_list_prop_names", "_details_prop_names", "_sort_fields"])
def test_attribute_that_templates_read_lists_columns(fresh_context: StaffContext, name: str) -> None:
    """The private attributes that our templates read are lists of column names."""
    view: Any = create_views(fresh_context)[0]()
    columns = getattr(view, name, None)
    assert columns, f"ModelView.{name} is gone. {_ADVICE}"
    assert all(isinstance(column, str) for column in columns), f"ModelView.{name}. {_ADVICE}"


def test_routes_have_the_names_that_we_keep(fresh_context: StaffContext) -> None:
    """The routes that `mount_admin` keeps exist under these names."""
    from starlette.applications import Starlette

    admin = _RecordAdmin(Starlette(), fresh_context.engine)
    names = {getattr(route, "name", "") for route in admin.admin.router.routes}
    assert {"list", "details", "create", "edit", "export"} <= names, _ADVICE
