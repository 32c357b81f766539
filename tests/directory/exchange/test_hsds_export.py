"""Exports conform to the standard, hold only public data, and can be imported unchanged."""

import csv
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from directory.exchange.hsds import export_csv, export_json
from tests.directory.exchange.hsds_files import all_rows, import_content, import_path, service, uid

CHECK = Path(__file__).parents[2] / "conformance" / ".venv" / "bin" / "check-jsonschema"


@pytest.fixture
def exported(own_engine: Engine, tmp_path: Path) -> Path:
    """A folder with the JSON of the seed directory and of a complete service."""
    assert import_content(own_engine, tmp_path, [service(last_modified="2026-11-25T10:00:00Z")]).accepted
    export_json(own_engine, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("name", ["service", "organization"])
def test_export_conforms_to_schema(name: str, exported: Path, hsds: Path, tmp_path: Path) -> None:
    """check-jsonschema accepts every exported object against the compiled schema of the standard."""
    if not CHECK.exists():
        pytest.skip("tests/conformance has no environment (uv sync --project tests/conformance)")
    schema = {"type": "array", "items": json.loads((hsds / f"{name}.json").read_text(encoding="utf-8"))}
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    command: list[str | Path] = [CHECK, "--schemafile", tmp_path / "schema.json", exported / f"{name}s.json"]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    assert result.returncode == 0, result.stdout
    assert len(json.loads((exported / f"{name}s.json").read_text(encoding="utf-8"))) > 500


def test_schema_check_detects_errors(hsds: Path, tmp_path: Path) -> None:
    """The check above rejects an object without its name."""
    if not CHECK.exists():
        pytest.skip("tests/conformance has no environment (uv sync --project tests/conformance)")
    (tmp_path / "x.json").write_text(json.dumps({"id": uid(1), "status": "active"}), encoding="utf-8")
    command: list[str | Path] = [CHECK, "--schemafile", hsds / "service.json", tmp_path / "x.json"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def fix_urls(engine: Engine) -> None:
    """Add https:// to web addresses that were printed without it, as the standard requires."""
    with engine.begin() as connection:
        for table, column in (("service", "url"), ("organization", "website")):
            statement = f"UPDATE {table} SET {column} = 'https://' || {column} WHERE {column} LIKE 'www.%'"  # noqa: S608
            connection.execute(text(statement))


@pytest.mark.parametrize("shape", ["json", "folder", "zip"])
def test_importing_own_export_changes_nothing(shape: str, own_engine: Engine, tmp_path: Path) -> None:
    """The directory's own export changes nothing when it is imported."""
    fix_urls(own_engine)
    output = tmp_path / ("out.zip" if shape == "zip" else "out")
    (export_json if shape == "json" else export_csv)(own_engine, output)
    before = all_rows(own_engine)
    report = import_path(own_engine, output)
    assert report.accepted, report.errors[:3]
    assert (report.created, report.changed, report.changes) == (0, 0, ())
    assert all_rows(own_engine) == before


def test_export_fills_another_directory(own_engine: Engine, tmp_path: Path, databases: Any) -> None:
    """A directory that was filled from an export exports the same."""
    from directory.database import migrate
    from directory.db.engine import open_engine

    fix_urls(own_engine)
    export_csv(own_engine, tmp_path / "one")
    address = databases.empty()
    other = open_engine(address)
    try:
        migrate(other)
        assert import_path(other, tmp_path / "one").accepted
        export_csv(other, tmp_path / "two")
    finally:
        other.dispose()
        databases.drop(address)
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes(), path.name


def test_staff_data_is_not_exported(own_engine: Engine, tmp_path: Path) -> None:
    """Notes for staff and the names of verifiers are in no export."""
    assert import_content(own_engine, tmp_path, [service()]).accepted
    with own_engine.begin() as connection:
        given = {"id": uid(1)}
        connection.execute(text("UPDATE provenance SET note = 'SECRETNOTE' WHERE entity_id = :id"), given)
        connection.execute(text("UPDATE assurance SET verified_by = 'SECRETNAME' WHERE service_id = :id"), given)
    export_json(own_engine, tmp_path / "json")
    export_csv(own_engine, tmp_path / "csv")
    for path in (*(tmp_path / "json").iterdir(), *(tmp_path / "csv").iterdir()):
        assert "SECRET" not in path.read_text(encoding="utf-8"), path.name


def test_rows_without_public_owner_are_not_exported(own_engine: Engine, tmp_path: Path) -> None:
    """Translations and changes of rows that no public table has are not exported."""
    with own_engine.begin() as connection:
        given = {"id": uid(77), "change": uid(78)}
        connection.execute(
            text(
                "INSERT INTO translation (entity_id, field, language, text, reviewed)"
                " VALUES (:id, 'address_1', 'en', 'SECRETLANE', :no)"
            ),
            given | {"no": False},
        )
        change = "INSERT INTO metadata VALUES (:change, :id, 'x', '2026-01-01', 'update', 'x', 'SECRETLANE', 'x', 'x')"
        connection.execute(text(change), given)
    export_csv(own_engine, tmp_path)
    for path in tmp_path.iterdir():
        assert "SECRET" not in path.read_text(encoding="utf-8"), path.name


def test_descriptor_names_every_file(own_engine: Engine, tmp_path: Path) -> None:
    """datapackage.json describes each file with exactly its columns."""
    export_csv(own_engine, tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert {one["path"] for one in described} == {path.name for path in tmp_path.glob("*.csv")}
    for one in described:
        with (tmp_path / one["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in one["schema"]["fields"]]
