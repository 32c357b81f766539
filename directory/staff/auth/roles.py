"""Who is signed in, and what they were let in for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.confidential import Circle
from directory.domain.place_codes import country_from
from directory.models import Organization
from directory.moderation.scope import Role
from directory.staff.auth.errors import NoOrganizationError, UnknownOrganizationError

__all__ = ["Grant", "Person", "Role", "checked", "grant_of"]


@dataclass(frozen=True, slots=True)
class Grant:
    """What an account or an invitation is given.

    `countries` are codes of ISO 3166-1, none for all; `circle` is the protected places that may be read, None for none.
    """

    role: Role
    organization_id: str | None = None
    countries: tuple[str, ...] = ()
    circle: Circle | None = None

    def columns(self) -> dict[str, str | None]:
        """Return the grant as the tables of accounts and of invitations keep it."""
        return {
            "role": self.role.value,
            "organization_id": self.organization_id,
            "countries": ",".join(self.countries),
            "circle": self.circle and self.circle.value,
        }


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    account_id: str
    sign_in_name: str
    role: Role
    organization_id: str | None
    countries: tuple[str, ...]
    circle: Circle | None
    language: str | None


def grant_of(row: Any) -> Grant:
    """Return what a row of the table of accounts or of invitations grants."""
    return Grant(
        Role(row.role),
        row.organization_id,
        tuple(row.countries.split(",")) if row.countries else (),
        Circle(row.circle) if row.circle else None,
    )


def checked(connection: Connection, grant: Grant) -> Grant:
    """Return a grant that the directory knows, its countries in order.

    Raises:
        NoOrganizationError: an editor without an organization.
        UnknownOrganizationError: the directory has no such organization.
        directory.domain.place_codes.UnknownCountryError: ISO 3166-1 has no such country.
    """
    if grant.role is Role.EDITOR and not grant.organization_id:
        raise NoOrganizationError
    if grant.organization_id:
        there = select(col(Organization.id)).where(col(Organization.id) == grant.organization_id)
        if "\0" in grant.organization_id or connection.scalar(there) is None:
            raise UnknownOrganizationError
    countries = sorted({country_from(code.strip()) or "" for code in grant.countries})
    return Grant(grant.role, grant.organization_id or None, tuple(countries), grant.circle)
