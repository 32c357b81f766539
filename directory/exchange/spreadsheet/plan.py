"""Compare the rows of a sheet with the directory: what each would create, change or leave.

Rows are compared some hundred at a time, so that a sheet of a million rows needs no more memory than their
ids. Nothing is written here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from directory.domain.withheld import services_at_withheld
from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.identity import bad_id, id_of, identity, made_id, owner_of
from directory.exchange.spreadsheet.reader import Row
from directory.exchange.spreadsheet.records import FROM_SHEET
from directory.exchange.spreadsheet.stored_rows import Stored, stored_services
from directory.exchange.spreadsheet.validation import Checked, Finding, check_row
from directory.parsing.cells import tidy

_AT_ONCE: Final = 500
_SHORT: Final[Finding] = (
    None,
    "This row has fewer cells than the header.",
    "The columns that it lacks are left as they are.",
)
_NEW_ID: Final[Finding] = (
    "id",
    "The directory does not know this id.",
    "A new entry is made under it; empty the cell if that is not meant.",
)
_WITHHELD: Final[Finding] = (
    "address",
    "This service has a protected place, which may not become public again.",
    "Leave address, city and postal_code as the export shows them, or ask whoever keeps the protected places.",
)
_STREET: Final = frozenset({"address", "city", "postal_code"})


@dataclass(slots=True)
class Planned:
    """What one row does: to which service of which organization, and how it looks before (None: new) and after."""

    line: int
    service: str
    organization: str
    before: Cells | None
    after: Cells
    faults: list[Finding]
    doubts: list[Finding]
    file: str = ""

    @property
    def written(self) -> Cells:
        """Return what is written: an entry of which no source is named comes from the sheet itself."""
        return self.after | {"source": self.after["source"] or f"{FROM_SHEET}{tidy(self.file)}"}

    @property
    def changed(self) -> list[str]:
        """Return the columns whose cells differ; none for a new service."""
        before = self.before
        return [name for name, text in self.after.items() if text != before[name]] if before is not None else []


@dataclass(slots=True)
class Planner:
    """Plans the rows of one sheet in their order.

    `organizations` holds the id of organizations that new services belong to, by (name, country); `file` is the
    name of the sheet.
    """

    organizations: dict[tuple[str, str], str] = field(default_factory=dict)
    file: str = ""
    _lines: dict[int, int] = field(default_factory=dict)
    _said: dict[int, int] = field(default_factory=dict)

    def plan(self, connection: Connection, rows: Iterable[Row]) -> Iterator[list[Planned]]:
        """Yield what the rows do, some hundred at a time."""
        rest = iter(rows)
        while batch := list(islice(rest, _AT_ONCE)):
            ids = [id_of(row) for row in batch]
            stored = stored_services(connection, list(filter(None, ids)))
            planned = [self._planned(row, one, stored.get(one)) for row, one in zip(batch, ids, strict=True)]
            withheld = services_at_withheld(connection, stored)
            for one in planned:
                if one.service in withheld and one.after["address"] and not _STREET.isdisjoint(one.changed):
                    one.faults.append(_WITHHELD)
            yield planned

    def _planned(self, row: Row, service: str, stored: Stored | None) -> Planned:
        given = {name: text for name, text in row.cells.items() if name != "id"}
        checked = check_row(given, stored.cells if stored else None)
        before = stored.cells if stored else None
        unread = {name for name, _, _ in row.faults}
        faults = [*row.faults, *(one for one in checked.faults if one[0] not in unread)]
        doubts = [*([_SHORT] if row.short else []), *checked.doubts]
        if service:
            checked.cells["id"] = service
        elif row.cells.get("id"):
            faults += bad_id(row.cells["id"])
        if row.cells.get("id") and not stored and service:
            doubts.append(_NEW_ID)
        owner = stored.organization_id if stored else owner_of(checked.cells, self.organizations)
        faults += self._repeats(row, checked, stored)
        faults += self._agrees(owner, given, checked.cells)
        return Planned(row.line, service, owner, before, checked.cells, faults, doubts, self.file)

    def _repeats(self, row: Row, checked: Checked, stored: Stored | None) -> Iterator[Finding]:
        """Yield a fault for a service that stands there twice, by id or by names.

        An id that was made from the names speaks for both: a million rows need a million entries.
        """
        cells = checked.cells
        twice = list(self._once(hash(cells["id"]), row.line, known=False)) if cells["id"] else []
        if row.cells.get("id") and not twice and not checked.faults:
            known = stored is not None and identity(stored.cells) == identity(cells)
            twice = list(self._once(hash(made_id(identity(cells))), row.line, known=known))
        yield from twice

    def _once(self, key: int, line: int, *, known: bool) -> Iterator[Finding]:
        """Yield a fault for a service that an earlier line holds already.

        Two of one name that the directory has as two (their lines are kept as negative) stay as they are.
        """
        earlier = self._lines.setdefault(key, -line if known else line)
        if abs(earlier) != line and not (known and earlier < 0):
            yield (
                None,
                f"Line {abs(earlier)} is about the same service.",
                "Keep one of the two rows, or name them apart.",
            )

    def _agrees(self, owner: str, given: Cells, cells: Cells) -> Iterator[Finding]:
        """Yield a fault where an earlier row says something else of the same organization."""
        said = {("name", owner): hash(cells["organization"])}
        if given.get("local_name"):
            said["local", owner] = hash((cells["local_name"], cells["local_language"]))
        if any(self._said.setdefault(hash(what), words) != words for what, words in said.items()):
            what = "An earlier row says something else of the same organization."
            yield "organization", what, "Write organization, local_name and local_language alike in all its rows."
