"""Decide which collected rows enter the seed directory: a closed shelter or a wrong number is a trap."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from directory.domain.csv_tables import read_table

TABLES: Final = Path(__file__).parent / "tables"
Row = dict[str, str]
Codes = tuple[str, ...]
CRISIS_SUPPORT: Final = "crisis_support"
SHOWN_CONFIDENCE: Final = frozenset({"high", "medium"})
REACH: Final = ("phones", "sms", "chat", "email", "website")
# According to NOTES.md, these pages print the address of a single member of staff.
PERSONAL_EMAIL: Final = frozenset({"ng-pathfinders"})


class UnsourcedRowError(ValueError):
    """A row has no address where it was read."""


class UnreachableRowError(ValueError):
    """A good row has no contact, and tables/left_out.csv does not explain why."""


def split_words(cell: str) -> list[str]:
    """Return the parts of a list cell, as printed."""
    return [word.strip() for word in cell.split(";") if word.strip()]


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Why rows are excluded: those that are held back, and those without any contact; reasons by id."""

    held_back: dict[str, str]
    unreachable: dict[str, str]


def read_exclusions() -> Exclusions:
    """Return the tables of excluded rows."""
    held_back, unreachable = (
        {line["id"]: line["reason"] for line in read_table(TABLES / name)} for name in ("held_back.csv", "left_out.csv")
    )
    return Exclusions(held_back, unreachable)


def exclusion_reason(row: Row, read: Exclusions) -> str | None:
    """Return why a row is excluded from the seed directory; None if it is not.

    Raises:
        UnreachableRowError: the row has no contact, and no table explains why.
    """
    if row["id"] in read.held_back:
        return read.held_back[row["id"]]
    if row["status"] != "listed":
        return row["status"]
    if row["confidence"] not in SHOWN_CONFIDENCE:
        return f"{row['confidence']} confidence"
    if any(row[column] for column in REACH):
        return None
    if row["id"] not in read.unreachable:
        raise UnreachableRowError(row["name"])
    return read.unreachable[row["id"]]


def read_codes(name: str, key: str, value: str) -> dict[str, Codes]:
    """Return one column of a table by another, split into its codes."""
    return {row[key]: tuple(row[value].split()) for row in read_table(TABLES / name)}
