"""Import HSDS: read, check and compare everything, then write it in one transaction or not at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from directory.db.engine import analyze, write_transaction
from directory.domain.import_report import (
    MAX_LISTED,
    EntryChange,
    FieldChange,
    ImportReport,
    ImportStep,
    ProgressCallback,
    ReportBuilder,
    ignore_progress,
)
from directory.domain.modification_date import touch_services
from directory.domain.ownership import mark_as_edited
from directory.domain.protection import IsProtected
from directory.exchange.hsds.assurance import clear_verifiers
from directory.exchange.hsds.links import restore_links
from directory.exchange.hsds.package import COLUMNS, Package, Row, table_label
from directory.exchange.hsds.plan import Plan, make_plan
from directory.exchange.hsds.protected_data import report_protected
from directory.exchange.hsds.reader import read_package
from directory.exchange.hsds.removals import apply_removals
from directory.exchange.hsds.writer import write_table, write_unresolved
from directory.hsds.schema import STANDARD, TABLES
from directory.search.index import index_services

_ENTRIES = ("service", "organization")
_CACHE_KIB: Final = -262_144
"""SQLite reads negative sizes as KiB: 256 MB."""
_STATISTICS_THRESHOLD: Final = 1_000
"""From this many services on, the database refreshes its statistics before indexing."""


def import_hsds(  # noqa: PLR0913 - independent options of an import
    engine: Engine,
    path: Path,
    source: str,
    *,
    stale_after: timedelta,
    keep_unresolved: bool = False,
    trust_checks: bool = False,
    is_protected: IsProtected | None = None,
    accept_protected: bool = False,
    dry_run: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ImportReport:
    """Import a JSON file, CSV package, folder or ZIP; with `dry_run` only report what would change.

    An object in the file replaces its row and its own lists; everything else is left alone. `source` names the
    origin of the file. With `trust_checks` its verification dates are accepted. A value that `is_protected`
    recognizes is an error; with `accept_protected` a warning that comes before all others. `progress` is called at each
    step and with the number of rows written. If the report has errors, nothing was written.

    Raises:
        OSError: the path cannot be read.
        directory.exchange.hsds.writer.NotWrittenError: the database refused a row; it is as it was.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be written; it is as it was.
    """
    builder = ReportBuilder()
    progress(ImportStep.READING, 0, 0)
    with _gc_disabled():
        package = read_package(path, builder)
        with engine.connect() as connection, write_transaction(connection):
            progress(ImportStep.COMPARING, 0, 0)
            plan = make_plan(connection, package, source, keep_unresolved=keep_unresolved, trust_checks=trust_checks)
            report_protected(package, plan.diffs, is_protected, accepted=accept_protected)
            report = _build_report(package, plan)
            if report.accepted and not dry_run:
                with _larger_cache(connection):
                    _write(connection, package, plan, stale_after, progress)
        # Freed before the collector is enabled again, which would scan all of their rows.
        del package, plan
    return report


def _write(
    connection: Connection, package: Package, plan: Plan, stale_after: timedelta, progress: ProgressCallback
) -> None:
    for table, written, total in _tables_with_progress(plan):
        progress(ImportStep.WRITING, written, total)
        write_table(connection, table, plan.diffs[table])
    clear_verifiers(connection, plan.diffs["assurance"])
    apply_removals(connection, plan.removals)
    restore_links(connection, plan.resolved)
    ids = [key for table in STANDARD for key in package.rows[table]] if _has_unresolved(connection, plan) else []
    write_unresolved(connection, ids, plan.unresolved)
    touch_services(connection, sorted(plan.affected_services - plan.diffs["service"].new.keys()), plan.now)
    if len(plan.affected_services) >= _STATISTICS_THRESHOLD:
        analyze(connection)
    mark_as_edited(connection, sorted(plan.affected_services))
    progress(ImportStep.INDEXING, 0, 0)
    index_services(connection, sorted(plan.affected_services), stale_after)


def _tables_with_progress(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Yield each table with the number of rows in the tables before it, and in all tables."""
    rows = {table: len(plan.diffs[table].new) + len(plan.diffs[table].changed) for table in TABLES}
    written, total = 0, sum(rows.values())
    for table, count in rows.items():
        yield table, written, total
        written += count


def _has_unresolved(connection: Connection, plan: Plan) -> bool:
    query = "SELECT 1 FROM unresolved_reference LIMIT 1"
    return bool(plan.unresolved) or connection.exec_driver_sql(query).first() is not None


@contextmanager
def _larger_cache(connection: Connection) -> Iterator[None]:
    """Give SQLite a larger cache while much is written at random places; PostgreSQL manages its own."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={before}")


@contextmanager
def _gc_disabled() -> Iterator[None]:
    """Disable the garbage collector, which would scan millions of rows again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _build_report(package: Package, plan: Plan) -> ImportReport:
    """Return the report of a plan."""
    report = package.report.build()
    if not report.accepted:
        return report
    tables = [table for table in _ENTRIES if package.rows[table]] or list(STANDARD)
    created, changed, all_of_them = _entry_count(package, plan, tables)
    listed = tuple(islice(_changes(plan), MAX_LISTED))
    rows = {table: len(diff.new) + len(diff.changed) for table, diff in plan.diffs.items()}
    removed = sum(map(len, plan.removals.rows.values()))
    total = sum(rows.values()) + removed
    return replace(
        report,
        created=created,
        changed=changed,
        unchanged=all_of_them - created - changed,
        changes=listed,
        more_changes=total - len(listed),
        other_rows=total - sum(rows[table] for table in tables),
    )


def _entry_count(package: Package, plan: Plan, tables: list[str]) -> tuple[int, int, int]:
    """Return how many entries are new, how many differ, and how many there are."""
    affected_ids = {"service": plan.affected_services, "organization": plan.affected_organizations}
    created = changed = 0
    for table in tables:
        diff = plan.diffs[table]
        affected = affected_ids.get(table, diff.changed.keys()) & package.rows[table].keys()
        created += len(diff.new)
        changed += len(affected - diff.new.keys())
    return created, changed, sum(len(package.rows[table]) for table in tables)


def _changes(plan: Plan) -> Iterator[EntryChange]:
    for table, diff in plan.diffs.items():
        for key, row in diff.new.items():
            yield EntryChange(_line(row), _text(key), _name(table, row))
        for key, (row, _) in diff.changed.items():
            yield EntryChange(_line(row), _text(key), _name(table, row), diff.fields(table, key))
    for table, rows in plan.removals.rows.items():
        for key in rows:
            yield EntryChange(None, key, table_label(table), (FieldChange(table_label(table), key, ""),))


def _line(row: Row) -> int | None:
    return row[-1] if isinstance(row[-1], int) else None


def _name(table: str, row: Row) -> str:
    names = COLUMNS[table]
    name = row[names.index("name")] if "name" in names else None
    return f"{table_label(table)} {name}" if name else table_label(table)


def _text(key: object) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)
