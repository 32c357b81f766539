"""What an import answered, kept as JSON of bounded size, and how it differs from what the check promised."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from directory.exchange.report import Change, Fault, FieldChange, Report

_LONGEST: Final = 300
"""Signs of a text that are shown; whoever wants the whole text looks into the entry."""
_ROWS_AT_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """A report, and which of its changes an earlier check did not list (their places in it)."""

    report: Report
    unexpected: frozenset[int] = frozenset()
    differs: bool = False


def written(report: Report, promised: str | None = None) -> str:
    """Return a report as JSON; `promised` is that of the check before it."""
    kept = _short(report)
    found = Found(kept)
    if promised is not None:
        before = read(promised).report
        known = {(one.id, one.fields) for one in before.changes}
        unexpected = frozenset(
            place for place, one in enumerate(kept.changes) if before.accepted and (one.id, one.fields) not in known
        )
        found = Found(kept, unexpected, bool(unexpected) or _numbers(before) != _numbers(kept))
    plain = {"report": asdict(kept), "unexpected": sorted(found.unexpected), "differs": found.differs}
    return json.dumps(plain, ensure_ascii=False)


def read(text: str) -> Found:
    """Return a report that was kept."""
    found = json.loads(text)
    said: dict[str, Any] = found["report"]
    faults, warnings = (tuple(Fault(**one) for one in said[name]) for name in ("faults", "warnings"))
    changes = tuple(_change(one) for one in said["changes"])
    report = Report(**said | {"faults": faults, "warnings": warnings, "changes": changes})
    return Found(report, frozenset(found["unexpected"]), found["differs"])


@dataclass(frozen=True, slots=True)
class Row:
    """A field that is changed, or with `field` None an entry that is new; `is_first` where another entry begins."""

    change: Change
    field: FieldChange | None
    is_first: bool
    is_unexpected: bool


def rows(found: Found) -> Iterator[Row]:
    """Yield the changes of a report as the rows of a table."""
    for place, change in enumerate(found.report.changes):
        for number, field in enumerate(change.fields or (None,)):
            yield Row(change, field, number == 0, place in found.unexpected)


def _change(one: dict[str, Any]) -> Change:
    return Change(**one | {"fields": tuple(FieldChange(**field) for field in one["fields"])})


def _numbers(report: Report) -> tuple[int, ...]:
    return report.created, report.changed, report.unchanged, report.other_rows, len(report.faults)


def _short(report: Report) -> Report:
    """Return a report with long texts cut, and with no more changes than a person looks through."""
    changes: list[Change] = []
    rows = 0
    for one in report.changes:
        rows += max(len(one.fields), 1)
        if rows > _ROWS_AT_MOST:
            break
        fields = tuple(FieldChange(field.field, _cut(field.old), _cut(field.new)) for field in one.fields)
        changes.append(replace(one, name=_cut(one.name), fields=fields))
    left_out = len(report.changes) - len(changes)
    faults, warnings = (tuple(map(_cut_fault, these)) for these in (report.faults, report.warnings))
    shortened = replace(report, changes=tuple(changes), faults=faults, warnings=warnings)
    return replace(shortened, more_changes=report.more_changes + left_out)


def _cut_fault(fault: Fault) -> Fault:
    return replace(fault, place=_cut(fault.place), what=_cut(fault.what), mend=_cut(fault.mend))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
