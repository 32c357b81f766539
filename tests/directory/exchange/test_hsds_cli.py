"""`waylight directory import`, `export`, `template`, `validate` and `stale`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from directory.cli import app
from directory.db.engine import open_engine
from tests.directory.exchange.hsds_files import service, uid


@pytest.fixture
def run(tmp_path: Path, filled_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a directory of its own."""
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def valid_file(tmp_path: Path) -> Path:
    """A file without errors."""
    path = tmp_path / "services.json"
    path.write_text(json.dumps([service()]), encoding="utf-8")
    return path


@pytest.fixture
def invalid_file(tmp_path: Path) -> Path:
    """A file with an error."""
    path = tmp_path / "bad.json"
    path.write_text(json.dumps([service(status="open")]), encoding="utf-8")
    return path


def test_import_twice(run: Any, valid_file: Path) -> None:
    """An import reports what it did; a second one, that it changed nothing."""
    first = run("import", valid_file, "--source", "Partner").stdout
    assert first == "2 created, 0 changed, 0 unchanged; 8 other rows changed.\n"
    assert run("import", valid_file).stdout == "0 created, 0 changed, 2 unchanged.\n"


def test_trust_checks(run: Any, tmp_path: Path) -> None:
    """Verifications of a file are ignored, with a warning, unless its source is trusted."""
    path = tmp_path / "checked.json"
    checked = service(waylight={"assurance": {"verified_at": "2026-01-05T10:00:00Z"}})
    path.write_text(json.dumps([checked]), encoding="utf-8")
    assert "--trust-checks" in run("import", path).stderr
    trusted = run("import", path, "--trust-checks")
    assert trusted.stdout == "0 created, 1 changed, 1 unchanged; 1 other rows changed.\n"
    assert not trusted.stderr


def test_dry_run(run: Any, valid_file: Path) -> None:
    """A dry run lists what would change, and changes nothing."""
    result = run("import", valid_file, "--dry-run")
    assert result.exit_code == 0
    assert "2 would be created" in result.stdout
    assert f"created service Harbour Line ({uid(1)})" in result.stdout
    assert "2 created" in run("import", valid_file).stdout


@pytest.mark.parametrize("command", ["import", "validate"])
def test_errors_exit_with_1(command: str, run: Any, invalid_file: Path) -> None:
    """Errors are printed on stderr, and the exit code is 1."""
    result = run(command, invalid_file)
    assert result.exit_code == 1
    assert "bad.json: service[0], column status: This is not one of the possible values." in result.stderr
    assert "Nothing was written." in result.stderr


def test_validate_writes_nothing(run: Any, valid_file: Path) -> None:
    """Validating a file without errors says so and imports nothing."""
    assert run("validate", valid_file).exit_code == 0
    assert "2 created" in run("import", valid_file).stdout


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (("--format", "hsds-json"), {"services.json", "organizations.json"}),
        (("--format", "hsds-json", "--language", "th"), {"services.json", "organizations.json"}),
        (("--format", "hsds-csv"), {"services.csv", "phones.csv", "waylight_coverage.csv", "datapackage.json"}),
    ],
)
def test_export(arguments: tuple[str, ...], files: set[str], run: Any, tmp_path: Path) -> None:
    """An export writes the files of its format."""
    assert run("export", *arguments, "--output", tmp_path / "out").exit_code == 0
    assert files <= {path.name for path in (tmp_path / "out").iterdir()}


def test_sheet_and_template(run: Any, tmp_path: Path) -> None:
    """The same commands export and import the sheet."""
    assert run("export", "--format", "sheet", "--output", tmp_path / "sheet.csv").exit_code == 0
    assert "0 created, 0 changed" in run("import", tmp_path / "sheet.csv").stdout
    assert run("template", "--output", tmp_path / "empty.xlsx").exit_code == 0
    assert (tmp_path / "empty.xlsx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "auto", "--output", "x"),
        ("export", "--format", "hsds-csv", "--language", "th", "--output", "x"),
        ("export", "--format", "hsds-json", "--language", "xx", "--output", "x"),
        ("export", "--format", "sheet", "--output", "x.txt"),
        ("template", "--output", "x.txt"),
        ("import", "nowhere.json"),
        ("import", ".", "--format", "xml"),
        ("stale", "--country", "XX"),
        ("stale", "--days", "0"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], run: Any) -> None:
    """Invalid usage exits with 2 and one sentence."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr


def test_stale(run: Any, valid_file: Path, filled_url: str) -> None:
    """Entries that were never verified come first, then the oldest; a recent one is not listed."""
    run("import", valid_file)
    engine = open_engine(filled_url)
    checked = datetime.now(UTC) - timedelta(days=10)
    statement = "UPDATE assurance SET verified_at = :at WHERE service_id = :id"
    with engine.begin() as connection:
        connection.execute(text(statement), {"at": checked, "id": uid(1)})
    engine.dispose()
    listed = json.loads(run("stale", "--days", "5", "--country", "TH", "--json").stdout)
    assert [one["id"] for one in listed][-1] == uid(1)
    assert listed[0]["verified_at"] is None
    assert uid(1) not in [one["id"] for one in json.loads(run("stale", "--json").stdout)]
    assert uid(1) in run("stale", "--days", "5", "--country", "TH").stdout
