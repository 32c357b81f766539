"""Authorization: which staff member may propose or decide on which changes.

An editor maintains the entries of one organization, a reviewer decides in a region, an administrator everywhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from directory.hsds.place_lookup import country_code
from directory.models import Address, Coverage, Service, ServiceAtLocation
from directory.moderation.changes import Change, load_changes, load_row
from directory.moderation.drafts import draft_changes
from directory.moderation.edits import Action, Edit
from directory.moderation.owners import Owners, find_owners


class Role(StrEnum):
    """The role of a staff member."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class StaffMember(Protocol):
    """A signed-in member of staff."""

    @property
    def role(self) -> str:
        """A value of Role."""

    @property
    def organization_id(self) -> str | None:
        """The organization whose entries an editor maintains."""

    @property
    def countries(self) -> Collection[str]:
        """Where a reviewer decides: ISO 3166-1, empty for everywhere."""


@dataclass(frozen=True, slots=True)
class ChangeScope:
    """What a change affects: organizations, and the countries of each affected service."""

    organizations: frozenset[str]
    countries: tuple[frozenset[str], ...]


def may_propose(person: StaffMember, scope: ChangeScope) -> bool:
    """Return whether a staff member may propose a change; an editor only within their own organization."""
    if person.role == Role.EDITOR:
        return person.organization_id is not None and scope.organizations == {person.organization_id}
    return may_decide(person, scope)


def may_decide(person: StaffMember, scope: ChangeScope) -> bool:
    """Return whether a staff member may publish, decline or revert a change; a reviewer only within their countries.

    To mark an entry as verified, `may_propose` is enough: those who maintain an entry know it best.
    """
    if person.role == Role.ADMINISTRATOR:
        return True
    if person.role != Role.REVIEWER:
        return False
    allowed = frozenset(person.countries)
    return not allowed or (bool(scope.countries) and all(allowed & countries for countries in scope.countries))


def scope_of_service(connection: Connection, service_id: str) -> ChangeScope:
    """Return the scope of a service; an empty one if it does not exist."""
    row = load_row(connection, "service", (service_id,))
    if row is None:
        return ChangeScope(frozenset(), ())
    return ChangeScope(frozenset({row["organization_id"]}), (_countries(connection, [service_id]),))


def scope_of_edits(connection: Connection, edits: Iterable[Edit]) -> ChangeScope:
    """Return the scope of edits before they are submitted.

    Raises:
        ModerationError: as `submit_proposal`.
    """
    return _scope_of(connection, draft_changes(connection, edits))


def scope_of_row(connection: Connection, table: str, key: str) -> ChangeScope:
    """Return the scope of any change to an existing row."""
    return _scope_of(connection, [Change(Action.UPDATE, table, (key,), {}, {})])


def scope_of_proposal(connection: Connection, number: int) -> ChangeScope:
    """Return the scope of a proposal.

    A service counts with its present countries, so that a proposal cannot move itself to another reviewer.
    """
    return _scope_of(connection, load_changes(connection, number))


def _scope_of(connection: Connection, changes: Sequence[Change]) -> ChangeScope:
    owners = find_owners(connection, changes)
    countries = [_countries_of_service(connection, service, changes) for service in owners.services]
    for organization in owners.described_organizations:
        if load_row(connection, "organization", (organization,)) is not None:
            countries += _countries_of_each(connection, col(Service.organization_id) == organization)
    if owners.programs:
        countries += _countries_of_each(connection, col(Service.program_id).in_(list(owners.programs)))
    # A change of a location affects every service there.
    at_locations = _services_at_locations(connection, owners)
    countries += [_countries(connection, [service]) for service in at_locations if service not in owners.services]
    return ChangeScope(frozenset(owners.organizations) | frozenset(at_locations.values()), tuple(countries))


def _countries_of_each(connection: Connection, condition: ColumnElement[bool]) -> list[frozenset[str]]:
    """Return the countries of each service: a reviewer of shared data must be allowed to decide on all of them."""
    services = connection.scalars(select(col(Service.id)).where(condition).order_by(col(Service.id)))
    return list(dict.fromkeys(_countries(connection, [service]) for service in services.all()))


def _services_at_locations(connection: Connection, owners: Owners) -> dict[str, str]:
    """Return the services at the owning locations -> the organization of each."""
    at = select(col(ServiceAtLocation.service_id)).where(col(ServiceAtLocation.location_id).in_(list(owners.locations)))
    query = select(col(Service.id), col(Service.organization_id)).where(col(Service.id).in_(at))
    return {row.id: row.organization_id for row in connection.execute(query.order_by(col(Service.id)))}


def _countries_of_service(connection: Connection, service: str, changes: Iterable[Change]) -> frozenset[str]:
    """Return the countries of a service; of a service that the changes create, the proposed ones."""
    if load_row(connection, "service", (service,)) is not None:
        return _countries(connection, [service])
    rows = (change.new for change in changes if change.table == "coverage" and change.action is Action.CREATE)
    return frozenset(row["country"] for row in rows if row.get("service_id") == service and row.get("country"))


def _countries(connection: Connection, services: Sequence[str]) -> frozenset[str]:
    served = connection.scalars(select(col(Coverage.country)).where(col(Coverage.service_id).in_(services)))
    at = col(Address.location_id) == col(ServiceAtLocation.location_id)
    addresses = connection.scalars(
        select(col(Address.country)).join(ServiceAtLocation, at).where(col(ServiceAtLocation.service_id).in_(services))
    )
    located = (country_code(country) for country in addresses if country)
    return frozenset(country for country in (*served, *located) if country)
