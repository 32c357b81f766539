"""Find new rows of a sheet whose service or organization the directory already has under another id.

The danger is a second entry for one hotline: a later correction of one would leave the other wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.exchange.spreadsheet.identity import identity_key
from directory.exchange.spreadsheet.plan import RowPlan
from directory.exchange.spreadsheet.validation import Finding
from directory.models import Coverage, Organization, Service
from directory.parsing.countries import WORLD

_BATCH_SIZE = 10_000


@dataclass(slots=True)
class DuplicateFinder:
    """The new rows of a sheet by name, as hashes, because there may be a million.

    `owners` maps (name, country) to the id of each of their organizations that already exists.
    """

    owners: dict[tuple[str, str], str]
    _organizations: set[int] = field(default_factory=set)
    _services: dict[int, int] = field(default_factory=dict)
    _renamed: set[str] = field(default_factory=set)

    def add(self, plan: RowPlan) -> None:
        """Remember a row that is new or renames its organization."""
        if "organization" in plan.changed:
            self._renamed.add(plan.organization)
        if plan.before is None:
            self._organizations.add(hash(plan.after["organization"].casefold()))
            self._services[hash(identity_key(plan.after))] = plan.line

    def find(self, connection: Connection) -> Iterator[tuple[int, Finding]]:
        """Scan the directory once: fill `owners`, and yield line and error of each service that already exists."""
        for service, owner, organization, name, country in _stored_names(connection) if self._organizations else ():
            if hash(organization.casefold()) not in self._organizations:
                continue
            if owner not in self._renamed:
                self.owners.setdefault((organization, country), owner)
            line = self._services.get(
                hash(identity_key({"organization": organization, "name": name, "country": country}))
            )
            if line is not None:
                reason = "The directory has a service of this organization with this name in this country already."
                yield line, ("id", reason, f"Write its id to change it: {service}. Or give this one another name.")


def _stored_names(connection: Connection) -> Iterator[tuple[str, str, str, str, str]]:
    query = (
        select(
            col(Service.id),
            col(Organization.id),
            col(Organization.name),
            col(Service.name),
            col(Coverage.country),
        )
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .join(Coverage, col(Coverage.service_id) == col(Service.id))
        .distinct()
        .execution_options(yield_per=_BATCH_SIZE)
    )
    rows: Any = connection.execute(query)
    for service, owner, organization, name, country in rows:
        yield service, owner, organization, name, country or WORLD
