"""Rolling back an update as `docs/operating.md` says restores everything that was backed up.

The present release plays the older one; the changes of a later release are simulated.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from bot.service.startup import exit_on_startup_error
from directory import open_database
from directory.cli import app
from directory.db.engine import open_engine
from tests.directory.databases import Databases
from tests.directory.upgrades.first_release import create_first_release, rows_of_staff
from tests.directory.upgrades.test_upgrade import Rows, check_complete

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def run(address: str, *arguments: object) -> tuple[int, str]:
    """Run a command on a database; return exit code and standard error."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"WAYLIGHT_DATABASE_URL": address})
    return result.exit_code, result.stderr


def revision(address: str) -> str:
    """Return the revision of a database."""
    engine = open_engine(address)
    with engine.connect() as connection:
        version = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return version


@pytest.fixture
def before() -> Rows:
    """What staff had entered; filled by `newer_url`."""
    return {}


@pytest.fixture
def newer_url(database_url: str, tmp_path: Path, before: Rows) -> Iterator[str]:
    """The URL of a directory that was backed up and then changed by a later release."""
    engine = open_database(create_first_release(database_url))
    before |= rows_of_staff(engine)
    assert run(database_url, "backup", tmp_path / "before.zip") == (0, "")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_a_later_release (id INTEGER)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    return database_url


def test_restores_backup_into_empty_database(
    newer_url: str, databases: Databases, tmp_path: Path, before: Rows
) -> None:
    """The new tables cannot be replaced; restored to an empty database, the directory is complete."""
    code, stderr = run(newer_url, "restore", tmp_path / "before.zip", "--replace")
    assert (code, "newer version" in stderr) == (2, True)
    assert revision(newer_url) == "9999"
    empty = databases.empty()
    assert run(empty, "restore", tmp_path / "before.zip") == (0, "")
    engine = open_database(empty)
    check_complete(engine, before)
    engine.dispose()
    databases.drop(empty)


@pytest.mark.parametrize("command", ["find --need shelter --country TH", "info", "backup new.zip", "needs"])
def test_commands_reject_newer_database(newer_url: str, tmp_path: Path, command: str) -> None:
    """Commands end with one sentence."""
    result = CliRunner().invoke(
        app,
        [str(tmp_path / word) if word.endswith(".zip") else word for word in command.split()],
        env={"WAYLIGHT_DATABASE_URL": newer_url},
    )
    assert result.exit_code == 2
    assert "newer version" in result.stderr
    assert result.stderr.count("\n") == 1


def test_service_rejects_newer_database(newer_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The service ends with one sentence and changes nothing."""
    with pytest.raises(typer.Exit) as ended, exit_on_startup_error():
        open_database(newer_url)
    assert ended.value.exit_code == 2
    result = capsys.readouterr().err
    assert "newer version" in result
    assert result.count("\n") == 1
    assert revision(newer_url) == "9999"
