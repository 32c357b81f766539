"""Make the starter directory's three CSV files from collected public data.

The result is committed and read by people in danger: the build writes nothing at all if a
single word, number or authority was not understood.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from directory.starter.emergency_rows import EMERGENCY_COLUMNS, emergency_rows
from directory.starter.loader import STARTER
from directory.starter.phone_rows import PHONE_COLUMNS, phone_rows, split_by_hand
from directory.starter.printed_numbers import UnsplitCellError
from directory.starter.selection import Row, UnreadConductError, may_be_shown
from directory.starter.service_rows import SERVICE_COLUMNS, read_conduct, service_row
from directory.starter.vocabulary import Vocabulary, read_table


class BuildRefusedError(ValueError):
    """The source holds something that the build did not understand; the text lists it, one a line."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote and what it left out.

    `left_out` holds the ids of rows that may not be shown, `without_need` of those that search
    cannot offer, `without_address` the chats that were printed without a way to reach them.
    """

    services: int
    phones: int
    emergency_countries: int
    left_out: tuple[str, ...]
    without_need: tuple[str, ...]
    without_address: tuple[str, ...]


def build_starter(data: Path, target: Path = STARTER) -> BuildReport:
    """Write services.csv, phones.csv and emergency_numbers.csv into `target`.

    `data` holds organizations.csv and emergency_numbers.csv as their NOTES.md describes.

    Raises:
        BuildRefusedError: a row was not understood; nothing is written.
        FileNotFoundError: a source file is missing.
    """
    source = read_table(data / "organizations.csv")
    emergency = emergency_rows(read_table(data / "emergency_numbers.csv"))
    shown = [row for row in source if may_be_shown(row)]
    services, phones, without = _understood(shown)
    _write(target / "services.csv", SERVICE_COLUMNS, services)
    _write(target / "phones.csv", PHONE_COLUMNS, phones)
    _write(target / "emergency_numbers.csv", EMERGENCY_COLUMNS, emergency)
    return BuildReport(
        services=len(services),
        phones=len(phones),
        emergency_countries=len({row["country"] for row in emergency}),
        left_out=tuple(row["id"] for row in source if not may_be_shown(row)),
        without_need=tuple(row["id"] for row in services if not row["needs"]),
        without_address=tuple(without),
    )


def _understood(shown: list[Row]) -> tuple[list[Row], list[Row], list[str]]:
    """Return service rows, phone rows and chats without an address; raise if anything is unclear."""
    vocabulary, conducts, by_hand = Vocabulary(), read_conduct(), split_by_hand()
    services, phones, without, unclear = list[Row](), list[Row](), list[str](), list[str]()
    for row in sorted(shown, key=lambda row: row["id"]):
        try:
            services.append(service_row(row, vocabulary, conducts))
            found, lost = phone_rows(row, by_hand)
        except (UnreadConductError, UnsplitCellError) as fault:
            unclear.append(f"{row['id']}: {type(fault).__name__} {fault}")
            continue
        phones += found
        without += [f"{row['id']}: {chat}" for chat in lost]
    unclear += sorted(vocabulary.unknown)
    if unclear:
        raise BuildRefusedError("\n".join(unclear))
    return services, phones, without


def _write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
