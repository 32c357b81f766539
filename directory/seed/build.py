"""Build the seed directory's three CSV files from collected public data.

The result is committed, and people in danger rely on it: the build writes nothing if a single word, number or authority
is unknown.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from directory.domain.csv_tables import read_table
from directory.seed.authorities import MissingDecisionError, read_authorities
from directory.seed.collected import CollectedError, Corrections, read_collected, read_corrections
from directory.seed.emergency import EMERGENCY_COLUMNS, emergency_rows, read_emergency_corrections
from directory.seed.loader import SEED_FOLDER
from directory.seed.output_rows import (
    PHONE_COLUMNS,
    SERVICE_COLUMNS,
    phone_rows,
    read_manual_splits,
    service_row,
)
from directory.seed.printed_phones import UnparsedCellError
from directory.seed.selection import (
    Row,
    UnreachableRowError,
    UnsourcedRowError,
    exclusion_reason,
    read_exclusions,
)
from directory.seed.silent_ways import read_silent_ways, silent_rows
from directory.seed.vocabulary import NoNationalityError, Vocabulary

_ROW_ERRORS = (UnreachableRowError, UnsourcedRowError, MissingDecisionError, UnparsedCellError, NoNationalityError)


class BuildError(ValueError):
    """The source holds something unknown; the text lists it, one item per line."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote and excluded.

    `left_out` holds the ids of excluded rows with their reasons, `without_need` the ids that search cannot offer,
    `without_address` the chats that were printed without an address.
    """

    services: int
    phones: int
    emergency_countries: int
    left_out: tuple[str, ...]
    without_need: tuple[str, ...]
    without_address: tuple[str, ...]


@dataclass
class _BuildState:
    """The rows so far, and the errors."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    services: list[Row] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_address: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def build_seed(data: Path, target: Path = SEED_FOLDER) -> BuildReport:
    """Write services.csv, phones.csv and emergency_numbers.csv into `target`.

    `data` holds the files of `COLLECTED`, emergency_numbers.csv and emergency_silent.csv as their NOTES.md describes.

    Raises:
        BuildError: a row holds something unknown; nothing is written.
        FileNotFoundError: a source file is missing.
    """
    corrections = read_corrections()
    try:
        source = read_collected(data, corrections)
        emergency = emergency_rows(read_table(data / "emergency_numbers.csv"), read_emergency_corrections())
        silent = silent_rows(read_table(data / "emergency_silent.csv"), read_silent_ways())
    except CollectedError as exc:
        raise BuildError(str(exc)) from exc
    emergency = sorted([*emergency, *silent], key=lambda row: row["country"])
    state = _read(source, corrections)
    _write(target / "services.csv", SERVICE_COLUMNS, state.services)
    _write(target / "phones.csv", PHONE_COLUMNS, state.phones)
    _write(target / "emergency_numbers.csv", EMERGENCY_COLUMNS, emergency)
    return BuildReport(
        services=len(state.services),
        phones=len(state.phones),
        emergency_countries=len({row["country"] for row in emergency}),
        left_out=tuple(state.left_out),
        without_need=tuple(row["id"] for row in state.services if not row["needs"]),
        without_address=tuple(state.without_address),
    )


def _read(source: list[Row], corrections: Corrections) -> _BuildState:
    """Return the rows of the source; raise if anything in it is unknown."""
    state, authorities, by_hand, exclusions = _BuildState(), read_authorities(), read_manual_splits(), read_exclusions()
    for row in source:
        try:
            why = exclusion_reason(row, exclusions)
            if why is not None:
                state.left_out.append(f"{row['id']} ({why})")
                continue
            state.services.append(service_row(row, state.vocabulary, authorities))
            phones, lost = phone_rows(row, by_hand, corrections.get(row["id"], {}))
        except _ROW_ERRORS as exc:
            state.errors.append(f"{row['id']}: {type(exc).__name__} {exc}")
            continue
        state.phones += phones
        state.without_address += [f"{row['id']}: {chat}" for chat in lost]
    _raise_errors(state)
    return state


def _raise_errors(state: _BuildState) -> None:
    errors = [*state.errors, *sorted(state.vocabulary.unknown)]
    if errors:
        raise BuildError("\n".join(errors))


def _write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
