"""Whoever goes back over a change of the tables takes the steps of `docs/operating.md`, and has all that was backed up.

The release of now stands for the older one: what a later one has done to the database is made up.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from bot.service.commands import stopped
from directory import open_database
from directory.cli import app
from directory.db.engine import connect
from tests.directory.databases import Databases
from tests.directory.upgrading.releases import laid_down, rows_of_staff
from tests.directory.upgrading.test_upgrading import Rows, is_whole


def run(address: str, *arguments: object) -> tuple[int, str]:
    """Run a command of staff on a database; return the exit code and what it says of a fault."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], env={"WAYLIGHT_DATABASE_URL": address})
    return result.exit_code, result.stderr


def revision(address: str) -> str:
    """Return of which revision a database's tables are."""
    engine = connect(address)
    with engine.connect() as connection:
        found = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return found


@pytest.fixture
def before() -> Rows:
    """What staff had entered; filled by the directory of before."""
    return {}


@pytest.fixture
def newer_url(database_url: str, tmp_path: Path, before: Rows) -> Iterator[str]:
    """The address of a directory that was backed up and then changed by a later release."""
    engine = open_database(laid_down(database_url))
    before |= rows_of_staff(engine)
    assert run(database_url, "backup", tmp_path / "before.zip") == (0, "")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_a_later_release (id INTEGER)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    return database_url


def test_the_backup_of_before_comes_into_an_empty_database(
    newer_url: str, databases: Databases, tmp_path: Path, before: Rows
) -> None:
    """The new tables can't be replaced; beside them, in an empty database, the directory is as it was."""
    code, fault = run(newer_url, "restore", tmp_path / "before.zip", "--replace")
    assert (code, "newer version" in fault) == (2, True)
    assert revision(newer_url) == "9999"
    empty = databases.empty()
    assert run(empty, "restore", tmp_path / "before.zip") == (0, "")
    engine = open_database(empty)
    is_whole(engine, before)
    engine.dispose()
    databases.drop(empty)


@pytest.mark.parametrize("asked", ["find --need shelter --country TH", "info", "backup new.zip", "needs"])
def test_every_command_says_so_too(newer_url: str, tmp_path: Path, asked: str) -> None:
    """A command on such tables ends with the same sentence."""
    said = CliRunner().invoke(
        app,
        [str(tmp_path / word) if word.endswith(".zip") else word for word in asked.split()],
        env={"WAYLIGHT_DATABASE_URL": newer_url},
    )
    assert said.exit_code == 2
    assert "newer version" in said.stderr
    assert said.stderr.count("\n") == 1


def test_the_service_says_that_it_is_too_old(newer_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Started on tables that it does not know it ends with one sentence, and changes nothing."""
    with pytest.raises(typer.Exit) as ended, stopped():
        open_database(newer_url)
    assert ended.value.exit_code == 2
    said = capsys.readouterr().err
    assert "newer version" in said
    assert said.count("\n") == 1
    assert revision(newer_url) == "9999"
