"""Roles, grants and permissions of accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.confidential import AccessCircle
from directory.domain.place_codes import parse_country
from directory.models import Organization
from directory.moderation.scope import Role
from directory.staff.auth.errors import OrganizationNotFoundError, OrganizationRequiredError

__all__ = [
    "Grant",
    "Permission",
    "Role",
    "User",
    "grant_from_row",
    "includes_circle",
    "is_allowed",
    "validate_grant",
]


@dataclass(frozen=True, slots=True)
class Grant:
    """What an account or an invitation may do.

    `countries` are ISO 3166-1 codes, empty for all; `circle` is the access circle for protected data, None for none.
    """

    role: Role
    organization_id: str | None = None
    countries: tuple[str, ...] = ()
    circle: AccessCircle | None = None

    def to_columns(self) -> dict[str, str | None]:
        """Return the grant as columns of the account and invitation tables."""
        return {
            "role": self.role.value,
            "organization_id": self.organization_id,
            "countries": ",".join(self.countries),
            "circle": self.circle and self.circle.value,
        }


@dataclass(frozen=True, slots=True)
class User:
    """The signed-in user; `stepped_up_at` is when they last typed passphrase and code again in this session."""

    account_id: str
    sign_in_name: str
    role: Role
    organization_id: str | None
    countries: tuple[str, ...]
    circle: AccessCircle | None
    language: str | None
    stepped_up_at: datetime | None = None


def includes_circle(held: AccessCircle | None, other: AccessCircle | None) -> bool:
    """Return whether who has one circle reads all that the other one reads; None reads nothing that is protected."""
    return other is None or (held is not None and other in held.readable_circles)


def grant_from_row(row: Any) -> Grant:
    """Return the grant of a row of the account or invitation table."""
    return Grant(
        Role(row.role),
        row.organization_id,
        tuple(row.countries.split(",")) if row.countries else (),
        AccessCircle(row.circle) if row.circle else None,
    )


def validate_grant(connection: Connection, grant: Grant) -> Grant:
    """Return a grant with its countries sorted.

    Raises:
        OrganizationRequiredError: it is an editor's and names no organization.
        OrganizationNotFoundError: the directory has no such organization.
        directory.domain.place_codes.UnknownCountryError: ISO 3166-1 has no such country.
    """
    if grant.role is Role.EDITOR and not grant.organization_id:
        raise OrganizationRequiredError
    if grant.organization_id:
        there = select(col(Organization.id)).where(col(Organization.id) == grant.organization_id)
        if "\0" in grant.organization_id or connection.scalar(there) is None:
            raise OrganizationNotFoundError
    countries = sorted({parse_country(code.strip()) or "" for code in grant.countries})
    return Grant(grant.role, grant.organization_id or None, tuple(countries), grant.circle)


class Permission(StrEnum):
    """What a user must be allowed to do to open a page."""

    PUBLIC = "anybody"
    """Open without sign-in: the sign-in page itself, an invitation, style sheets."""
    READ = "read"
    PROPOSE = "propose"
    DECIDE = "decide"
    ADMINISTER = "administer"


_EDITOR_PERMISSIONS: Final = frozenset({Permission.PUBLIC, Permission.READ, Permission.PROPOSE})


_REVIEWER_PERMISSIONS: Final = _EDITOR_PERMISSIONS | {Permission.DECIDE}


_ROLE_PERMISSIONS: Final = {
    Role.EDITOR: _EDITOR_PERMISSIONS,
    Role.REVIEWER: _REVIEWER_PERMISSIONS,
    Role.ADMINISTRATOR: _REVIEWER_PERMISSIONS | {Permission.ADMINISTER},
}


def is_allowed(user: User | None, permission: Permission) -> bool:
    """Return whether a user's role has a permission; `directory.moderation.scope` decides for which entries."""
    return permission is Permission.PUBLIC if user is None else permission in _ROLE_PERMISSIONS[user.role]
