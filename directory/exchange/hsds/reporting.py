"""Say what an import does: entries are the services and organizations of the file."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from directory.exchange.hsds.package import COLUMNS, Package, Row, spoken
from directory.exchange.hsds.plan import Plan
from directory.exchange.hsds.standard import STANDARD
from directory.exchange.report import KEPT, Change, FieldChange, Report

_ENTRIES = ("service", "organization")


def report_of(package: Package, plan: Plan) -> Report:
    """Return the report of a plan."""
    found = package.tally.report()
    if not found.accepted:
        return found
    tables = [table for table in _ENTRIES if package.rows[table]] or list(STANDARD)
    created, changed, all_of_them = _counted(package, plan, tables)
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


def _counted(package: Package, plan: Plan, tables: list[str]) -> tuple[int, int, int]:
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
