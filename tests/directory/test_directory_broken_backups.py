"""A backup that is not whole, not ours or not right is refused in one sentence, and the database stays as it was."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from directory import open_database
from directory.backup import BadBackupError, back_up, restore
from directory.db.engine import connect

Parts = dict[str, bytes]


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The files inside a backup of the starter directory."""
    folder = tmp_path_factory.mktemp("backup")
    engine = open_database(f"sqlite:///{folder}/directory.sqlite3")
    back_up(engine, folder / "whole.zip")
    engine.dispose()
    with zipfile.ZipFile(folder / "whole.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database that must stay empty."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


def packed(path: Path, parts: Parts) -> Path:
    """Write a backup out of its parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def manifest(parts: Parts, change: Callable[[dict[str, Any]], Any]) -> Parts:
    """Return the parts with another manifest."""
    found = json.loads(parts["manifest.json"])
    change(found)
    return parts | {"manifest.json": json.dumps(found).encode()}


def rows(parts: Parts, table: str, change: Callable[[list[list[Any]], list[str]], Any]) -> Parts:
    """Return the parts with other rows of a table, and a manifest that agrees with them."""
    found = json.loads(parts["manifest.json"])
    known = [json.loads(line) for line in parts[f"tables/{table}.jsonl"].splitlines()]
    change(known, found["tables"][table]["columns"])
    content = b"".join(json.dumps(row).encode() + b"\n" for row in known)
    found["tables"][table] |= {"rows": len(known), "sha256": hashlib.sha256(content).hexdigest()}
    return parts | {"manifest.json": json.dumps(found).encode(), f"tables/{table}.jsonl": content}


def put(column: str, value: object) -> Callable[[list[list[Any]], list[str]], None]:
    """Return a change that puts a value into the last row."""
    return lambda known, columns: known[-1].__setitem__(columns.index(column), value)


def without(parts: Parts, name: str) -> Parts:
    """Return the parts without one."""
    return {key: content for key, content in parts.items() if key != name}


WRONG: dict[str, Callable[[Parts], Parts]] = {
    "nothing in it": lambda _: {},
    "somebody else's": lambda _: {"manifest.json": b'{"name": "a web page"}', "index.html": b""},
    "manifest is a list": lambda parts: parts | {"manifest.json": b"[]"},
    "manifest is not JSON": lambda parts: parts | {"manifest.json": b"{"},
    "manifest is not UTF-8": lambda parts: parts | {"manifest.json": b"\xff\xfe{"},
    "manifest far too deep": lambda parts: parts | {"manifest.json": b"[" * 100_000},
    "newer format": lambda parts: manifest(parts, lambda m: m.update(format="waylight-directory-backup/9")),
    "newer revision": lambda parts: manifest(parts, lambda m: m.update(revision="9999")),
    "revision of another shape": lambda parts: manifest(parts, lambda m: m.update(revision=["0001"])),
    "no tables named": lambda parts: manifest(parts, lambda m: m.pop("tables")),
    "tables are a list": lambda parts: manifest(parts, lambda m: m.update(tables=[])),
    "a table is missing": lambda parts: without(parts, "tables/phone.jsonl"),
    "a table is not named": lambda parts: manifest(parts, lambda m: m["tables"].pop("phone")),
    "a table is missing everywhere": lambda parts: manifest(
        without(parts, "tables/phone.jsonl"), lambda m: m["tables"].pop("phone")
    ),
    "a file too many": lambda parts: parts | {"../../evil": b"x"},
    "a row was changed": lambda parts: parts | {"tables/phone.jsonl": parts["tables/phone.jsonl"].replace(b"1", b"2")},
    "a row was cut": lambda parts: parts | {"tables/phone.jsonl": parts["tables/phone.jsonl"][:-9]},
    "number of rows is wrong": lambda parts: manifest(parts, lambda m: m["tables"]["phone"].update(rows=1)),
    "a row too narrow": lambda parts: rows(parts, "phone", lambda known, _: known[-1].pop()),
    "a row that is an object": lambda parts: rows(parts, "phone", lambda known, _: known.append({})),  # type: ignore[arg-type]
    "a value that is a list": lambda parts: rows(parts, "phone", put("number", ["1"])),
    "a value too few in the last table": lambda parts: rows(parts, "starter_load", put("content_hash", None)),
    "an id twice": lambda parts: rows(parts, "organization", lambda known, _: known.append(known[0])),
    "a moment that is none": lambda parts: rows(parts, "assurance", put("verified_at", "yesterday")),
    "a moment that is a number": lambda parts: rows(parts, "assurance", put("verified_at", 7)),
    "a number beyond all": lambda parts: rows(parts, "phone_reach", put("position", 1 << 70)),
    "a link to nobody": lambda parts: rows(parts, "phone", put("service_id", "nobody")),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_backup_changes_nothing(fault: str, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """Whatever is wrong with a backup, it is refused in one sentence and not a table is made."""
    path = packed(tmp_path / "wrong.zip", WRONG[fault](parts))
    with pytest.raises(BadBackupError) as refusal:
        restore(empty, path)
    assert str(refusal.value).endswith(".")
    assert str(refusal.value).count(". ") == 0
    assert inspect(empty).get_table_names() == []


@pytest.mark.parametrize("at", [0, 1, 100, 0.3, 0.6, 0.9, 0.999])
def test_a_backup_that_was_cut_off(at: float, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """A backup that ends too early, wherever, is refused."""
    path = packed(tmp_path / "cut.zip", parts)
    content = path.read_bytes()
    path.write_bytes(content[: int(at * len(content)) if isinstance(at, float) else at])
    with pytest.raises(BadBackupError):
        restore(empty, path)
    assert inspect(empty).get_table_names() == []


@pytest.mark.parametrize("at", [0.1, 0.25, 0.5, 0.75, 0.9])
def test_a_backup_with_a_wrong_bit(at: float, parts: Parts, empty: Engine, tmp_path: Path) -> None:
    """A backup in which a disk has changed some bits is refused."""
    path = packed(tmp_path / "changed.zip", parts)
    content = bytearray(path.read_bytes())
    content[int(at * len(content))] ^= 0x55
    path.write_bytes(bytes(content))
    with pytest.raises(BadBackupError):
        restore(empty, path)
    assert inspect(empty).get_table_names() == []


def test_a_failure_at_the_end_loses_nothing(filled_url: str, parts: Parts, tmp_path: Path) -> None:
    """If the last row of a backup can't be written, the directory that was to be replaced is still there."""
    engine = connect(filled_url)
    path = packed(tmp_path / "wrong.zip", WRONG["a value too few in the last table"](parts))
    with pytest.raises(BadBackupError):
        restore(engine, path, replace=True)
    with engine.connect() as connection:
        left = [connection.scalar(text(f"SELECT count(*) FROM {one}")) for one in ("service", "search_entry")]  # noqa: S608 - our names
    assert all(left)
    engine.dispose()
