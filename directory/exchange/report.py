"""What an import answers: what would be or was changed, and every fault with how to mend it."""

from dataclasses import dataclass, field
from typing import Final, TypeVar

_T = TypeVar("_T")
KEPT: Final = 1_000
"""How many faults, warnings and changes a report lists; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in two calm sentences: what, and how to mend it.

    `place` is the file (and what in it). `line` is the row as a spreadsheet numbers it. The sentences
    never quote a number, an e-mail address or a street: what was typed there by mistake may be private.
    """

    place: str
    line: int | None
    column: str | None
    what: str
    mend: str

    def __str__(self) -> str:
        """Return the fault as one line for a person."""
        where = [f"line {self.line}"] * (self.line is not None) + [f"column {self.column}"] * bool(self.column)
        return f"{', '.join([self.place, *where])}: {self.what} {self.mend}"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as the sheet would show it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is created (no `fields`) or changed."""

    line: int | None
    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The answer of an import. Where there are faults, nothing at all was written.

    `created`, `changed` and `unchanged` count entries; in a dry run, what they would be. `warnings` stop
    nothing. `more_faults`, `more_warnings` and `more_changes` count what the lists have no room for.
    `other_rows` counts rows that are no entries themselves, such as phones, and are created, changed or removed.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    warnings: tuple[Fault, ...] = ()
    more_faults: int = 0
    more_warnings: int = 0
    more_changes: int = 0
    other_rows: int = 0

    @property
    def accepted(self) -> bool:
        """Tell whether everything was understood."""
        return not self.faults


@dataclass(slots=True)
class Tally:
    """A report in the making, of bounded size however large the import is."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=lambda: {"faults": 0, "warnings": 0, "changes": 0})

    def fault(self, fault: Fault) -> None:
        """Note a fault."""
        self._keep("faults", self.faults, fault)

    def warning(self, warning: Fault) -> None:
        """Note a doubt that stops nothing."""
        self._keep("warnings", self.warnings, warning)

    def change(self, change: Change) -> None:
        """Note an entry that is created or changed."""
        self.changed += bool(change.fields)
        self.created += not change.fields
        self._keep("changes", self.changes, change)

    def report(self) -> Report:
        """Return what was noted."""
        return Report(
            created=self.created,
            changed=self.changed,
            unchanged=self.unchanged,
            faults=tuple(self.faults),
            changes=tuple(self.changes),
            warnings=tuple(self.warnings),
            more_faults=self._seen["faults"] - len(self.faults),
            more_warnings=self._seen["warnings"] - len(self.warnings),
            more_changes=self._seen["changes"] - len(self.changes),
        )

    def _keep(self, name: str, kept: list[_T], one: _T) -> None:
        self._seen[name] += 1
        if len(kept) < KEPT:
            kept.append(one)
