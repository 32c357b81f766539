"""The form of a grant: role, organization, countries and access circle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.exceptions import HTTPException
from starlette.requests import Request

from directory.confidential import AccessCircle
from directory.domain.place_codes import UnknownCountryError, parse_country
from directory.models import Organization
from directory.staff.auth.roles import Grant, Role
from directory.staff.context import form_data, form_field
from directory.staff.i18n import N_, gettext

ROLES: Final = {
    Role.EDITOR: N_("Editor: proposes changes of the entries of one organization"),
    Role.REVIEWER: N_("Reviewer: also reviews and publishes changes, in some countries or in all"),
    Role.ADMINISTRATOR: N_("Administrator: may do everything, and lets people in"),
}
CIRCLES: Final = {
    None: N_("Nothing that is protected"),
    AccessCircle.PARTNER: N_("What partners may read"),
    AccessCircle.STAFF: N_("Everything that is protected"),
}
_MAX_MATCHES: Final = 20
_NO_MATCH: Final = N_("There is no organization of this name.")
_SEVERAL_MATCHES: Final = N_("Several organizations have such a name. Choose one.")
_ORGANIZATION_REQUIRED: Final = N_("An editor keeps the entries of one organization. Say which.")
_COUNTRIES_REQUIRED: Final = N_("Say whether a reviewer decides in all countries or in some, and tick these.")


@dataclass(frozen=True, slots=True)
class GrantForm:
    """The values of the form: `organization` as typed, and `organization_id` if one of several was chosen.

    `everywhere` is None until a reviewer's countries are chosen. `errors` are messages by field, `matches`
    organizations to choose from: (id, name).
    """

    role: Role = Role.EDITOR
    organization: str = ""
    organization_id: str = ""
    everywhere: bool | None = None
    countries: tuple[str, ...] = ()
    circle: AccessCircle | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    matches: Sequence[tuple[str, str]] = ()


def form_from_grant(connection: Connection, grant: Grant) -> GrantForm:
    """Return the form of an existing grant."""
    matches = _find_organizations(connection, col(Organization.id) == grant.organization_id)
    name = matches[0][1] if matches else ""
    everywhere = not grant.countries if grant.role is Role.REVIEWER else None
    of_whom = grant.role, name, grant.organization_id or ""
    return GrantForm(*of_whom, everywhere, grant.countries, grant.circle, matches=matches)


def parse_form(request: Request, connection: Connection) -> GrantForm:
    """Return the posted form, validated: it is a grant if it has no `errors`.

    Raises:
        HTTPException: 400 for a choice that the form does not offer.
    """
    try:
        countries = tuple(filter(None, (parse_country(str(code)) for code in form_data(request).getlist("country"))))
        circle = form_field(request, "circle")
        form = GrantForm(
            Role(form_field(request, "role")),
            form_field(request, "organization"),
            form_field(request, "organization_id"),
            {"": None, "all": True, "these": False}[form_field(request, "everywhere")],
            countries,
            AccessCircle(circle) if circle else None,
        )
    except (KeyError, ValueError, UnknownCountryError):
        raise HTTPException(400) from None
    return _with_countries(_with_organization(connection, form))


def grant_from_form(form: GrantForm) -> Grant:
    """Return the grant of a form without errors."""
    countries = () if form.everywhere else form.countries
    return Grant(form.role, form.organization_id or None, countries, form.circle)


def _with_organization(connection: Connection, form: GrantForm) -> GrantForm:
    """Find the organization that was typed; a chosen one counts while its name still matches."""
    if not form.organization:
        errors = {"organization": gettext(_ORGANIZATION_REQUIRED)} if form.role is Role.EDITOR else {}
        return replace(form, organization_id="", errors=errors)
    typed = form.organization.replace("\0", "")
    candidates = _find_organizations(connection, col(Organization.name).icontains(typed, autoescape=True))
    exact = [match for match in candidates if match[1].casefold() == typed.casefold()]
    chosen = [match for match in candidates if match[0] == form.organization_id]
    chosen = chosen or (exact if len(exact) == 1 else candidates)
    if len(chosen) == 1:
        return replace(form, organization=chosen[0][1], organization_id=chosen[0][0], matches=chosen)
    errors = {"organization": gettext(_SEVERAL_MATCHES if candidates else _NO_MATCH)}
    return replace(form, organization_id="", matches=candidates, errors=errors)


def _with_countries(form: GrantForm) -> GrantForm:
    """Require an explicit choice of a reviewer's countries: an empty list would mean all."""
    is_scope_given = form.everywhere or (form.everywhere is False and form.countries)
    if form.role is not Role.REVIEWER or is_scope_given:
        return form
    return replace(form, errors={**form.errors, "countries": gettext(_COUNTRIES_REQUIRED)})


def _find_organizations(connection: Connection, condition: Any) -> list[tuple[str, str]]:
    form = select(col(Organization.id), col(Organization.name)).where(condition)
    return [(row.id, row.name) for row in connection.execute(form.order_by(col(Organization.name)).limit(_MAX_MATCHES))]
