"""Import a sheet: check everything first, then write everything or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.db.engine import analyze, write_transaction
from directory.domain.import_report import (
    EntryChange,
    FieldChange,
    ImportReport,
    ImportStep,
    Issue,
    ProgressCallback,
    ReportBuilder,
    ignore_progress,
)
from directory.domain.protection import HOLDS_PROTECTED, IsProtected
from directory.exchange.similar_entries import SimilarEntryFinder
from directory.exchange.spreadsheet.identity import identity_key, organization_id_for
from directory.exchange.spreadsheet.plan import Planner, RowPlan
from directory.exchange.spreadsheet.reader import InvalidSheetError, read_sheet
from directory.exchange.spreadsheet.records import phone_records
from directory.exchange.spreadsheet.validation import Finding
from directory.exchange.spreadsheet.writer import write_batch
from directory.models import Coverage, Organization, Service
from directory.parsing.countries import WORLD
from directory.search.index import index_services

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


_STALE_AFTER: Final = timedelta(days=180)
_STATISTICS_THRESHOLD: Final = 1_000
# Batches of 500 rows, about 4 kB per row.
_MAX_BATCHES: Final = 20


class ChangedMeanwhileError(RuntimeError):
    """The file changed between the check and the write; nothing was written."""


def import_sheet(  # noqa: PLR0913 - independent options of an import
    engine: Engine,
    path: Path,
    *,
    dry_run: bool = False,
    stale_after: timedelta = _STALE_AFTER,
    is_protected: IsProtected | None = None,
    accept_protected: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ImportReport:
    """Bring the directory to the state of a CSV or XLSX file; with `dry_run` only report what would change.

    If any cell is invalid, nothing is written and the report lists every error by line. Services that are not in the
    file stay as they are. Importing a file twice changes nothing the second time. `stale_after` is how long a
    verification counts (WAYLIGHT_STALE_AFTER_DAYS). A value that `is_protected` recognizes is an error; with
    `accept_protected` a warning that comes before all others. `progress` is called with the number of rows read and
    written.

    Raises:
        ChangedMeanwhileError: the file changed while it was read; nothing was written.
        OSError: the file cannot be opened.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or written; nothing was written.
    """
    with engine.connect() as connection:
        if dry_run:
            return _check(connection, path, _CheckState(is_protected, accept_protected, progress)).build()
        # The lock excludes writers between the check and the write.
        with write_transaction(connection):
            state = _CheckState(is_protected, accept_protected, progress)
            report = _check(connection, path, state)
            if not report.errors and (report.created or report.changed):
                batches = state.batches if state.has_all_batches else _reread(connection, path, state)
                _write(connection, state.with_progress(batches, report), stale_after)
                if report.created + report.changed >= _STATISTICS_THRESHOLD:
                    analyze(connection)
            return report.build()


@dataclass(slots=True)
class _CheckState:
    """What the check hands to the write: the organizations it found, and the rows of a sheet of usual size."""

    is_protected: IsProtected | None
    accept_protected: bool
    progress: ProgressCallback
    organizations: dict[tuple[str, str], str] = field(default_factory=dict)
    batches: list[list[RowPlan]] = field(default_factory=list)
    has_all_batches: bool = True

    def add(self, batch: list[RowPlan]) -> None:
        """Keep a batch; drop all of them once there are too many."""
        self.has_all_batches = self.has_all_batches and len(self.batches) < _MAX_BATCHES
        self.batches = [*self.batches, batch] if self.has_all_batches else []

    def with_progress(self, batches: Iterable[list[RowPlan]], report: ReportBuilder) -> Iterator[list[RowPlan]]:
        """Yield batches, and report how many of all rows are written."""
        written, total = 0, report.created + report.changed + report.unchanged
        for batch in batches:
            self.progress(ImportStep.WRITING, written, total)
            yield batch
            written += len(batch)


def _check(connection: Connection, path: Path, state: _CheckState) -> ReportBuilder:
    """Read the whole file and compare it with the directory."""
    report, duplicates, similar = ReportBuilder(), DuplicateFinder(state.organizations), SimilarEntryFinder()
    read = 0
    try:
        for batch in _plans(connection, path, state):
            read += len(batch)
            state.progress(ImportStep.READING, read, 0)
            for plan in batch:
                duplicates.add(plan)
                _add_similar(similar, plan)
                _report_row(report, path, plan)
            state.add(batch)
    except InvalidSheetError as refused:
        for issue in refused.issues:
            report.add_error(issue)
        return report
    for line, finding in duplicates.find(connection):
        report.add_error(Issue(path.name, line, *finding))
    for (_, similar_line), reason, hint in similar.find(connection):
        report.add_warning(Issue(path.name, int(similar_line), None, reason, hint))
    for plan in chain.from_iterable(state.batches):
        if plan.before is None:
            plan.organization = organization_id_for(plan.after, state.organizations)
    return report


def _add_similar(similar: SimilarEntryFinder, plan: RowPlan) -> None:
    """Remember a new row by its numbers and its organization; a stored organization of just that name gets it."""
    if plan.before is not None or plan.errors:
        return
    place = ("service", plan.line)
    similar.add_organization(place, plan.after["organization"], joins=True)
    for phone, reach in phone_records(plan.after, plan.service).values():
        works = (_text(reach["country"]), _text(reach["international"]))
        similar.add_number(place, plan.organization, str(phone["number"]), works)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plans(connection: Connection, path: Path, state: _CheckState) -> Iterator[list[RowPlan]]:
    """Yield the plans of the rows; a new text that holds protected data is an error, unless that is accepted."""
    for batch in Planner(state.organizations, path.name).plan(connection, read_sheet(path)):
        for plan in batch:
            plan.protected += (
                (name, *HOLDS_PROTECTED)
                for name in (plan.after if plan.before is None else plan.changed)
                if state.is_protected is not None and state.is_protected(plan.after[name])
            )
            if not state.accept_protected:
                plan.errors += plan.protected
        yield batch


def _report_row(report: ReportBuilder, path: Path, plan: RowPlan) -> None:
    for finding in plan.errors:
        report.add_error(Issue(path.name, plan.line, *finding))
    for finding in plan.protected if not plan.errors else ():
        report.add_protected(Issue(path.name, plan.line, *finding))
    for finding in plan.warnings:
        report.add_warning(Issue(path.name, plan.line, *finding))
    if plan.before is not None and not plan.changed:
        report.unchanged += 1
    elif not plan.errors:
        report.add_change(EntryChange(plan.line, plan.service, plan.after["name"], tuple(_field_changes(plan))))


def _field_changes(plan: RowPlan) -> Iterator[FieldChange]:
    before = plan.before or {}
    return (FieldChange(name, before[name], plan.after[name]) for name in plan.changed)


def _reread(connection: Connection, path: Path, state: _CheckState) -> Iterator[list[RowPlan]]:
    """Read a large file a second time; an error now means that the file was changed meanwhile."""
    try:
        for batch in _plans(connection, path, state):
            if any(plan.errors for plan in batch):
                raise ChangedMeanwhileError
            yield batch
    except InvalidSheetError as exc:
        raise ChangedMeanwhileError from exc


def _write(connection: Connection, batches: Iterable[list[RowPlan]], stale_after: timedelta) -> None:
    for batch in batches:
        index_services(connection, write_batch(connection, batch), stale_after)
