"""Make the starter directory's three CSV files from collected public data.

The result is committed and read by people in danger: the build writes nothing at all if a
single word, number or authority was not understood.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from directory.domain.csv_tables import read_table
from directory.seed.decision_tables import TABLES
from directory.seed.loader import STARTER
from directory.seed.output_rows import (
    EMERGENCY_COLUMNS,
    PHONE_COLUMNS,
    SERVICE_COLUMNS,
    emergency_rows,
    phone_rows,
    read_conduct,
    service_row,
    split_by_hand,
)
from directory.seed.printed_phones import UnsplitCellError
from directory.seed.selection import Row, UnexplainedGapError, UnreadConductError, why_left_out
from directory.seed.vocabulary import NoNationalityError, Vocabulary

_UNCLEAR = (UnexplainedGapError, UnreadConductError, UnsplitCellError, NoNationalityError)


class BuildRefusedError(ValueError):
    """The source holds something that the build did not understand; the text lists it, one a line."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote and what it left out.

    `left_out` holds the ids of rows that may not be shown, each with its reason, `without_need` those that
    search cannot offer, `without_address` the chats that were printed without a way to reach them.
    """

    services: int
    phones: int
    emergency_countries: int
    left_out: tuple[str, ...]
    without_need: tuple[str, ...]
    without_address: tuple[str, ...]


@dataclass
class _Reading:
    """What was read so far, and what was not understood."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    services: list[Row] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_address: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def build_starter(data: Path, target: Path = STARTER) -> BuildReport:
    """Write services.csv, phones.csv and emergency_numbers.csv into `target`.

    `data` holds organizations.csv and emergency_numbers.csv as their NOTES.md describes.

    Raises:
        BuildRefusedError: a row was not understood; nothing is written.
        FileNotFoundError: a source file is missing.
    """
    source = read_table(data / "organizations.csv")
    emergency = emergency_rows(read_table(data / "emergency_numbers.csv"))
    read = _read(source)
    _write(target / "services.csv", SERVICE_COLUMNS, read.services)
    _write(target / "phones.csv", PHONE_COLUMNS, read.phones)
    _write(target / "emergency_numbers.csv", EMERGENCY_COLUMNS, emergency)
    return BuildReport(
        services=len(read.services),
        phones=len(read.phones),
        emergency_countries=len({row["country"] for row in emergency}),
        left_out=tuple(read.left_out),
        without_need=tuple(row["id"] for row in read.services if not row["needs"]),
        without_address=tuple(read.without_address),
    )


def _read(source: list[Row]) -> _Reading:
    """Return everything that the source says; raise if anything in it is unclear."""
    read, conducts, by_hand = _Reading(), read_conduct(), split_by_hand()
    gaps = {line["id"]: line["reason"] for line in read_table(TABLES / "left_out.csv")}
    for row in sorted(source, key=lambda row: row["id"]):
        try:
            why = why_left_out(row, gaps)
            if why is not None:
                read.left_out.append(f"{row['id']} ({why})")
                continue
            read.services.append(service_row(row, read.vocabulary, conducts))
            phones, lost = phone_rows(row, by_hand)
        except _UNCLEAR as fault:
            read.unclear.append(f"{row['id']}: {type(fault).__name__} {fault}")
            continue
        read.phones += phones
        read.without_address += [f"{row['id']}: {chat}" for chat in lost]
    _refuse_unclear(read)
    return read


def _refuse_unclear(read: _Reading) -> None:
    unclear = [*read.unclear, *sorted(read.vocabulary.unknown)]
    if unclear:
        raise BuildRefusedError("\n".join(unclear))


def _write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
