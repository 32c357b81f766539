"""Import HSDS: read everything, check everything, compare, then write it in one transaction or not at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from directory.db.engine import locked, refresh_statistics
from directory.domain.ownership import take_over
from directory.domain.withheld import IsProtected
from directory.exchange.hsds.assurance import forget_who
from directory.exchange.hsds.links import resolve
from directory.exchange.hsds.package import COLUMNS, Package, Row, spoken
from directory.exchange.hsds.plan import Plan, make_plan
from directory.exchange.hsds.protected_check import refuse_protected
from directory.exchange.hsds.reader import read_package
from directory.exchange.hsds.removals import remove_gone
from directory.exchange.hsds.stored_rows import change
from directory.exchange.hsds.writer import write, write_unresolved
from directory.exchange.progress import Progress, Step, tell_nobody
from directory.exchange.report import KEPT, Change, FieldChange, Report, Tally
from directory.hsds.schema import STANDARD, TABLES
from directory.search.index import index_services

_ENTRIES = ("service", "organization")


def report_of(package: Package, plan: Plan) -> Report:
    """Return the report of a plan."""
    found = package.tally.report()
    if not found.accepted:
        return found
    tables = [table for table in _ENTRIES if package.rows[table]] or list(STANDARD)
    created, changed, all_of_them = _entry_count(package, plan, tables)
    listed = tuple(islice(_changes(plan), KEPT))
    rows = {table: len(one.new) + len(one.changed) for table, one in plan.differences.items()}
    gone = sum(map(len, plan.gone.rows.values()))
    total = sum(rows.values()) + gone
    return replace(
        found,
        created=created,
        changed=changed,
        unchanged=all_of_them - created - changed,
        changes=listed,
        more_changes=total - len(listed),
        other_rows=total - sum(rows[table] for table in tables),
    )


def _entry_count(package: Package, plan: Plan, tables: list[str]) -> tuple[int, int, int]:
    """Return how many entries are new, how many differ, how many there are."""
    reached = {"service": plan.services, "organization": plan.organizations}
    created = changed = 0
    for table in tables:
        difference = plan.differences[table]
        touched = reached.get(table, difference.changed.keys()) & package.rows[table].keys()
        created += len(difference.new)
        changed += len(touched - difference.new.keys())
    return created, changed, sum(len(package.rows[table]) for table in tables)


def _changes(plan: Plan) -> Iterator[Change]:
    for table, difference in plan.differences.items():
        for key, row in difference.new.items():
            yield Change(_line(row), _text(key), _name(table, row))
        for key, (row, _) in difference.changed.items():
            yield Change(_line(row), _text(key), _name(table, row), difference.fields(table, key))
    for table, rows in plan.gone.rows.items():
        for key in rows:
            yield Change(None, key, spoken(table), (FieldChange(spoken(table), key, ""),))


def _line(row: Row) -> int | None:
    return row[-1] if isinstance(row[-1], int) else None


def _name(table: str, row: Row) -> str:
    names = COLUMNS[table]
    name = row[names.index("name")] if "name" in names else None
    return f"{spoken(table)} {name}" if name else spoken(table)


def _text(key: object) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)


_CACHE_KIB: Final = -262_144
"""Below zero SQLite reads KiB: 256 MB."""
_MANY: Final = 1_000
"""From so many services on, the database counts its rows anew before it computes anything from them."""


def import_hsds(  # noqa: PLR0913 - each says one thing of an import
    engine: Engine,
    path: Path,
    source: str,
    *,
    stale_after: timedelta,
    keep_unresolved: bool = False,
    trust_checks: bool = False,
    is_protected: IsProtected | None = None,
    dry_run: bool = False,
    progress: Progress = tell_nobody,
) -> Report:
    """Import a JSON file, CSV package, folder or ZIP; with `dry_run` only say what that would do.

    An object in the file replaces its row and its own lists; what the file does not speak of is left alone.
    `source` says where the file is from. With `trust_checks` its word counts on when services were checked.
    What `is_protected` finds is a fault. `progress` is told of each step, and of the rows that were written.
    Where the report has faults, nothing was written.

    Raises:
        OSError: the path cannot be read.
        directory.exchange.hsds.writer.NotWrittenError: the database refused a row; it is as it was.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be written; it is as it was.
    """
    tally = Tally()
    progress(Step.READING, 0, 0)
    with _without_collector():
        package = read_package(path, tally)
        with engine.connect() as connection, locked(connection):
            progress(Step.COMPARING, 0, 0)
            plan = make_plan(connection, package, source, keep_unresolved=keep_unresolved, trust_checks=trust_checks)
            refuse_protected(connection, package, plan, is_protected)
            report = report_of(package, plan)
            if report.accepted and not dry_run:
                with _more_memory(connection):
                    _write(connection, package, plan, stale_after, progress)
        # Before the collector comes back, which would look through all of their rows.
        del package, plan
    return report


def _write(connection: Connection, package: Package, plan: Plan, stale_after: timedelta, progress: Progress) -> None:
    for table, written, total in _counted(plan):
        progress(Step.WRITING, written, total)
        write(connection, table, plan.differences[table])
    forget_who(connection, plan.differences["assurance"])
    remove_gone(connection, plan.gone)
    resolve(connection, plan.resolved)
    ids = [key for table in STANDARD for key in package.rows[table]] if _any_unresolved(connection, plan) else []
    write_unresolved(connection, ids, plan.unresolved)
    stamp = f"UPDATE service SET last_modified = '{plan.now}' WHERE id {{ids}}"  # noqa: S608 - our clock
    change(connection, stamp, sorted(plan.stamped - plan.differences["service"].new.keys()))
    if len(plan.services) >= _MANY:
        refresh_statistics(connection)
    take_over(connection, sorted(plan.services))
    progress(Step.INDEXING, 0, 0)
    index_services(connection, sorted(plan.services), stale_after)


def _counted(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Yield each table with how many rows of all stand in those before it."""
    rows = {table: len(plan.differences[table].new) + len(plan.differences[table].changed) for table in TABLES}
    written, total = 0, sum(rows.values())
    for table, count in rows.items():
        yield table, written, total
        written += count


def _any_unresolved(connection: Connection, plan: Plan) -> bool:
    asked = "SELECT 1 FROM unresolved_reference LIMIT 1"
    return bool(plan.unresolved) or connection.exec_driver_sql(asked).first() is not None


@contextmanager
def _more_memory(connection: Connection) -> Iterator[None]:
    """Let SQLite keep its trees in memory while much is written at random places; PostgreSQL has its own."""
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
def _without_collector() -> Iterator[None]:
    """Keep Python from looking through millions of rows for garbage again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
