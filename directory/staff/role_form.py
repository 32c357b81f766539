"""The form that says what somebody is let in for: role, organization, countries and circle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col
from starlette.exceptions import HTTPException
from starlette.requests import Request

from directory.confidential import Circle
from directory.domain.place_codes import UnknownCountryError, country_from
from directory.models import Organization
from directory.staff.auth.roles import Grant, Role
from directory.staff.context import field_of, posted
from directory.staff.i18n import N_, gettext

ROLES: Final = {
    Role.EDITOR: N_("Editor: proposes changes of the entries of one organization"),
    Role.REVIEWER: N_("Reviewer: also reviews and publishes changes, in some countries or in all"),
    Role.ADMINISTRATOR: N_("Administrator: may do everything, and lets people in"),
}
CIRCLES: Final = {
    None: N_("Nothing that is protected"),
    Circle.PARTNER: N_("What partners may read"),
    Circle.STAFF: N_("Everything that is protected"),
}
_FEW: Final = 20
_NONE: Final = N_("There is no organization of this name.")
_SEVERAL: Final = N_("Several organizations have such a name. Choose one.")
_WHICH: Final = N_("An editor keeps the entries of one organization. Say which.")
_WHERE: Final = N_("Say whether a reviewer decides in all countries or in some, and tick these.")


@dataclass(frozen=True, slots=True)
class GrantForm:
    """What stands in the form: the organization's name as typed, and the one that was chosen where several have it.

    `everywhere` is None until somebody says whether a reviewer decides in all countries.
    `wrong` are sentences by field, `found` organizations to choose from: (id, name).
    """

    role: Role = Role.EDITOR
    organization: str = ""
    organization_id: str = ""
    everywhere: bool | None = None
    countries: tuple[str, ...] = ()
    circle: Circle | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    found: Sequence[tuple[str, str]] = ()


def form_of(connection: Connection, grant: Grant) -> GrantForm:
    """Return the form of what somebody has."""
    found = _organizations(connection, col(Organization.id) == grant.organization_id)
    name = found[0][1] if found else ""
    everywhere = not grant.countries if grant.role is Role.REVIEWER else None
    of_whom = grant.role, name, grant.organization_id or ""
    return GrantForm(*of_whom, everywhere, grant.countries, grant.circle, found=found)


def posted_form(request: Request, connection: Connection) -> GrantForm:
    """Return what was posted, judged: it is a grant if nothing is `wrong`.

    Raises:
        HTTPException: 400 for a choice that the form does not offer.
    """
    try:
        countries = tuple(filter(None, (country_from(str(one)) for one in posted(request).getlist("country"))))
        circle = field_of(request, "circle")
        asked = GrantForm(
            Role(field_of(request, "role")),
            field_of(request, "organization"),
            field_of(request, "organization_id"),
            {"": None, "all": True, "these": False}[field_of(request, "everywhere")],
            countries,
            Circle(circle) if circle else None,
        )
    except (KeyError, ValueError, UnknownCountryError):
        raise HTTPException(400) from None
    return _with_countries(_with_organization(connection, asked))


def grant_of_form(form: GrantForm) -> Grant:
    """Return what a form without anything wrong grants."""
    countries = () if form.everywhere else form.countries
    return Grant(form.role, form.organization_id or None, countries, form.circle)


def _with_organization(connection: Connection, form: GrantForm) -> GrantForm:
    """Find the organization that was typed; one that was chosen counts as long as its name still stands there."""
    if not form.organization:
        wrong = {"organization": gettext(_WHICH)} if form.role is Role.EDITOR else {}
        return replace(form, organization_id="", wrong=wrong)
    typed = form.organization.replace("\0", "")
    alike = _organizations(connection, col(Organization.name).icontains(typed, autoescape=True))
    same = [one for one in alike if one[1].casefold() == typed.casefold()]
    chosen = [one for one in alike if one[0] == form.organization_id] or (same if len(same) == 1 else alike)
    if len(chosen) == 1:
        return replace(form, organization=chosen[0][1], organization_id=chosen[0][0], found=chosen)
    wrong = {"organization": gettext(_SEVERAL if alike else _NONE)}
    return replace(form, organization_id="", found=alike, wrong=wrong)


def _with_countries(form: GrantForm) -> GrantForm:
    """Take no tick for all countries: where a reviewer decides has to be said."""
    is_said = form.everywhere or (form.everywhere is False and form.countries)
    if form.role is not Role.REVIEWER or is_said:
        return form
    return replace(form, wrong={**form.wrong, "countries": gettext(_WHERE)})


def _organizations(connection: Connection, condition: Any) -> list[tuple[str, str]]:
    asked = select(col(Organization.id), col(Organization.name)).where(condition)
    return [(row.id, row.name) for row in connection.execute(asked.order_by(col(Organization.name)).limit(_FEW))]
