"""Malicious files are rejected with a reason, in bounded time and memory."""

import time
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from directory.staff.uploads import reports
from directory.staff.uploads.file_types import (
    ContentMismatchError,
    EmptyFileError,
    FileKind,
    UnknownExtensionError,
    UnpackedTooLargeError,
    read_file,
)
from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import State
from directory.staff.uploads.worker import Worker
from tests.directory.staff.upload_helpers import AT, wait_until_done, zip_bytes, zip_with_false_sizes

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
MEGABYTE = 2**20
MOST_MEMORY = 150 * MEGABYTE
MOST_SECONDS = 30
ZEROS = bytes(100 * MEGABYTE)
BOMB, BOMB_IN_WORKBOOK = zip_bytes(services_json=ZEROS), zip_bytes(sheet1_xml=ZEROS)

REFUSED = {
    "empty": ("a.csv", b"", EmptyFileError),
    "only spaces": ("a.json", b" \r\n\t", EmptyFileError),
    "only zeros": ("a.csv", bytes(1000), EmptyFileError),
    "a picture": ("a.png", b"\x89PNG", UnknownExtensionError),
    "no ending": ("services", b"name", UnknownExtensionError),
    "a text named as a workbook": ("a.xlsx", b"name,country", ContentMismatchError),
    "a workbook named as a text": ("a.csv", zip_bytes(a_json=b"[]"), ContentMismatchError),
    "a cut ZIP": ("a.zip", zip_bytes(a_json=b"[]")[:40], ContentMismatchError),
    "a bomb": ("a.zip", BOMB, UnpackedTooLargeError),
    "a bomb as a workbook": ("a.xlsx", BOMB_IN_WORKBOOK, UnpackedTooLargeError),
}
FAULTY = {
    "a bomb that lies": ("a.zip", zip_with_false_sizes(BOMB, 1000)),
    "a workbook that lies": ("a.xlsx", zip_with_false_sizes(BOMB_IN_WORKBOOK, 1000)),
    "an old workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0 old"),
    "a million columns": ("a.csv", b"name," * 1_000_000),
    "a million short rows": ("a.csv", b"x\n" * 1_000_000),
    "deep JSON": ("a.json", b"[" * MEGABYTE),
    "deep objects": ("services.json", b'[{"id":' + b'{"id":' * 100_000 + b"1" + b"}" * 100_000 + b"}]"),
    "twenty thousand empty objects": ("services.json", b"[" + b"{}," * 20_000 + b"{}]"),
    "a number without end": ("services.json", b'[{"id": ' + b"9" * MEGABYTE + b"}]"),
    "another alphabet": ("a.csv", "name,country\nสายด่วน,Thailand\n".encode("cp874")),
    "another alphabet as JSON": ("services.json", '[{"id": "é"}]'.encode("latin-1")),
    "a picture named as a text": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "an open quotation mark": ("a.csv", b'name,country\n"x,Thailand\n'),
    "no HSDS": ("a.json", b'{"hello": 1}'),
    "a ZIP of nothing that is read": ("a.zip", zip_bytes(a_txt=b"hello")),
    "a way out": ("a.zip", zip_bytes(**{"../../etc/services_json": b"[]"})),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bombs_are_rejected(case: str) -> None:
    """Files that can't be imported are rejected before they are stored or unpacked."""
    name, content, reason = REFUSED[case]
    began = time.monotonic()
    with pytest.raises(reason):
        read_file(name, content)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/new.csv", "new.csv"),
        ("C:\\Users\\me\\new.XLSX", "new.xlsx"),
        ("..csv", "file.csv"),
        ("\u202etxt\x00.json", "txt.json"),
        ("ศูนย์ช่วยเหลือ.json", "ศูนย์ช่วยเหลือ.json"),
        ("ศ" * 300 + ".zip", "ศ" * 50 + ".zip"),
    ],
)
def test_names_are_sanitized(given: str, kept: str) -> None:
    """A name keeps its letters, without folders, invisible characters and characters that file systems reject."""
    content = zip_bytes(a_json=b"[]") if kept.endswith(("zip", "xlsx")) else b"name"
    assert read_file(given, content).name == kept


def test_kinds_are_detected() -> None:
    """The extension decides the kind."""
    assert [read_file(name, b"name").kind for name in ("a.csv", "a.json")] == [FileKind.SHEET, FileKind.HSDS]


@SQLITE_ONLY
@pytest.mark.parametrize("case", FAULTY)
def test_broken_archives_are_rejected(case: str, own_engine: Engine) -> None:
    """What an import can't read is reported as an error and does not crash the process."""
    name, content = FAULTY[case]
    jobs = Jobs(own_engine, Worker(), timedelta(days=180))
    began = time.monotonic()
    tracemalloc.start()
    try:
        kept = wait_until_done(jobs, jobs.upload(AT, read_file(name, content), datetime.now(UTC)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert kept.state is State.CHECKED, kept.state
    report = reports.from_json(kept.report or "").report
    assert report.errors
    assert not report.accepted
    assert all(len(exc.reason) < 400 for exc in report.errors)
    assert peak < MOST_MEMORY, peak // MEGABYTE
    assert time.monotonic() - began < MOST_SECONDS
