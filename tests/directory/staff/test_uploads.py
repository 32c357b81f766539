"""Uploads are checked, previewed, imported and deleted, even if processes die."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from directory.backup.writer import create_backup
from directory.db.engine import write_transaction
from directory.domain.import_report import ImportStep
from directory.exchange.spreadsheet import import_sheet
from directory.models import Service, StaffEvent, Upload
from directory.staff.uploads import reports, store
from directory.staff.uploads.file_types import FileKind, TooManyUploadsError, UploadedFile, read_file
from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import State
from directory.staff.uploads.worker import Worker
from tests.directory.exchange.sheet_files import SERVICE, csv_text
from tests.directory.staff.upload_helpers import AT, wait_until_done

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def jobs(own_engine: Engine) -> Jobs:
    """What a process begins; the directory is the starter's."""
    return Jobs(own_engine, Worker(), timedelta(days=180))


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def sheet(**changed: str) -> UploadedFile:
    """Return a sheet of one service."""
    return read_file("new.csv", csv_text(SERVICE | changed).encode())


def services(engine: Engine) -> int:
    """Return how many services there are."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Service)) or 0


def test_check_then_import(jobs: Jobs) -> None:
    """A file is imported only on request; then its content is deleted and the import is logged."""
    before = services(jobs.engine)
    upload_id = jobs.upload(AT, sheet(), now())
    checked = wait_until_done(jobs, upload_id)
    assert checked.state is State.CHECKED
    assert reports.from_json(checked.report or "").report.created == 1
    assert services(jobs.engine) == before

    assert jobs.start_import(upload_id, AT, now())
    done = wait_until_done(jobs, upload_id)
    assert done.state is State.DONE
    assert not reports.from_json(done.report or "").differs
    assert services(jobs.engine) == before + 1
    with jobs.engine.connect() as connection:
        assert store.read_content(connection, upload_id, now()) is None
        noted = connection.execute(
            select(col(StaffEvent.what), col(StaffEvent.account_id), col(StaffEvent.about))
        ).all()
    assert ("imported", AT, "sheet") in [tuple(one) for one in noted]
    assert not jobs.start_import(upload_id, AT, now())


@SQLITE_ONLY
def test_directory_changed_after_the_check(jobs: Jobs, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Changes of the directory since the check are taken into account, and differences are marked."""
    upload_id = jobs.upload(AT, sheet(), now())
    wait_until_done(jobs, upload_id)
    other = tmp_path_factory.mktemp("other") / "other.csv"
    other.write_text(csv_text(SERVICE | {"description": "Somebody else's words."}), encoding="utf-8")
    assert import_sheet(jobs.engine, other).accepted

    jobs.start_import(upload_id, AT, now())
    found = reports.from_json(wait_until_done(jobs, upload_id).report or "")
    assert found.differs
    assert found.unexpected == {0}
    assert [field.field for row in reports.report_rows(found) if (field := row.field)] == ["description"]


def test_job_of_a_dead_process_is_checked_again(jobs: Jobs) -> None:
    """The import of a dead process is checked again, not imported; after two it is given up."""
    upload_id = jobs.upload(AT, sheet(), now())
    wait_until_done(jobs, upload_id)
    before = services(jobs.engine)
    dead(jobs.engine, upload_id, tries=1)
    assert wait_until_done(jobs, upload_id).state is State.CHECKED
    assert services(jobs.engine) == before

    dead(jobs.engine, upload_id, tries=2)
    assert wait_until_done(jobs, upload_id).state is State.FAILED


def test_tries_are_counted_separately(jobs: Jobs) -> None:
    """A dead import is checked once more, however often its check was started."""
    upload_id = jobs.upload(AT, sheet(), now())
    assert wait_until_done(jobs, upload_id).tries == 1
    dying = replace(jobs, work=IdleWorker())
    assert dying.start_import(upload_id, AT, now())
    with jobs.engine.connect() as connection:
        kept = store.find_upload(connection, upload_id, now())
    assert kept
    assert (kept.state, kept.tries) == (State.IMPORTING, 0)
    dead(jobs.engine, upload_id, tries=1)
    assert wait_until_done(jobs, upload_id).state is State.CHECKED


def test_running_job_is_not_deleted(jobs: Jobs) -> None:
    """A file that expires during its import stays until the job or its lease ends."""
    upload_id = jobs.upload(AT, sheet(), now())
    wait_until_done(jobs, upload_id)
    replace(jobs, work=IdleWorker()).start_import(upload_id, AT, now())
    with jobs.engine.begin() as connection:
        connection.execute(update(Upload).values(ends_at=now() - timedelta(seconds=1)))
        assert store.delete_expired(connection, now()) == 0
        assert store.delete_expired(connection, now() + timedelta(minutes=11)) == 1


class IdleWorker(Worker):
    """The worker of a process that dies as soon as it starts a job."""

    def submit(self, job: Callable[[], None]) -> None:
        """Start nothing."""


def dead(engine: Engine, upload_id: str, tries: int) -> None:
    """Leave a running import as a killed process does."""
    left = {"state": State.IMPORTING, "worked_until": now() - timedelta(seconds=1), "tries": tries}
    with engine.begin() as connection:
        connection.execute(update(Upload).where(col(Upload.id) == upload_id).values(**left))


@SQLITE_ONLY
def test_job_fails_after_two_tries(jobs: Jobs) -> None:
    """A job with a live lease is left alone, and is not started twice."""
    upload_id = jobs.upload(AT, sheet(), now())
    wait_until_done(jobs, upload_id)
    with jobs.engine.begin() as connection:
        busy = {"state": State.CHECKING, "worked_until": now() + timedelta(minutes=1)}
        connection.execute(update(Upload).where(col(Upload.id) == upload_id).values(**busy))
    for _ in range(3):
        kept = jobs.refresh(upload_id, now())
        assert kept is not None
        assert kept.state is State.CHECKING
        assert kept.tries == 1


def test_hsds_import_reports_progress(jobs: Jobs) -> None:
    """An HSDS import reports its steps and rows."""
    told: list[tuple[ImportStep, int, int]] = []
    note = jobs.work.set_progress
    jobs.work.set_progress = lambda one, far: (
        told.append((far.step, far.done, far.total)) if far else None,
        note(one, far),
    )[1]  # type: ignore[method-assign]
    said = (
        b'[{"id": "7f7b4b3e-0000-4000-8000-000000000001", "name": "Harbour House", "description": "Helps seafarers."}]'
    )
    upload_id = jobs.upload(AT, read_file("organizations.json", said), now())
    assert wait_until_done(jobs, upload_id).state is State.CHECKED
    jobs.start_import(upload_id, AT, now())
    assert wait_until_done(jobs, upload_id).state is State.DONE
    assert {step for step, _, _ in told} == set(ImportStep)
    assert max(done for _, done, _ in told) == max(total for _, _, total in told) == 1


@SQLITE_ONLY
def test_upload_expires_after_an_hour(own_engine: Engine) -> None:
    """An upload expires after an hour, and the next upload deletes it."""
    with own_engine.connect() as connection, write_transaction(connection):
        upload_id = store.store_upload(connection, AT, sheet(), now() - timedelta(hours=1, seconds=1))
        assert store.find_upload(connection, upload_id, now()) is None
        assert store.list_uploads(connection, store.IMPORT_KINDS, now()) == []
        assert store.delete_expired(connection, now()) == 1
        assert connection.scalar(select(func.count()).select_from(Upload)) == 0


@SQLITE_ONLY
def test_number_of_uploads_is_limited(own_engine: Engine) -> None:
    """The number of stored uploads is limited, so that the disk can't be filled."""
    file = UploadedFile(FileKind.SHEET, "a.csv", b"name")
    with own_engine.connect() as connection, write_transaction(connection):
        for _ in range(10):
            store.store_upload(connection, AT, file, now())
        with pytest.raises(TooManyUploadsError):
            store.store_upload(connection, AT, file, now())
        for kept in store.list_uploads(connection, store.IMPORT_KINDS, now())[:1]:
            store.update_upload(connection, kept.id, State.CHECKING, state=State.CHECKED)
            store.delete_upload(connection, kept.id)
        assert store.store_upload(connection, AT, file, now())


def test_long_reports_are_shortened(jobs: Jobs) -> None:
    """A report with long texts stays small, and says how much is left out."""
    upload_id = jobs.upload(AT, sheet(description="long " * 150), now())
    wait_until_done(jobs, upload_id)
    jobs.start_import(upload_id, AT, now())
    wait_until_done(jobs, upload_id)
    upload_id = jobs.upload(AT, sheet(description="other " * 120), now())
    (row,) = reports.report_rows(reports.from_json(wait_until_done(jobs, upload_id).report or ""))
    assert row.field is not None
    assert len(row.field.old) == len(row.field.new) == 301


@SQLITE_ONLY
def test_backup_has_no_uploads(jobs: Jobs, tmp_path: Path) -> None:
    """A backup contains no uploads, and uploads do not block a backup."""
    wait_until_done(jobs, jobs.upload(AT, sheet(), now()))
    backup = tmp_path / "backup.zip"
    create_backup(jobs.engine, backup)
    with zipfile.ZipFile(backup) as archive:
        assert archive.namelist()
        assert not [name for name in archive.namelist() if "upload" in name]
