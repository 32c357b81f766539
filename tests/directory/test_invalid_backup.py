"""Damaged, foreign and invalid backups are rejected with one sentence, and the database stays unchanged."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from directory import open_database
from directory.backup import InvalidBackupError, create_backup, restore_backup
from directory.db.engine import open_engine

pytestmark = pytest.mark.slow

Parts = dict[str, bytes]


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The files in a backup of the seed data."""
    folder = tmp_path_factory.mktemp("backup")
    engine = open_database(f"sqlite:///{folder}/directory.sqlite3")
    create_backup(engine, folder / "whole.zip")
    engine.dispose()
    with zipfile.ZipFile(folder / "whole.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database that must stay empty."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def write_archive(path: Path, parts: Parts) -> Path:
    """Write a backup with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_manifest(parts: Parts, change: Callable[[dict[str, Any]], Any]) -> Parts:
    """Return the files with a modified manifest."""
    document = json.loads(parts["manifest.json"])
    change(document)
    return parts | {"manifest.json": json.dumps(document).encode()}


def with_rows(parts: Parts, table: str, change: Callable[[list[list[Any]], list[str]], Any]) -> Parts:
    """Return the files with modified rows of a table, and a manifest that agrees with them."""
    document = json.loads(parts["manifest.json"])
    table_rows = [json.loads(line) for line in parts[f"tables/{table}.jsonl"].splitlines()]
    change(table_rows, document["tables"][table]["columns"])
    content = b"".join(json.dumps(row).encode() + b"\n" for row in table_rows)
    document["tables"][table] |= {"rows": len(table_rows), "sha256": hashlib.sha256(content).hexdigest()}
    return parts | {"manifest.json": json.dumps(document).encode(), f"tables/{table}.jsonl": content}


def set_value(column: str, value: object) -> Callable[[list[list[Any]], list[str]], None]:
    """Return a modification that sets a value of the last row."""
    return lambda table_rows, columns: table_rows[-1].__setitem__(columns.index(column), value)


def without(parts: Parts, name: str) -> Parts:
    """Return all files but one."""
    return {key: content for key, content in parts.items() if key != name}


INVALID: dict[str, Callable[[Parts], Parts]] = {
    "nothing in it": lambda _: {},
    "somebody else's": lambda _: {"manifest.json": b'{"name": "a web page"}', "index.html": b""},
    "manifest is a list": lambda parts: parts | {"manifest.json": b"[]"},
    "manifest is not JSON": lambda parts: parts | {"manifest.json": b"{"},
    "manifest is not UTF-8": lambda parts: parts | {"manifest.json": b"\xff\xfe{"},
    "manifest far too deep": lambda parts: parts | {"manifest.json": b"[" * 100_000},
    "newer format": lambda parts: with_manifest(parts, lambda m: m.update(format="waylight-directory-backup/9")),
    "newer revision": lambda parts: with_manifest(parts, lambda m: m.update(revision="9999")),
    "revision of another shape": lambda parts: with_manifest(parts, lambda m: m.update(revision=["0001"])),
    "no tables named": lambda parts: with_manifest(parts, lambda m: m.pop("tables")),
    "tables are a list": lambda parts: with_manifest(parts, lambda m: m.update(tables=[])),
    "a table is missing": lambda parts: without(parts, "tables/phone.jsonl"),
    "a table is not named": lambda parts: with_manifest(parts, lambda m: m["tables"].pop("phone")),
    "a table is missing everywhere": lambda parts: with_manifest(
        without(parts, "tables/phone.jsonl"), lambda m: m["tables"].pop("phone")
    ),
    "a file too many": lambda parts: parts | {"../../evil": b"x"},
    "a row was changed": lambda parts: parts | {"tables/phone.jsonl": parts["tables/phone.jsonl"].replace(b"1", b"2")},
    "a row was cut": lambda parts: parts | {"tables/phone.jsonl": parts["tables/phone.jsonl"][:-9]},
    "number of rows is wrong": lambda parts: with_manifest(parts, lambda m: m["tables"]["phone"].update(rows=1)),
    "a row too narrow": lambda parts: with_rows(parts, "phone", lambda table_rows, _: table_rows[-1].pop()),
    "a row that is an object": lambda parts: with_rows(parts, "phone", lambda table_rows, _: table_rows.append({})),  # type: ignore[arg-type]
    "a value that is a list": lambda parts: with_rows(parts, "phone", set_value("number", ["1"])),
    "a value too few in the last table": lambda parts: with_rows(
        parts, "starter_load", set_value("content_hash", None)
    ),
    "an id twice": lambda parts: with_rows(
        parts, "organization", lambda table_rows, _: table_rows.append(table_rows[0])
    ),
    "a moment that is none": lambda parts: with_rows(parts, "assurance", set_value("verified_at", "yesterday")),
    "a moment that is a number": lambda parts: with_rows(parts, "assurance", set_value("verified_at", 7)),
    "a number beyond all": lambda parts: with_rows(parts, "phone_reach", set_value("position", 1 << 70)),
    "a link to nobody": lambda parts: with_rows(parts, "phone", set_value("service_id", "nobody")),
}


@pytest.mark.parametrize("case", INVALID)
def test_invalid_backup_changes_nothing(case: str, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """An invalid backup is rejected with one sentence, and no table is created."""
    path = write_archive(tmp_path / "invalid.zip", INVALID[case](parts))
    with pytest.raises(InvalidBackupError) as error:
        restore_backup(empty, path)
    assert str(error.value).endswith(".")
    assert str(error.value).count(". ") == 0
    assert inspect(empty).get_table_names() == []


@pytest.mark.parametrize("at", [0, 1, 100, 0.3, 0.6, 0.9, 0.999])
def test_rejects_truncated_backup(at: float, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """A truncated backup is rejected."""
    path = write_archive(tmp_path / "cut.zip", parts)
    content = path.read_bytes()
    path.write_bytes(content[: int(at * len(content)) if isinstance(at, float) else at])
    with pytest.raises(InvalidBackupError):
        restore_backup(empty, path)
    assert inspect(empty).get_table_names() == []


@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.75, 0.9])
def test_rejects_corrupted_backup(at: float, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """A backup with flipped bits is rejected."""
    path = write_archive(tmp_path / "changed.zip", parts)
    content = bytearray(path.read_bytes())
    content[int(at * len(content))] ^= 0x55
    path.write_bytes(bytes(content))
    with pytest.raises(InvalidBackupError):
        restore_backup(empty, path)
    assert inspect(empty).get_table_names() == []


def test_late_failure_loses_nothing(filled_url: str, parts: Parts, tmp_path: Path) -> None:
    """If the last row cannot be written, the directory to be replaced is still there."""
    engine = open_engine(filled_url)
    path = write_archive(tmp_path / "invalid.zip", INVALID["a value too few in the last table"](parts))
    with pytest.raises(InvalidBackupError):
        restore_backup(engine, path, replace=True)
    with engine.connect() as connection:
        left = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("service", "search_entry")]  # noqa: S608 - our names
    assert all(left)
    engine.dispose()
