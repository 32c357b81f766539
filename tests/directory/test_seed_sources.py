"""The seed directory agrees with the collected data from which it was built."""

import re
from pathlib import Path

from directory.domain.csv_tables import read_table
from directory.seed.build import build_seed
from directory.seed.emergency import KINDS, read_emergency_corrections
from directory.seed.loader import FILES, SEED_FOLDER
from directory.seed.selection import TABLES
from directory.seed.silent_ways import SILENT_KINDS, read_silent_ways

Rows = list[dict[str, str]]
Source = dict[str, dict[str, str]]


def digit_strings(text: str) -> set[str]:
    """Return the runs of digits of a text."""
    return set(re.findall(r"[0-9]+", text))


def test_no_number_was_invented(phones: Rows, source: Source) -> None:
    """Every number, printed or international, is in the source row digit by digit."""
    for phone in phones:
        row = source[phone["service_id"]]
        assert any(phone["number"] in row[name] for name in ("phones", "sms", "chat")), phone
        assert phone["international"] in ("", *re.split(" *; *", row["phone_international"])), phone


def test_no_number_was_lost(services: Rows, phones: Rows, source: Source) -> None:
    """Every run of at least three digits in a phone cell is in the seed, as a number or in its note."""
    for row in services:
        mine = [phone for phone in phones if phone["service_id"] == row["id"]]
        kept = digit_strings(" ".join(f"{phone['number']} {phone['description']}" for phone in mine))
        cells = f"{source[row['id']]['phones']}; {source[row['id']]['sms']}"
        assert {run for run in digit_strings(cells) if len(run) > 2 and run not in kept} == set(), row["id"]


def test_columns_have_only_digits_of_the_source(services: Rows, source: Source) -> None:
    """No column of a service has a digit that its source row lacks."""
    own = {"country", "coverage", "languages", "needs", "conduct_reason"}
    for row in services:
        known = digit_strings(" ".join(source[row["id"]].values()))
        mine = " ".join(value for name, value in row.items() if name not in own)
        assert digit_strings(mine) <= known, row["id"]


def test_includes_exactly_the_usable_rows(services: Rows, source: Source) -> None:
    """The directory has every listed, well sourced and reachable row that is not held back, and no other."""
    held_back = {line["id"] for line in read_table(TABLES / "held_back.csv")}
    reach = ("phones", "sms", "chat", "email", "website")
    usable = {
        key
        for key, row in source.items()
        if row["status"] == "listed" and row["confidence"] in ("high", "medium") and any(row[c] for c in reach)
    }
    assert {row["id"] for row in services} == usable - held_back


def test_build_is_reproducible(collected: Path, tmp_path: Path) -> None:
    """A build gives the committed files, byte for byte."""
    build_seed(collected, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SEED_FOLDER / name).read_bytes(), name


def test_emergency_numbers_are_in_the_source(emergency: Rows, collected: Path) -> None:
    """Every emergency number has that country in the collected table, or in a correction of it."""
    text = (collected / "emergency_numbers.csv").read_text(encoding="utf-8")
    lines = {line.split(",")[0]: digit_strings(line) for line in text.splitlines()}
    for (country, _), line in read_emergency_corrections().items():
        lines[country] |= digit_strings(line["new"])
    called = [row for row in emergency if row["kind"] in KINDS]
    assert not [row for row in called if row["number"] not in lines[row["country"]]]


def test_ways_without_speaking_are_in_the_source(emergency: Rows, collected: Path) -> None:
    """Every decision is about a collected way; what was taken names its source, and asks nobody to register."""
    ways = {(way["iso2"], way["method"], way["contact"]): way for way in read_table(collected / "emergency_silent.csv")}
    decisions = read_silent_ways()
    assert decisions.keys() <= ways.keys()
    taken = {(line["country"], line["kind"]): ways[key] for key, line in decisions.items() if line["kind"]}
    assert {way["registration_needed"] for way in taken.values()} == {"no", "not_mentioned"}
    shown = [row for row in emergency if row["kind"] in SILENT_KINDS]
    assert {(row["country"], row["kind"]) for row in shown} == taken.keys()
    for row in shown:
        way = taken[row["country"], row["kind"]]
        assert all(row[column] == way[column] for column in ("confidence", "source_url", "source_date")), row
