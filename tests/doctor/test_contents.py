"""Whether what people are told has been checked and read by somebody."""

from pathlib import Path

import pytest

from bot.doctor import catalogues, directory
from bot.doctor.finding import Level
from directory import Checked, Condition, open_database
from tests.doctor.looking import finds, looked, settings, wrong


async def test_a_new_directory(tmp_path: Path) -> None:
    """Nobody has checked an entry of the starter directory; a database that is not there yet is not its business."""
    here = settings(tmp_path)
    assert await looked(directory.look, here) == []
    open_database(here.database_url).dispose()
    found = await looked(directory.look, here)
    assert finds(found, "Nobody has checked any of its services", Level.WARNING)
    assert not any(one.level is Level.FAULT for one in found)


@pytest.mark.parametrize("address", ["no address", "postgresql://127.0.0.1:9/waylight"])
async def test_a_database_that_is_not_there(tmp_path: Path, address: str) -> None:
    """What can't be opened is told once, by the look at the database."""
    assert await looked(directory.look, settings(tmp_path, database_url=address)) == []


def test_checks_and_numbers() -> None:
    """Old checks are a warning, and so is a country without a number to dial; with neither all is in order."""
    old = list(directory._of_the_checks(Condition(Checked(5, 2, 0), (), ())))
    assert finds(old, "5 services are checked (2 too long ago, 0 never)", Level.WARNING)
    whole = Condition(Checked(5, 0, 0), (), ())
    assert wrong([*directory._of_the_checks(whole), *directory._of_the_numbers(whole)]) == {}
    without = list(directory._of_the_numbers(Condition(Checked(5, 0, 0), ("LA", "KH"), ())))
    assert finds(without, "LA, KH and no emergency number", Level.WARNING)


def test_a_database_that_writes_searches_down() -> None:
    """What PostgreSQL writes into its log of each search is a fault, of failed ones a warning."""
    found = list(directory._of_the_log(Condition(Checked(1, 0, 0), (), ("log_statement", "log_min_error_statement"))))
    assert finds(found, "by log_statement", Level.FAULT)
    assert finds(found, "by log_min_error_statement", Level.WARNING)


async def test_catalogues_that_nobody_has_read(tmp_path: Path) -> None:
    """Each language whose catalogue says that it is a draft is named, until its header says that somebody read it."""
    [told] = [one for one in await looked(catalogues.look, settings(tmp_path)) if "No native speaker" in one.says]
    assert "km, lo, my" in told.says


@pytest.mark.parametrize(
    ("offered", "begun", "said"),
    [
        ({"es": "reviewed", "th": "reviewed"}, (), {}),
        ({"es": "draft", "th": "reviewed"}, (), {"No native speaker has read es:": Level.WARNING}),
        ({"es": "reviewed"}, ("sw",), {"Not offered, since not all is translated: sw.": Level.WARNING}),
    ],
)
def test_reviews(offered: dict[str, str], begun: tuple[str, ...], said: dict[str, Level]) -> None:
    """Drafts and catalogues that are not whole are told apart."""
    found = catalogues._judged(offered, begun)
    assert len(wrong(found)) == len(said)
    assert all(finds(found, part, level) for part, level in said.items())
