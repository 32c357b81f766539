"""The report of an import: progress while it runs, then every change and every error with a hint."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, TypeVar

_T = TypeVar("_T")
MAX_LISTED: Final = 1_000
"""How many errors, warnings and changes a report lists; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An error or a warning: the reason, and a hint how to correct it, in a sentence each.

    `place` is the file (and the place in it). `line` is the row as a spreadsheet numbers it. The sentences never quote
    a number, an e-mail address or a street: what was typed by mistake may be private.
    """

    place: str
    line: int | None
    column: str | None
    reason: str
    hint: str

    def __str__(self) -> str:
        """Return the issue as one line of text."""
        where = [f"line {self.line}"] * (self.line is not None) + [f"column {self.column}"] * bool(self.column)
        return f"{', '.join([self.place, *where])}: {self.reason} {self.hint}"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as the sheet shows it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that is created (no `fields`) or changed."""

    line: int | None
    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import. If it has errors, nothing was written.

    `created`, `changed` and `unchanged` count entries, in a dry run those that would be. `warnings` stop nothing.
    `more_errors`, `more_warnings` and `more_changes` count what the lists have no room for. `other_rows` counts changed
    rows that are not entries themselves, such as phones.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: tuple[Issue, ...] = ()
    changes: tuple[EntryChange, ...] = ()
    warnings: tuple[Issue, ...] = ()
    more_errors: int = 0
    more_warnings: int = 0
    more_changes: int = 0
    other_rows: int = 0

    @property
    def accepted(self) -> bool:
        """Return whether there are no errors."""
        return not self.errors


@dataclass(slots=True)
class ReportBuilder:
    """Collects a report, whose size is bounded however large the import is."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    protected: list[Issue] = field(default_factory=list)
    changes: list[EntryChange] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=lambda: {"errors": 0, "warnings": 0, "protected": 0, "changes": 0})

    def add_error(self, issue: Issue) -> None:
        """Add an error."""
        self._add("errors", self.errors, issue)

    def add_warning(self, issue: Issue) -> None:
        """Add a warning."""
        self._add("warnings", self.warnings, issue)

    def add_protected(self, issue: Issue) -> None:
        """Add a warning of protected data; these come first, so that the list has room for them."""
        self._add("protected", self.protected, issue)

    def add_change(self, change: EntryChange) -> None:
        """Add an entry that is created or changed."""
        self.changed += bool(change.fields)
        self.created += not change.fields
        self._add("changes", self.changes, change)

    def build(self) -> ImportReport:
        """Return the report."""
        warnings = (*self.protected, *self.warnings)[:MAX_LISTED]
        return ImportReport(
            created=self.created,
            changed=self.changed,
            unchanged=self.unchanged,
            errors=tuple(self.errors),
            changes=tuple(self.changes),
            warnings=warnings,
            more_errors=self._counts["errors"] - len(self.errors),
            more_warnings=self._counts["warnings"] + self._counts["protected"] - len(warnings),
            more_changes=self._counts["changes"] - len(self.changes),
        )

    def _add(self, name: str, items: list[_T], item: _T) -> None:
        self._counts[name] += 1
        if len(items) < MAX_LISTED:
            items.append(item)


class ImportStep(StrEnum):
    """The steps of an import, in order."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    INDEXING = "indexing"


class ProgressCallback(Protocol):
    """Called often, in the thread of the import."""

    def __call__(self, step: ImportStep, done: int, total: int, /) -> None:
        """Receive the step, the rows done, and the rows in total, 0 if that is unknown."""


def ignore_progress(step: ImportStep, done: int, total: int, /) -> None:
    """Ignore the progress."""
