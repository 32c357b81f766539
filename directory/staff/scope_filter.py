"""Filter lists of entries to a user's scope, as `directory.moderation.scope` checks single entries."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, true
from sqlmodel import col

from directory.models import Coverage, Organization, Service
from directory.moderation.queue import services_in_countries
from directory.staff.auth.roles import Role, User


@dataclass(frozen=True, slots=True)
class ScopeFilter:
    """The entries of one organization or of some countries (ISO 3166-1); all entries if neither is set."""

    organization_id: str | None = None
    countries: tuple[str, ...] = ()

    def service_condition(self) -> ColumnElement[bool]:
        """Return the SQL condition that a service is in scope."""
        if self.organization_id is not None:
            return col(Service.organization_id) == self.organization_id
        return col(Service.id).in_(services_in_countries(self.countries)) if self.countries else true()


def scope_filter(user: User, country: str | None = None) -> ScopeFilter:
    """Return the scope of a user, narrowed to a country if that is one of the user's."""
    if user.role is Role.EDITOR:
        return ScopeFilter(organization_id=user.organization_id or "")
    countries = user.countries if user.role is Role.REVIEWER else ()
    if country and not (len(country) == len("TH") and country.isascii() and country.isalpha()):
        country = None
    return ScopeFilter(countries=(country,) if country and country in (countries or (country,)) else countries)


def selectable_countries(connection: Connection, user: User) -> list[str]:
    """Return the countries to which a user can narrow a list."""
    if user.role is Role.REVIEWER and user.countries:
        return list(user.countries)
    return [code for code in connection.scalars(select(col(Coverage.country)).distinct()) if code]


def verifier_name(connection: Connection, user: User) -> str:
    """Return the name under which a user's checks are shown: a role and an organization, never a person."""
    countries = select(col(Organization.name)).where(col(Organization.id) == user.organization_id)
    name = connection.scalar(countries) if user.organization_id else None
    return f"{user.role.value}, {name}" if name else user.role.value
