"""Untrusted files: unreadable ones are rejected with a sentence, and nothing outside of them is touched."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.directory.exchange.hsds_files import all_rows, error_text, import_content, import_path, query, service, uid

ORGANIZATIONS = f"id,name,description\n{uid(2)},Harbour House,x\n"
SERVICES = f"id,organization_id,name,status\n{uid(1)},{uid(2)},Harbour Line,active\n"
DOCUMENTS = {
    "no JSON": ('[{"id": 1,]', "line 1: This is not JSON"),
    "nothing": ("", "This is not JSON"),
    "no number": ('[{"id": NaN}]', "NaN, which is no number"),
    "endless number": ('[{"id": Infinity}]', "Infinity, which is no number"),
    "twice": ('[{"id": "a", "id": "b"}]', 'has the field "id" twice'),
    "too deep": ("[" * 100_000, "too deeply"),
    "digits without end": (f'[{{"id": "{uid(1)}", "minimum_age": {"9" * 5000}}}]', "too large"),
}
TABLES = {
    "line": (SERVICES.replace("active", "open"), "services.csv, line 2, column status"),
    "cells": (f"{SERVICES}{uid(5)},x\n", "line 3: This line has 2 cells, the header 4"),
    "twice": (f"{SERVICES}{SERVICES.splitlines()[1]}\n", "line 3: A line above has the same id"),
    "column": (SERVICES.replace("name", "nmae", 1), 'column nmae: The standard has no column "nmae" here.'),
    "missing column": (SERVICES.replace(",status", "").replace(",active", ""), "column status: This column is missing"),
    "column twice": (SERVICES.replace("name,status", "name,name"), "This column occurs twice"),
    "empty cell": (SERVICES.replace("Harbour Line", ""), "line 2, column name: The name is missing"),
    "open quote": (f'{SERVICES}{uid(5)},{uid(2)},"x,active\n', "this is no CSV"),
    "wrong id": (SERVICES.replace(uid(1), "1"), "line 2, column id: This is not a UUID"),
    "lost link": (SERVICES.replace(uid(2), uid(9)), f"points at the organization {uid(9)}"),
    "zero": (SERVICES.replace("Line", "Li\x00ne"), "character that no text can have"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_rejects_invalid_json(name: str, engine: Engine, tmp_path: Path) -> None:
    """JSON outside of the standard is rejected, with its line if there is one."""
    text, sentence = DOCUMENTS[name]
    assert sentence in error_text(import_content(engine, tmp_path, text))


@pytest.mark.parametrize("name", TABLES)
def test_csv_errors_name_their_line(name: str, engine: Engine, tmp_path: Path) -> None:
    """An error in a data package names the file, the line and the column."""
    text, sentence = TABLES[name]
    files = {"organizations.csv": ORGANIZATIONS, "services.csv": text}
    assert sentence in error_text(import_content(engine, tmp_path, files))


@pytest.mark.parametrize("name", ["services.json", "services.csv"])
def test_rejects_other_encodings(name: str, engine: Engine, tmp_path: Path) -> None:
    """A file in an older encoding is rejected rather than garbled."""
    (tmp_path / name).write_bytes("id,name\n1,café".encode("cp1252"))
    assert "This file is not UTF-8" in error_text(import_path(engine, tmp_path / name))


def test_rejects_path_traversal_in_archive(engine: Engine, tmp_path: Path) -> None:
    """A name that leads out of an archive is rejected."""
    for name in ("../services.csv", "/services.csv", "a/../../services.csv", "C:/services.csv"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr(name, SERVICES)
        assert "leads out of it" in error_text(import_path(engine, tmp_path / "x.zip"))


def test_rejects_zip_bomb(engine: Engine, tmp_path: Path) -> None:
    """An archive that unpacks to far more than its size is rejected unread."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 50_000_000)
    assert "unpacks to far more" in error_text(import_path(engine, tmp_path / "x.zip"))


def test_rejects_broken_archive(engine: Engine, tmp_path: Path) -> None:
    """An archive with a damaged file is rejected."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("services.csv", SERVICES)
    damaged = (tmp_path / "x.zip").read_bytes().replace(b"Harbour", b"Garbour")
    (tmp_path / "x.zip").write_bytes(damaged)
    assert "is broken" in error_text(import_path(engine, tmp_path / "x.zip"))


def test_ignores_symlink_out_of_folder(engine: Engine, tmp_path: Path) -> None:
    """A symbolic link out of the folder is not read."""
    (tmp_path / "secret.csv").write_text(SERVICES, encoding="utf-8")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "services.csv").symlink_to(tmp_path / "secret.csv")
    assert "a link to a place outside" in error_text(import_path(engine, tmp_path / "package"))


def test_rejects_path_traversal_in_descriptor(engine: Engine, tmp_path: Path) -> None:
    """A data package whose descriptor names files elsewhere is rejected."""
    (tmp_path / "services.csv").write_text(SERVICES, encoding="utf-8")
    resources = [{"name": "services", "path": "../secret.csv"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    assert "leads out of its folder" in error_text(import_path(engine, tmp_path))


def test_descriptor_names_the_files(own_engine: Engine, tmp_path: Path) -> None:
    """The files of a data package may have any names that its descriptor explains."""
    resources = [{"name": "services", "path": "s.csv"}, {"name": "organizations", "path": "o.csv"}]
    files = {"s.csv": SERVICES, "o.csv": ORGANIZATIONS, "datapackage.json": json.dumps({"resources": resources})}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert import_path(own_engine, tmp_path).created == 2


def test_reports_unknown_files(engine: Engine, tmp_path: Path) -> None:
    """A file with a misspelled name is an error; any other unknown file is ignored with a warning."""
    assert 'Did you mean "services.csv"?' in error_text(import_content(engine, tmp_path, {"servces.csv": SERVICES}))
    (tmp_path / "package" / "servces.csv").unlink()
    report = import_content(engine, tmp_path, {"zebra.csv": "a\n"})
    assert ["It is not read" in str(one) for one in report.warnings] == [True]


def test_formulas_are_texts(own_engine: Engine, tmp_path: Path) -> None:
    """Formulas and SQL are imported as plain texts."""
    name = "=cmd|'/c calc'!A1'); DROP TABLE service; --"
    assert import_content(own_engine, tmp_path, [service(name=name)]).accepted
    assert query(own_engine, "SELECT name FROM service WHERE id = :id", id=uid(1)) == [(name,)]


def test_rejects_empty_folder(engine: Engine, tmp_path: Path) -> None:
    """A folder without files is an error, not an empty import."""
    before = all_rows(engine)
    assert "no JSON or CSV file" in error_text(import_path(engine, tmp_path))
    assert all_rows(engine) == before
