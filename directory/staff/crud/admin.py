"""Mount sqladmin's lists and forms into the staff app."""

from http import HTTPStatus
from typing import Any, Final

from sqladmin import Admin
from sqladmin.authentication import AuthenticationBackend
from sqladmin.authorization import Action, AuthorizationBackend
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import StaffContext
from directory.staff.crud.save import REMOVABLE, Rejection
from directory.staff.crud.views import create_views
from directory.staff.rendering import TEMPLATES, configure_environment
from directory.staff.routes import BASE_PATH

ADMIN_PATH: Final = "/records"
REQUIRED_PERMISSIONS: Final = {
    Action.LIST: Permission.READ,
    Action.DETAILS: Permission.READ,
    Action.EXPORT: Permission.READ,
    Action.CREATE: Permission.PROPOSE,
    Action.EDIT: Permission.PROPOSE,
}
"""The permission that each sqladmin action needs; actions that are not listed are forbidden."""
_ENABLED_ROUTES: Final = frozenset({"list", "details", "create", "edit", "export"})
"""The sqladmin routes that stay; sign-in, deletion, import and files have our own pages."""


class _SessionAuthentication(AuthenticationBackend):
    """Authentication by the session that `RequestGuard` has checked."""

    def __init__(self) -> None:
        self.middlewares = []

    async def authenticate(self, request: Request) -> Response | bool:
        return request.state.user is not None or RedirectResponse(f"{BASE_PATH}/sign-in", status_code=303)

    async def get_user_id(self, request: Request) -> Any:
        return request.state.user.account_id


class _RoleAuthorization(AuthorizationBackend):
    """Authorization by role; `RecordView.check_can_edit` checks whether a row is in the user's scope."""

    def has_permission(self, request: Request, identity: str, action: str, obj: Any | None = None) -> bool:  # noqa: ARG002
        needed = REQUIRED_PERMISSIONS.get(Action(action)) if action in set(Action) else None
        return needed is not None and is_allowed(request.state.user, needed)


class _RecordAdmin(Admin):
    """sqladmin with redirects to the changed entry and 422 for invalid forms."""

    @staticmethod
    def _find_decorated_funcs(*_: object) -> None:
        """Find none: no view has custom actions, and the search takes most of the startup time."""

    @staticmethod
    def get_save_redirect_url(request: Request, form: FormData, model_view: Any, obj: Any) -> str:  # noqa: ARG004
        """Return where the browser goes after a form was saved; `obj` is a `save.Redirect`."""
        return f"{BASE_PATH}{obj.path}"

    async def create(self, request: Request) -> Response:
        """Show or handle the form of a new row."""
        return _as_unprocessable(await super().create(request))

    async def edit(self, request: Request) -> Response:
        """Show or handle the form of a row."""
        return _as_unprocessable(await super().edit(request))

    async def _resolve_after_change_response(
        self,
        request: Request,
        context: dict[str, Any],
        obj: Any,
        template: str,
        identity: str,  # noqa: ARG002 - sqladmin's signature
    ) -> Response | None:
        """Return the form with an error, or None if the change was proposed.

        sqladmin calls this after each save. An exception would be logged with the typed values.
        """
        if not isinstance(obj, Rejection):
            return None
        form = context["form"]
        if obj.field in form:
            form[obj.field].errors = [*form[obj.field].errors, obj.message]
        else:
            context["error"] = obj.message
        response: Response = await self.templates.TemplateResponse(
            request, template, context, status_code=HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return response


def _as_unprocessable(response: Response) -> Response:
    """Return the response to an invalid form with status 422, as all other forms have."""
    if response.status_code == HTTPStatus.BAD_REQUEST:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def mount_admin(app: Starlette, context: StaffContext) -> None:
    """Mount the lists and forms of HSDS objects below `ADMIN_PATH`."""
    records = _RecordAdmin(
        app,
        context.engine,
        base_url=ADMIN_PATH,
        title="Waylight",
        templates_dir=str(TEMPLATES),
        authentication_backend=_SessionAuthentication(),
        authorization_backend=_RoleAuthorization(),
    )
    configure_environment(records.templates.env)
    records.templates.env.globals["removable"] = REMOVABLE
    routes = records.admin.router.routes
    records.admin.router.routes = [route for route in routes if getattr(route, "name", "") in _ENABLED_ROUTES]
    for view in create_views(context):
        records.add_view(view)
