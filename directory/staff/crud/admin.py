"""Put the lists and forms into the pages."""

from http import HTTPStatus
from typing import Any, Final

from sqladmin import Admin
from sqladmin.authentication import AuthenticationBackend
from sqladmin.authorization import Action, AuthorizationBackend
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from directory.staff.context import Desk
from directory.staff.crud.removal import REMOVABLE
from directory.staff.crud.save import Refusal
from directory.staff.crud.views import record_views
from directory.staff.permissions import May, is_allowed
from directory.staff.rendering import TEMPLATES, furnish
from directory.staff.routes import BASE

PATH: Final = "/records"
NEEDS: Final = {
    Action.LIST: May.READ,
    Action.DETAILS: May.READ,
    Action.EXPORT: May.READ,
    Action.CREATE: May.PROPOSE,
    Action.EDIT: May.PROPOSE,
}
"""What somebody has to be allowed to do; what is not here nobody does in this way."""
_ROUTES: Final = frozenset({"list", "details", "create", "edit", "export"})
"""Those of sqladmin's routes that we open: signing in, removing, importing and files are ours."""


class _SignedIn(AuthenticationBackend):
    """The session is ours: the gate has looked at it."""

    def __init__(self) -> None:
        self.middlewares = []

    async def authenticate(self, request: Request) -> Response | bool:
        return request.state.person is not None or RedirectResponse(f"{BASE}/sign-in", status_code=303)

    async def get_user_id(self, request: Request) -> Any:
        return request.state.person.account_id


class _ByRole(AuthorizationBackend):
    """Roles open actions; whose a row is, the view asks before it is edited."""

    def has_permission(self, request: Request, identity: str, action: str, obj: Any | None = None) -> bool:  # noqa: ARG002
        needed = NEEDS.get(Action(action)) if action in set(Action) else None
        return needed is not None and is_allowed(request.state.person, needed)


class _Records(Admin):
    """sqladmin, which goes back to where the change is seen."""

    @staticmethod
    def _find_decorated_funcs(*_: object) -> None:
        """Find none: no view of ours has actions or pages of its own, and looking takes most of the time to open."""

    @staticmethod
    def get_save_redirect_url(request: Request, form: FormData, model_view: Any, obj: Any) -> str:  # noqa: ARG004
        """Return where the browser goes after a form was saved; `obj` is a `saving.Landing`."""
        return f"{BASE}{obj.path}"

    async def create(self, request: Request) -> Response:
        """Show the form for a new row, or take it."""
        return _unprocessable(await super().create(request))

    async def edit(self, request: Request) -> Response:
        """Show the form of a row, or take it."""
        return _unprocessable(await super().edit(request))

    async def _resolve_after_change_response(
        self,
        request: Request,
        context: dict[str, Any],
        obj: Any,
        template: str,
        identity: str,  # noqa: ARG002 - sqladmin gives it
    ) -> Response | None:
        """Return the form with what is wrong; None where the change was proposed.

        sqladmin asks here after each save. An exception instead would be logged as a fault, with what somebody typed.
        """
        if not isinstance(obj, Refusal):
            return None
        form = context["form"]
        if obj.field in form:
            form[obj.field].errors = [*form[obj.field].errors, obj.sentence]
        else:
            context["error"] = obj.sentence
        shown: Response = await self.templates.TemplateResponse(
            request, template, context, status_code=HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return shown


def _unprocessable(answer: Response) -> Response:
    """Return the answer to a form with the status that all of our forms have where something is wrong."""
    if answer.status_code == HTTPStatus.BAD_REQUEST:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def make_records(app: Starlette, desk: Desk) -> None:
    """Mount the lists and forms of HSDS objects below `PATH`."""
    records = _Records(
        app,
        desk.engine,
        base_url=PATH,
        title="Waylight",
        templates_dir=str(TEMPLATES),
        authentication_backend=_SignedIn(),
        authorization_backend=_ByRole(),
    )
    furnish(records.templates.env)
    records.templates.env.globals["removable"] = REMOVABLE
    routes = records.admin.router.routes
    records.admin.router.routes = [route for route in routes if getattr(route, "name", "") in _ROUTES]
    for view in record_views(desk):
        records.add_view(view)
