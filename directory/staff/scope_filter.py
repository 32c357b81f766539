"""Whose entries a page lists for somebody: what `directory.moderation.scope` says of one, said of many."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, true
from sqlmodel import col

from directory.models import Coverage, Organization, Service
from directory.moderation.queue import services_in
from directory.staff.auth.roles import Person, Role


@dataclass(frozen=True, slots=True)
class Whose:
    """The entries of one organization, or of some countries (ISO 3166-1); without either, all."""

    organization_id: str | None = None
    countries: tuple[str, ...] = ()

    def services(self) -> ColumnElement[bool]:
        """Return the condition that a service is among them."""
        if self.organization_id is not None:
            return col(Service.organization_id) == self.organization_id
        return col(Service.id).in_(services_in(self.countries)) if self.countries else true()


def whose(person: Person, country: str | None = None) -> Whose:
    """Return the entries that somebody keeps, narrowed to a country where that is one of theirs."""
    if person.role is Role.EDITOR:
        return Whose(organization_id=person.organization_id or "")
    theirs = person.countries if person.role is Role.REVIEWER else ()
    if country and not (len(country) == len("TH") and country.isascii() and country.isalpha()):
        country = None
    return Whose(countries=(country,) if country and country in (theirs or (country,)) else theirs)


def countries_of(connection: Connection, person: Person) -> list[str]:
    """Return the countries that somebody can narrow a list to."""
    if person.role is Role.REVIEWER and person.countries:
        return list(person.countries)
    return [one for one in connection.scalars(select(col(Coverage.country)).distinct()) if one]


def signature(connection: Connection, person: Person) -> str:
    """Return whom an entry names as who checked it: a role and an organization, never a person."""
    theirs = select(col(Organization.name)).where(col(Organization.id) == person.organization_id)
    name = connection.scalar(theirs) if person.organization_id else None
    return f"{person.role.value}, {name}" if name else person.role.value
