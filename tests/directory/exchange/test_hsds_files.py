"""Files from strangers: what can't be read is refused with a sentence, and nothing outside is touched."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.directory.exchange.hsds_files import everything, imported, rows, said, service, taken, uid

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
    "column twice": (SERVICES.replace("name,status", "name,name"), "This column is there twice"),
    "empty cell": (SERVICES.replace("Harbour Line", ""), "line 2, column name: The name is missing"),
    "open quote": (f'{SERVICES}{uid(5)},{uid(2)},"x,active\n', "this is no CSV"),
    "wrong id": (SERVICES.replace(uid(1), "1"), "line 2, column id: This is not a UUID"),
    "lost link": (SERVICES.replace(uid(2), uid(9)), f"points at the organization {uid(9)}"),
    "zero": (SERVICES.replace("Line", "Li\x00ne"), "character that no text can have"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_no_json(name: str, engine: Engine, tmp_path: Path) -> None:
    """What JSON does not allow is refused, with its line where there is one."""
    text, sentence = DOCUMENTS[name]
    assert sentence in said(imported(engine, tmp_path, text))


@pytest.mark.parametrize("name", TABLES)
def test_faults_of_lines(name: str, engine: Engine, tmp_path: Path) -> None:
    """A fault in a data package names the file, the line and the column."""
    text, sentence = TABLES[name]
    files = {"organizations.csv": ORGANIZATIONS, "services.csv": text}
    assert sentence in said(imported(engine, tmp_path, files))


@pytest.mark.parametrize("name", ["services.json", "services.csv"])
def test_other_encodings(name: str, engine: Engine, tmp_path: Path) -> None:
    """A file in an older encoding is refused rather than misread."""
    (tmp_path / name).write_bytes("id,name\n1,café".encode("cp1252"))
    assert "This file is not UTF-8" in said(taken(engine, tmp_path / name))


def test_archive_that_climbs_out(engine: Engine, tmp_path: Path) -> None:
    """A name in an archive that leads out of it is refused."""
    for name in ("../services.csv", "/services.csv", "a/../../services.csv", "C:/services.csv"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr(name, SERVICES)
        assert "leads out of it" in said(taken(engine, tmp_path / "x.zip"))


def test_archive_that_grows(engine: Engine, tmp_path: Path) -> None:
    """An archive that unpacks to far more than it weighs is refused unread."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 50_000_000)
    assert "unpacks to far more" in said(taken(engine, tmp_path / "x.zip"))


def test_broken_archive(engine: Engine, tmp_path: Path) -> None:
    """An archive with a damaged file is refused."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("services.csv", SERVICES)
    damaged = (tmp_path / "x.zip").read_bytes().replace(b"Harbour", b"Garbour")
    (tmp_path / "x.zip").write_bytes(damaged)
    assert "is broken" in said(taken(engine, tmp_path / "x.zip"))


def test_folder_with_a_link_outside(engine: Engine, tmp_path: Path) -> None:
    """A file of a folder that is a link to somewhere else is not read."""
    (tmp_path / "secret.csv").write_text(SERVICES, encoding="utf-8")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "services.csv").symlink_to(tmp_path / "secret.csv")
    assert "a link to a place outside" in said(taken(engine, tmp_path / "package"))


def test_descriptor_that_climbs_out(engine: Engine, tmp_path: Path) -> None:
    """A data package whose descriptor names files elsewhere is refused."""
    (tmp_path / "services.csv").write_text(SERVICES, encoding="utf-8")
    resources = [{"name": "services", "path": "../secret.csv"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    assert "leads out of its folder" in said(taken(engine, tmp_path))


def test_descriptor_names_the_files(own_engine: Engine, tmp_path: Path) -> None:
    """A data package may call its files as it likes if its descriptor says what they are."""
    resources = [{"name": "services", "path": "s.csv"}, {"name": "organizations", "path": "o.csv"}]
    files = {"s.csv": SERVICES, "o.csv": ORGANIZATIONS, "datapackage.json": json.dumps({"resources": resources})}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert taken(own_engine, tmp_path).created == 2


def test_file_that_is_none_of_the_standard(engine: Engine, tmp_path: Path) -> None:
    """A file whose name is nearly one of the standard is a fault; any other is told and not read."""
    assert 'Did you mean "services.csv"?' in said(imported(engine, tmp_path, {"servces.csv": SERVICES}))
    (tmp_path / "package" / "servces.csv").unlink()
    report = imported(engine, tmp_path, {"zebra.csv": "a\n"})
    assert ["It is not read" in str(one) for one in report.warnings] == [True]


def test_formulas_are_texts(own_engine: Engine, tmp_path: Path) -> None:
    """What a spreadsheet would run, and what a database would, is a text like any other."""
    name = "=cmd|'/c calc'!A1'); DROP TABLE service; --"
    assert imported(own_engine, tmp_path, [service(name=name)]).accepted
    assert rows(own_engine, "SELECT name FROM service WHERE id = :id", id=uid(1)) == [(name,)]


def test_empty_folder(engine: Engine, tmp_path: Path) -> None:
    """A folder without a file to read is a fault, not an import of nothing."""
    before = everything(engine)
    assert "no JSON or CSV file" in said(taken(engine, tmp_path))
    assert everything(engine) == before
