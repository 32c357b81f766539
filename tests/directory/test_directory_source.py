"""The starter directory against the collected data it was built from."""

import re
from pathlib import Path

from directory.seed.build import build_starter
from directory.seed.loader import FILES, STARTER

Rows = list[dict[str, str]]
Source = dict[str, dict[str, str]]


def digit_strings(text: str) -> set[str]:
    """Return the runs of digits of a text."""
    return set(re.findall(r"[0-9]+", text))


def test_no_number_was_invented(phones: Rows, source: Source) -> None:
    """Every number, as printed and in its international form, stands in the source row digit by digit."""
    for phone in phones:
        row = source[phone["service_id"]]
        assert any(phone["number"] in row[name] for name in ("phones", "sms", "chat")), phone
        assert phone["international"] in ("", *re.split(" *; *", row["phone_international"])), phone


def test_no_number_was_lost(services: Rows, phones: Rows, source: Source) -> None:
    """Every run of three digits or more in a phone cell is in the starter, as a number or in its note."""
    for row in services:
        mine = [phone for phone in phones if phone["service_id"] == row["id"]]
        kept = digit_strings(" ".join(f"{phone['number']} {phone['description']}" for phone in mine))
        cells = f"{source[row['id']]['phones']}; {source[row['id']]['sms']}"
        assert {run for run in digit_strings(cells) if len(run) > 2 and run not in kept} == set(), row["id"]


def test_only_digits_of_the_source_anywhere(services: Rows, source: Source) -> None:
    """No column of a service holds a digit that its source row does not hold."""
    own = {"country", "coverage", "languages", "needs", "conduct_reason"}
    for row in services:
        known = digit_strings(" ".join(source[row["id"]].values()))
        mine = " ".join(value for name, value in row.items() if name not in own)
        assert digit_strings(mine) <= known, row["id"]


def test_only_usable_rows_and_all_of_them(services: Rows, source: Source) -> None:
    """The directory has every listed, well sourced and reachable row, and no other."""
    reach = ("phones", "sms", "chat", "email", "website")
    usable = {
        key
        for key, row in source.items()
        if row["status"] == "listed" and row["confidence"] in ("high", "medium") and any(row[c] for c in reach)
    }
    assert {row["id"] for row in services} == usable


def test_a_build_gives_the_committed_files(collected: Path, tmp_path: Path) -> None:
    """Anyone can build the same files, byte for byte, from the same data."""
    build_starter(collected, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (STARTER / name).read_bytes(), name


def test_emergency_numbers_stand_in_the_source(emergency: Rows, collected: Path) -> None:
    """Every emergency number is a number of that country and kind in the collected table."""
    text = (collected / "emergency_numbers.csv").read_text(encoding="utf-8")
    lines = {line.split(",")[0]: digit_strings(line) for line in text.splitlines()}
    assert not [row for row in emergency if row["number"] not in lines[row["country"]]]
