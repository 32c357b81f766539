"""Import reports as JSON of bounded size, compared with the report of the check before."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from directory.domain.import_report import EntryChange, FieldChange, ImportReport, Issue
from directory.domain.protection import HOLDS_PROTECTED

_MAX_TEXT_LENGTH: Final = 300
"""Characters of a text that are shown; the entry has the whole text."""
_MAX_ROWS: Final = 5_000
_STORED_KEYS: Final = {"errors": "faults", "more_errors": "more_faults", "reason": "what", "hint": "mend"}
"""The keys of these fields in stored JSON, which older versions wrote too."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report, and the indexes of changes that the earlier check did not list."""

    report: ImportReport
    unexpected: frozenset[int] = frozenset()
    differs: bool = False


def to_json(report: ImportReport, checked: str | None = None) -> str:
    """Return a report as JSON; `checked` is the JSON of the check before it."""
    short = _shortened(report)
    unexpected: frozenset[int] = frozenset()
    differs = False
    if checked is not None:
        before = from_json(checked).report
        known = {(change.id, change.fields) for change in before.changes}
        unexpected = frozenset(
            index
            for index, change in enumerate(short.changes)
            if before.accepted and (change.id, change.fields) not in known
        )
        differs = bool(unexpected) or _counts(before) != _counts(short)
    plain = asdict(short, dict_factory=_with_stored_keys)
    return json.dumps({"report": plain, "unexpected": sorted(unexpected), "differs": differs}, ensure_ascii=False)


def from_json(text: str) -> StoredReport:
    """Return a stored report."""
    stored = json.loads(text)
    fields = _with_field_names(stored["report"])
    errors, warnings = (
        tuple(Issue(**_with_field_names(issue)) for issue in fields[name]) for name in ("errors", "warnings")
    )
    changes = tuple(_change_from_json(change) for change in fields["changes"])
    report = ImportReport(**fields | {"errors": errors, "warnings": warnings, "changes": changes})
    return StoredReport(report, frozenset(stored["unexpected"]), stored["differs"])


def holds_protected(text: str | None) -> bool:
    """Return whether a stored report names protected data."""
    return text is not None and any(map(_is_about_protected, from_json(text).report.warnings))


def without_protected(stored: StoredReport) -> StoredReport:
    """Return a report for those who may not know that the file holds protected data."""
    errors, warnings = (
        tuple(issue for issue in issues if not _is_about_protected(issue))
        for issues in (stored.report.errors, stored.report.warnings)
    )
    return replace(stored, report=replace(stored.report, errors=errors, warnings=warnings))


def _is_about_protected(issue: Issue) -> bool:
    return issue.reason == HOLDS_PROTECTED[0]


def _with_stored_keys(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {_STORED_KEYS.get(name, name): value for name, value in fields}


def _with_field_names(values: dict[str, Any]) -> dict[str, Any]:
    names = {stored: name for name, stored in _STORED_KEYS.items()}
    return {names.get(key, key): value for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A changed field, or a new entry if `field` is None; `is_first` marks the first row of an entry."""

    change: EntryChange
    field: FieldChange | None
    is_first: bool
    is_unexpected: bool


def report_rows(stored: StoredReport) -> Iterator[ReportRow]:
    """Yield the changes of a report as table rows."""
    for index, change in enumerate(stored.report.changes):
        for number, field in enumerate(change.fields or (None,)):
            yield ReportRow(change, field, number == 0, index in stored.unexpected)


def _change_from_json(values: dict[str, Any]) -> EntryChange:
    return EntryChange(**values | {"fields": tuple(FieldChange(**field) for field in values["fields"])})


def _counts(report: ImportReport) -> tuple[int, ...]:
    return report.created, report.changed, report.unchanged, report.other_rows, len(report.errors)


def _shortened(report: ImportReport) -> ImportReport:
    """Return a report with long texts cut, and with a bounded number of changes."""
    changes: list[EntryChange] = []
    rows = 0
    for change in report.changes:
        rows += max(len(change.fields), 1)
        if rows > _MAX_ROWS:
            break
        fields = tuple(FieldChange(field.field, _cut(field.old), _cut(field.new)) for field in change.fields)
        changes.append(replace(change, name=_cut(change.name), fields=fields))
    left_out = len(report.changes) - len(changes)
    errors, warnings = (tuple(map(_cut_issue, issues)) for issues in (report.errors, report.warnings))
    shortened = replace(report, changes=tuple(changes), errors=errors, warnings=warnings)
    return replace(shortened, more_changes=report.more_changes + left_out)


def _cut_issue(issue: Issue) -> Issue:
    return replace(issue, place=_cut(issue.place), reason=_cut(issue.reason), hint=_cut(issue.hint))


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TEXT_LENGTH else f"{text[:_MAX_TEXT_LENGTH]}…"
