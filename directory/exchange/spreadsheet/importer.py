"""Import a sheet: first everything is checked, then everything is written, or nothing is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from directory.db.engine import locked, refresh_statistics
from directory.domain.withheld import HOLDS_PROTECTED, IsProtected
from directory.exchange.progress import Progress, Step, tell_nobody
from directory.exchange.report import Change, Fault, FieldChange, Report, Tally
from directory.exchange.spreadsheet.duplicates import Neighbours
from directory.exchange.spreadsheet.identity import owner_of
from directory.exchange.spreadsheet.plan import Planned, Planner
from directory.exchange.spreadsheet.reader import SheetRefusedError, read_sheet
from directory.exchange.spreadsheet.writer import write
from directory.search.index import index_services

_STALE_AFTER: Final = timedelta(days=180)
_MANY: Final = 1_000
# Batches of 500 rows, about 4 kB a row.
_MOST_KEPT: Final = 20


class ChangedMeanwhileError(RuntimeError):
    """Somebody changed the file between the check and the writing; nothing was written."""


def import_sheet(  # noqa: PLR0913 - each says one thing of an import
    engine: Engine,
    path: Path,
    *,
    dry_run: bool = False,
    stale_after: timedelta = _STALE_AFTER,
    is_protected: IsProtected | None = None,
    progress: Progress = tell_nobody,
) -> Report:
    """Bring the directory to what a CSV or XLSX file says; with `dry_run` only say what that would be.

    If anything in the file is not understood, nothing is written and the report says what, line by line.
    Services that are not in the file stay as they are. Importing a file twice changes nothing the second time.
    `stale_after` is how long a verification counts (WAYLIGHT_STALE_AFTER_DAYS). What `is_protected` finds is a fault.
    `progress` is told of the rows that were read and written.

    Raises:
        ChangedMeanwhileError: somebody changed the file while it was read; nothing was written.
        OSError: the file cannot be opened.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or written; nothing was written.
    """
    with engine.connect() as connection:
        if dry_run:
            return _check(connection, path, _Kept(is_protected, progress)).report()
        # Nobody may write between the check and the writing.
        with locked(connection):
            kept = _Kept(is_protected, progress)
            tally = _check(connection, path, kept)
            if not tally.faults and (tally.created or tally.changed):
                batches = kept.batches if kept.whole else _again(connection, path, kept)
                _write(connection, kept.told(batches, tally), stale_after)
                if tally.created + tally.changed >= _MANY:
                    refresh_statistics(connection)
            return tally.report()


@dataclass(slots=True)
class _Kept:
    """What the check leaves for the writing: the organizations it found, and the rows of a sheet of usual size."""

    is_protected: IsProtected | None
    progress: Progress
    organizations: dict[tuple[str, str], str] = field(default_factory=dict)
    batches: list[list[Planned]] = field(default_factory=list)
    whole: bool = True

    def keep(self, batch: list[Planned]) -> None:
        """Keep a batch, or give up keeping any where they become too many."""
        self.whole = self.whole and len(self.batches) < _MOST_KEPT
        self.batches = [*self.batches, batch] if self.whole else []

    def told(self, batches: Iterable[list[Planned]], tally: Tally) -> Iterator[list[Planned]]:
        """Yield batches, and tell how many rows of all were written."""
        written, total = 0, tally.created + tally.changed + tally.unchanged
        for batch in batches:
            self.progress(Step.WRITING, written, total)
            yield batch
            written += len(batch)


def _check(connection: Connection, path: Path, kept: _Kept) -> Tally:
    """Read the whole file and compare it with the directory."""
    tally, neighbours = Tally(), Neighbours(kept.organizations)
    read = 0
    try:
        for batch in _planned(connection, path, kept):
            read += len(batch)
            kept.progress(Step.READING, read, 0)
            for planned in batch:
                neighbours.note(planned)
                _count(tally, path, planned)
            kept.keep(batch)
    except SheetRefusedError as refused:
        for fault in refused.faults:
            tally.fault(fault)
        return tally
    for line, finding in neighbours.look(connection):
        tally.fault(Fault(path.name, line, *finding))
    for planned in chain.from_iterable(kept.batches):
        if planned.before is None:
            planned.organization = owner_of(planned.after, kept.organizations)
    return tally


def _planned(connection: Connection, path: Path, kept: _Kept) -> Iterator[list[Planned]]:
    """Yield what the rows do; a new text that holds what is protected of its service is a fault of its row."""
    for batch in Planner(kept.organizations, path.name).plan(connection, read_sheet(path)):
        for one in batch:
            one.faults += (
                (name, *HOLDS_PROTECTED)
                for name in one.changed
                if kept.is_protected is not None and kept.is_protected(one.after[name], {one.service})
            )
        yield batch


def _count(tally: Tally, path: Path, planned: Planned) -> None:
    for finding in planned.faults:
        tally.fault(Fault(path.name, planned.line, *finding))
    for finding in planned.doubts:
        tally.warning(Fault(path.name, planned.line, *finding))
    if planned.before is not None and not planned.changed:
        tally.unchanged += 1
    elif not planned.faults:
        tally.change(Change(planned.line, planned.service, planned.after["name"], tuple(_differences(planned))))


def _differences(planned: Planned) -> Iterator[FieldChange]:
    before = planned.before or {}
    return (FieldChange(name, before[name], planned.after[name]) for name in planned.changed)


def _again(connection: Connection, path: Path, kept: _Kept) -> Iterator[list[Planned]]:
    """Read a large file a second time; a fault now can only come from somebody who changed it meanwhile."""
    try:
        for batch in _planned(connection, path, kept):
            if any(planned.faults for planned in batch):
                raise ChangedMeanwhileError
            yield batch
    except SheetRefusedError as fault:
        raise ChangedMeanwhileError from fault


def _write(connection: Connection, batches: Iterable[list[Planned]], stale_after: timedelta) -> None:
    for batch in batches:
        index_services(connection, write(connection, batch), stale_after)
