"""Whether the directory knows the organizations and services of a sheet's new rows already, under other ids.

The danger is a second entry for one hotline: whoever corrects the first then leaves the second wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.exchange.spreadsheet.identity import identity
from directory.exchange.spreadsheet.plan import Planned
from directory.exchange.spreadsheet.validation import Finding
from directory.models import Coverage, Organization, Service
from directory.parsing.countries import WORLD

_ROWS_AT_ONCE = 10_000


@dataclass(slots=True)
class Neighbours:
    """The new rows of a sheet, by names; kept as hashes, since there may be a million.

    `found` is filled with the id of each of their organizations that is there, by (name, country).
    """

    found: dict[tuple[str, str], str]
    _organizations: set[int] = field(default_factory=set)
    _services: dict[int, int] = field(default_factory=dict)
    _renamed: set[str] = field(default_factory=set)

    def note(self, planned: Planned) -> None:
        """Note a row, if it is new or gives its organization another name."""
        if "organization" in planned.changed:
            self._renamed.add(planned.organization)
        if planned.before is None:
            self._organizations.add(hash(planned.after["organization"].casefold()))
            self._services[hash(identity(planned.after))] = planned.line

    def look(self, connection: Connection) -> Iterator[tuple[int, Finding]]:
        """Go through the directory once: fill `found`; yield the line and fault of each service that is there."""
        for service, owner, organization, name, country in _names(connection) if self._organizations else ():
            if hash(organization.casefold()) not in self._organizations:
                continue
            if owner not in self._renamed:
                self.found.setdefault((organization, country), owner)
            line = self._services.get(hash(identity({"organization": organization, "name": name, "country": country})))
            if line is not None:
                what = "The directory has a service of this organization with this name in this country already."
                yield line, ("id", what, f"Write its id to change it: {service}. Or give this one another name.")


def _names(connection: Connection) -> Iterator[tuple[str, str, str, str, str]]:
    question = (
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
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    rows: Any = connection.execute(question)
    for service, owner, organization, name, country in rows:
        yield service, owner, organization, name, country or WORLD
