"""Checks of the directory's entries and of the translations."""

from pathlib import Path

import pytest

from bot.doctor import content
from bot.doctor.content import check_catalogues, check_directory
from bot.doctor.finding import Level
from directory import DirectoryHealth, VerificationCounts, open_database
from tests.doctor.helpers import has_finding, make_settings, problems, run_check


async def test_new_directory_is_unverified(tmp_path: Path) -> None:
    """No entry of the seed directory is verified; a missing database is not reported here."""
    here = make_settings(tmp_path)
    assert await run_check(check_directory, here) == []
    open_database(here.database_url).dispose()
    found = await run_check(check_directory, here)
    assert has_finding(found, "Nobody has checked any of its services", Level.WARNING)
    assert not any(finding.level is Level.ERROR for finding in found)


@pytest.mark.parametrize("address", ["no address", "postgresql://127.0.0.1:9/waylight"])
async def test_ignores_missing_database(tmp_path: Path, address: str) -> None:
    """A database that can't be opened is reported by check_database only."""
    assert await run_check(check_directory, make_settings(tmp_path, database_url=address)) == []


def test_verification_and_emergency_numbers() -> None:
    """Old verifications and countries without an emergency number are warnings."""
    old = list(content._check_verification(DirectoryHealth(VerificationCounts(5, 2, 0), (), ())))
    assert has_finding(old, "5 services are checked (2 too long ago, 0 never)", Level.WARNING)
    whole = DirectoryHealth(VerificationCounts(5, 0, 0), (), ())
    assert problems([*content._check_verification(whole), *content._check_emergency_numbers(whole)]) == {}
    without = list(content._check_emergency_numbers(DirectoryHealth(VerificationCounts(5, 0, 0), ("LA", "KH"), ())))
    assert has_finding(without, "LA, KH and no emergency number", Level.WARNING)


def test_reports_query_log() -> None:
    """A PostgreSQL that logs each search is a fault; one that logs failed searches only is a warning."""
    found = list(
        content._check_query_log(
            DirectoryHealth(VerificationCounts(1, 0, 0), (), ("log_statement", "log_min_error_statement"))
        )
    )
    assert has_finding(found, "by log_statement", Level.ERROR)
    assert has_finding(found, "by log_min_error_statement", Level.WARNING)


async def test_reports_draft_catalogues(tmp_path: Path) -> None:
    """Each language whose catalogue header says draft is named."""
    [draft] = [
        finding
        for finding in await run_check(check_catalogues, make_settings(tmp_path))
        if "No native speaker" in finding.says
    ]
    assert "km, lo, my" in draft.says


@pytest.mark.parametrize(
    ("offered", "incomplete", "expected"),
    [
        ({"es": "reviewed", "th": "reviewed"}, (), {}),
        ({"es": "draft", "th": "reviewed"}, (), {"No native speaker has read es:": Level.WARNING}),
        ({"es": "reviewed"}, ("sw",), {"Not offered, since not all is translated: sw.": Level.WARNING}),
    ],
)
def test_assesses_catalogues(offered: dict[str, str], incomplete: tuple[str, ...], expected: dict[str, Level]) -> None:
    """Drafts and incomplete catalogues are reported separately."""
    found = content._assess_catalogues(offered, incomplete)
    assert len(problems(found)) == len(expected)
    assert all(has_finding(found, part, level) for part, level in expected.items())
