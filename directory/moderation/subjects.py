"""What a service, a proposal or edits concern, for `scope.py` to judge."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from directory.domain.withheld import IsProtected
from directory.hsds.named_places import country_code
from directory.models import Address, Coverage, Service, ServiceAtLocation
from directory.moderation.changes import Change, kept, stored_row
from directory.moderation.drafts import draft
from directory.moderation.edits import Action, Edit
from directory.moderation.owners import Owners, owners_of
from directory.moderation.scope import Facts


def facts_of_service(connection: Connection, service_id: str) -> Facts:
    """Return what a service concerns; nothing where there is none."""
    row = stored_row(connection, "service", (service_id,))
    if row is None:
        return Facts(frozenset(), ())
    return Facts(frozenset({row["organization_id"]}), (_countries(connection, [service_id]),))


def facts_of_edits(connection: Connection, edits: Iterable[Edit], is_protected: IsProtected | None = None) -> Facts:
    """Return what edits concern; ask it before they are proposed.

    Raises:
        ReviewError: as `propose`.
    """
    return _facts(connection, draft(connection, edits, is_protected))


def facts_of_row(connection: Connection, table: str, key: str) -> Facts:
    """Return what any change of a row that is there would concern."""
    return _facts(connection, [Change(Action.UPDATE, table, (key,), {}, {})])


def facts_of_proposal(connection: Connection, number: int) -> Facts:
    """Return what a proposal concerns. A service counts where it is now: no proposal moves itself to a reviewer."""
    return _facts(connection, kept(connection, number))


def _facts(connection: Connection, changes: Sequence[Change]) -> Facts:
    owners = owners_of(connection, changes)
    here = [_of_service(connection, one, changes) for one in owners.services]
    for one in owners.speaking:
        if stored_row(connection, "organization", (one,)) is not None:
            here += _each(connection, col(Service.organization_id) == one)
    here += _each(connection, col(Service.program_id).in_(list(owners.programs))) if owners.programs else []
    # What is said of a place is said of all who work there, whatever else it is said of.
    there = _at_places(connection, owners)
    here += [_countries(connection, [one]) for one in there if one not in owners.services]
    return Facts(frozenset(owners.organizations) | frozenset(there.values()), tuple(here))


def _each(connection: Connection, theirs: ColumnElement[bool]) -> list[frozenset[str]]:
    """Return the countries of each service: who decides on what all of them share decides in all of them."""
    services = connection.scalars(select(col(Service.id)).where(theirs).order_by(col(Service.id)))
    return list(dict.fromkeys(_countries(connection, [one]) for one in services.all()))


def _at_places(connection: Connection, owners: Owners) -> dict[str, str]:
    """Return the services at places of which something is said, and the organization of each."""
    at = select(col(ServiceAtLocation.service_id)).where(col(ServiceAtLocation.location_id).in_(list(owners.locations)))
    asked = select(col(Service.id), col(Service.organization_id)).where(col(Service.id).in_(at))
    return {row.id: row.organization_id for row in connection.execute(asked.order_by(col(Service.id)))}


def _of_service(connection: Connection, service: str, changes: Iterable[Change]) -> frozenset[str]:
    if stored_row(connection, "service", (service,)) is not None:
        return _countries(connection, [service])
    made = (one.new for one in changes if one.table == "coverage" and one.action is Action.CREATE)
    return frozenset(row["country"] for row in made if row.get("service_id") == service and row.get("country"))


def _countries(connection: Connection, services: Sequence[str]) -> frozenset[str]:
    served = select(col(Coverage.country)).where(col(Coverage.service_id).in_(services))
    at = col(Address.location_id) == col(ServiceAtLocation.location_id)
    stands = (
        select(col(Address.country)).join(ServiceAtLocation, at).where(col(ServiceAtLocation.service_id).in_(services))
    )
    found = {one for one in connection.scalars(served) if one}
    return frozenset(found | {code for one in connection.scalars(stands) if one and (code := country_code(one))})
