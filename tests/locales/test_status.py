"""What is said of the languages, honestly."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from locales.domains import BOT, STAFF
from locales.status import HEADINGS, count_training_texts, rows, to_markdown

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]


def test_all_languages_have_a_row() -> None:
    """The source and each catalogue are listed once, the incomplete too, with a cell for each heading."""
    listed = list(rows())
    assert [row[0] for row in listed] == ["en", *BOT.codes()]
    assert all(len(row) == len(HEADINGS[BOT]) for row in listed)


def test_staff_table_has_all_languages() -> None:
    """What is not begun is said, too, and nothing is said of training, which the pages don't need."""
    listed = list(rows(STAFF))
    assert [row[0] for row in listed] == ["en", *BOT.codes()]
    assert all(len(row) == len(HEADINGS[STAFF]) for row in listed)
    assert {row[0] for row in listed if row[2] == "not begun"} == {*BOT.codes()} - {*STAFF.codes()}
    assert "Training texts" not in to_markdown(STAFF)


def test_unreviewed_catalogues_are_drafts() -> None:
    """English is the source; every reviewed catalogue names a role and a date."""
    for code, _, _, status, role, day, _ in rows():
        assert status == ("source" if code == "en" else "reviewed" if role and day else "draft")


def test_readme_is_in_sync() -> None:
    """The README has this very table: `waylight languages status --markdown` prints it."""
    assert to_markdown() in (ROOT / "docs" / "languages.md").read_text("utf-8")


def test_training_texts() -> None:
    """Training texts are counted, and a language without any has an empty cell."""
    assert int(count_training_texts("en")) > 1000
    assert count_training_texts("qu") == ""


def test_shows_review(tree: Path, waylight: Run) -> None:
    """The review in the header is in the table, and an update keeps it."""
    path = tree / "locales" / "es" / "LC_MESSAGES" / "waylight.po"
    waylight("update")
    text = path.read_text("utf-8").replace("X-Review-Status: draft", "X-Review-Status: reviewed")
    text = text.replace("X-Reviewer-Role: ", "X-Reviewer-Role: interpreter").replace(
        "X-Review-Date: ", "X-Review-Date: 2026-11-30"
    )
    path.write_text(text, "utf-8")
    assert waylight("update").stdout == ""
    shown, staff = waylight("status", "--staff", "--markdown").stdout.split("\n\n")
    (row,) = [row for row in shown.splitlines() if row.startswith("| es |")]
    assert "| reviewed | interpreter | 2026-11-30 |" in row
    assert "| reviewed | interpreter | 2026-11-30 |" not in staff
    assert "reviewed" in waylight("status").stdout
