"""Compare the rows of a sheet with the directory: what each would create, change or leave.

Rows are compared in batches, so that a sheet of a million rows needs no more memory than their ids. Nothing is
written here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from directory.domain.protection import services_at_withheld
from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.identity import (
    id_findings,
    identity_key,
    organization_id_for,
    row_service_id,
    service_id_for,
)
from directory.exchange.spreadsheet.reader import Row
from directory.exchange.spreadsheet.records import SHEET_SOURCE
from directory.exchange.spreadsheet.stored_rows import StoredService, load_services
from directory.exchange.spreadsheet.validation import CheckedRow, Finding, validate_row
from directory.parsing.cells import normalize_text

_BATCH_SIZE: Final = 500
_SHORT_ROW: Final[Finding] = (
    None,
    "This row has fewer cells than the header.",
    "The columns that it lacks are left as they are.",
)
_NEW_ID: Final[Finding] = (
    "id",
    "The directory has no entry with this id.",
    "A new entry is created with it; empty the cell if you do not want that.",
)
_WITHHELD: Final[Finding] = (
    "address",
    "This service has a protected place, which may not become public again.",
    "Leave address, city and postal_code as the export shows them, or ask the staff for protected places.",
)
_ADDRESS_COLUMNS: Final = frozenset({"address", "city", "postal_code"})


@dataclass(slots=True)
class RowPlan:
    """What one row does: to which service of which organization, and its cells before (None: new) and after.

    `protected` names the new cells with protected data.
    """

    line: int
    service: str
    organization: str
    before: Cells | None
    after: Cells
    errors: list[Finding]
    warnings: list[Finding]
    file: str = ""
    protected: list[Finding] = field(default_factory=list)

    @property
    def cells_to_write(self) -> Cells:
        """Return the cells to write: an entry without a source names the sheet itself."""
        return self.after | {"source": self.after["source"] or f"{SHEET_SOURCE}{normalize_text(self.file)}"}

    @property
    def changed(self) -> list[str]:
        """Return the columns whose cells differ; none for a new service."""
        before = self.before
        return [name for name, text in self.after.items() if text != before[name]] if before is not None else []


@dataclass(slots=True)
class Planner:
    """Plans the rows of one sheet in order.

    `organizations` maps (name, country) to the id of organizations that new services belong to; `file` is the name of
    the sheet.
    """

    organizations: dict[tuple[str, str], str] = field(default_factory=dict)
    file: str = ""
    _lines: dict[int, int] = field(default_factory=dict)
    _organizations_seen: dict[int, int] = field(default_factory=dict)

    def plan(self, connection: Connection, rows: Iterable[Row]) -> Iterator[list[RowPlan]]:
        """Yield the plans of the rows in batches."""
        rest = iter(rows)
        while batch := list(islice(rest, _BATCH_SIZE)):
            ids = [row_service_id(row) for row in batch]
            stored = load_services(connection, list(filter(None, ids)))
            plans = [self._plan_row(row, key, stored.get(key)) for row, key in zip(batch, ids, strict=True)]
            withheld = services_at_withheld(connection, stored)
            for planned in plans:
                if planned.service in withheld and _publishes_address(planned):
                    planned.errors.append(_WITHHELD)
            yield plans

    def _plan_row(self, row: Row, service: str, stored: StoredService | None) -> RowPlan:
        cells = {name: text for name, text in row.cells.items() if name != "id"}
        checked = validate_row(cells, stored.cells if stored else None)
        before = stored.cells if stored else None
        unread = {name for name, _, _ in row.findings}
        errors = [*row.findings, *(finding for finding in checked.errors if finding[0] not in unread)]
        warnings = [*([_SHORT_ROW] if row.is_short else []), *checked.warnings]
        if service:
            checked.cells["id"] = service
        elif row.cells.get("id"):
            errors += id_findings(row.cells["id"])
        if row.cells.get("id") and not stored and service:
            warnings.append(_NEW_ID)
        owner = stored.organization_id if stored else organization_id_for(checked.cells, self.organizations)
        errors += self._duplicate_findings(row, checked, stored)
        errors += self._conflict_findings(owner, cells, checked.cells)
        return RowPlan(row.line, service, owner, before, checked.cells, errors, warnings, self.file)

    def _duplicate_findings(self, row: Row, checked: CheckedRow, stored: StoredService | None) -> Iterator[Finding]:
        """Yield an error for a service that occurs twice, by id or by names.

        An id that was derived from the names covers both: a million rows need a million entries.
        """
        cells = checked.cells
        findings = list(self._check_line(hash(cells["id"]), row.line, known=False)) if cells["id"] else []
        if row.cells.get("id") and not findings and not checked.errors:
            known = stored is not None and identity_key(stored.cells) == identity_key(cells)
            findings = list(self._check_line(hash(service_id_for(identity_key(cells))), row.line, known=known))
        yield from findings

    def _check_line(self, key: int, line: int, *, known: bool) -> Iterator[Finding]:
        """Yield an error for a service that an earlier line already has.

        Two services of one name that already exist stay as they are; their lines are stored as negative numbers.
        """
        earlier = self._lines.setdefault(key, -line if known else line)
        if abs(earlier) != line and not (known and earlier < 0):
            yield (
                None,
                f"Line {abs(earlier)} is about the same service.",
                "Keep one of the two rows, or name them apart.",
            )

    def _conflict_findings(self, owner: str, given: Cells, cells: Cells) -> Iterator[Finding]:
        """Yield an error if an earlier row contradicts this one about the same organization."""
        statements = {("name", owner): hash(cells["organization"])}
        if given.get("local_name"):
            statements["local", owner] = hash((cells["local_name"], cells["local_language"]))
        if any(
            self._organizations_seen.setdefault(hash(reason), words) != words for reason, words in statements.items()
        ):
            reason = "An earlier row contradicts this one about the same organization."
            yield "organization", reason, "Write organization, local_name and local_language alike in all its rows."


def _publishes_address(plan: RowPlan) -> bool:
    return bool(plan.after["address"]) and not _ADDRESS_COLUMNS.isdisjoint(plan.changed)
