"""Files that staff bring: checked, looked at, taken in, and gone; whatever dies meanwhile."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from directory.backup.writer import back_up
from directory.db.engine import locked
from directory.exchange.progress import Step
from directory.exchange.spreadsheet import import_sheet
from directory.models import Service, StaffEvent, Upload
from directory.staff.uploads import reports, store
from directory.staff.uploads.errors import TooManyUploadsError
from directory.staff.uploads.file_types import File, Kind, read_file
from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import State
from directory.staff.uploads.worker import Work
from tests.directory.exchange.sheet_files import SERVICE, csv_text
from tests.directory.staff.brought import AT, settled

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def jobs(own_engine: Engine) -> Jobs:
    """What a process begins; the directory is the starter's."""
    return Jobs(own_engine, Work(), timedelta(days=180))


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def sheet(**changed: str) -> File:
    """Return a sheet of one service."""
    return read_file("new.csv", csv_text(SERVICE | changed).encode())


def services(engine: Engine) -> int:
    """Return how many services there are."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Service)) or 0


def test_checked_then_imported(jobs: Jobs) -> None:
    """A file is imported only when somebody says so; then its content is gone, and who did it is noted."""
    before = services(jobs.engine)
    upload_id = jobs.bring(AT, sheet(), now())
    checked = settled(jobs, upload_id)
    assert checked.state is State.CHECKED
    assert reports.read(checked.report or "").report.created == 1
    assert services(jobs.engine) == before

    assert jobs.take_in(upload_id, AT, now())
    done = settled(jobs, upload_id)
    assert done.state is State.DONE
    assert not reports.read(done.report or "").differs
    assert services(jobs.engine) == before + 1
    with jobs.engine.connect() as connection:
        assert store.content_of(connection, upload_id, now()) is None
        noted = connection.execute(
            select(col(StaffEvent.what), col(StaffEvent.account_id), col(StaffEvent.about))
        ).all()
    assert ("imported", AT, "sheet") in [tuple(one) for one in noted]
    assert not jobs.take_in(upload_id, AT, now())


@SQLITE_ONLY
def test_changed_meanwhile(jobs: Jobs, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the directory became after the check is judged again, and what the check did not say is marked."""
    upload_id = jobs.bring(AT, sheet(), now())
    settled(jobs, upload_id)
    other = tmp_path_factory.mktemp("other") / "other.csv"
    other.write_text(csv_text(SERVICE | {"description": "Somebody else's words."}), encoding="utf-8")
    assert import_sheet(jobs.engine, other).accepted

    jobs.take_in(upload_id, AT, now())
    found = reports.read(settled(jobs, upload_id).report or "")
    assert found.differs
    assert found.unexpected == {0}
    assert [field.field for row in reports.rows(found) if (field := row.field)] == ["description"]


def test_a_dead_process(jobs: Jobs) -> None:
    """An import that a dead process left is checked anew and not imported; after two dead ones it is given up."""
    upload_id = jobs.bring(AT, sheet(), now())
    settled(jobs, upload_id)
    before = services(jobs.engine)
    dead(jobs.engine, upload_id, tries=1)
    assert settled(jobs, upload_id).state is State.CHECKED
    assert services(jobs.engine) == before

    dead(jobs.engine, upload_id, tries=2)
    assert settled(jobs, upload_id).state is State.FAILED


def test_tries_of_the_check_are_not_those_of_the_import(jobs: Jobs) -> None:
    """An import that dies is checked once more, however often the check before it was begun."""
    upload_id = jobs.bring(AT, sheet(), now())
    assert settled(jobs, upload_id).tries == 1
    dying = replace(jobs, work=NoWork())
    assert dying.take_in(upload_id, AT, now())
    with jobs.engine.connect() as connection:
        kept = store.find(connection, upload_id, now())
    assert kept
    assert (kept.state, kept.tries) == (State.IMPORTING, 0)
    dead(jobs.engine, upload_id, tries=1)
    assert settled(jobs, upload_id).state is State.CHECKED


def test_what_is_worked_on_is_not_swept(jobs: Jobs) -> None:
    """A file whose hour ends during its import stays until the work, or the time for it, is over."""
    upload_id = jobs.bring(AT, sheet(), now())
    settled(jobs, upload_id)
    replace(jobs, work=NoWork()).take_in(upload_id, AT, now())
    with jobs.engine.begin() as connection:
        connection.execute(update(Upload).values(ends_at=now() - timedelta(seconds=1)))
        assert store.sweep(connection, now()) == 0
        assert store.sweep(connection, now() + timedelta(minutes=11)) == 1


class NoWork(Work):
    """The work of a process that dies as soon as it has begun a job."""

    def begin(self, job: Callable[[], None]) -> None:
        """Do nothing any more."""


def dead(engine: Engine, upload_id: str, tries: int) -> None:
    """Leave an import as a process does that was killed a while ago."""
    left = {"state": State.IMPORTING, "worked_until": now() - timedelta(seconds=1), "tries": tries}
    with engine.begin() as connection:
        connection.execute(update(Upload).where(col(Upload.id) == upload_id).values(**left))


@SQLITE_ONLY
def test_nobody_waits_for_ever(jobs: Jobs) -> None:
    """A job that another process still works on is left to it; a page that asks does not begin it twice."""
    upload_id = jobs.bring(AT, sheet(), now())
    settled(jobs, upload_id)
    with jobs.engine.begin() as connection:
        busy = {"state": State.CHECKING, "worked_until": now() + timedelta(minutes=1)}
        connection.execute(update(Upload).where(col(Upload.id) == upload_id).values(**busy))
    for _ in range(3):
        kept = jobs.look(upload_id, now())
        assert kept is not None
        assert kept.state is State.CHECKING
        assert kept.tries == 1


def test_hsds_tells_how_far(jobs: Jobs) -> None:
    """Importing HSDS says what it does, step by step, and how many rows of all are written."""
    told: list[tuple[Step, int, int]] = []
    note = jobs.work.note
    jobs.work.note = lambda one, far: (told.append((far.step, far.done, far.total)) if far else None, note(one, far))[1]  # type: ignore[method-assign]
    said = (
        b'[{"id": "7f7b4b3e-0000-4000-8000-000000000001", "name": "Harbour House", "description": "Helps seafarers."}]'
    )
    upload_id = jobs.bring(AT, read_file("organizations.json", said), now())
    assert settled(jobs, upload_id).state is State.CHECKED
    jobs.take_in(upload_id, AT, now())
    assert settled(jobs, upload_id).state is State.DONE
    assert {step for step, _, _ in told} == set(Step)
    assert max(done for _, done, _ in told) == max(total for _, _, total in told) == 1


@SQLITE_ONLY
def test_gone_after_an_hour(own_engine: Engine) -> None:
    """A file that nobody takes in is seen by nobody after an hour, and the next one that is brought removes it."""
    with own_engine.connect() as connection, locked(connection):
        upload_id = store.keep(connection, AT, sheet(), now() - timedelta(hours=1, seconds=1))
        assert store.find(connection, upload_id, now()) is None
        assert store.listed(connection, store.IMPORTED, now()) == []
        assert store.sweep(connection, now()) == 1
        assert connection.scalar(select(func.count()).select_from(Upload)) == 0


@SQLITE_ONLY
def test_so_many_and_no_more(own_engine: Engine) -> None:
    """The table never holds more than some files, so that nobody can fill the disk."""
    file = File(Kind.SHEET, "a.csv", b"name")
    with own_engine.connect() as connection, locked(connection):
        for _ in range(10):
            store.keep(connection, AT, file, now())
        with pytest.raises(TooManyUploadsError):
            store.keep(connection, AT, file, now())
        for kept in store.listed(connection, store.IMPORTED, now())[:1]:
            store.change(connection, kept.id, State.CHECKING, state=State.CHECKED)
            store.discard(connection, kept.id)
        assert store.keep(connection, AT, file, now())


def test_long_reports_are_cut(jobs: Jobs) -> None:
    """A report of long texts stays small enough to be read on a page, and says how much it leaves out."""
    upload_id = jobs.bring(AT, sheet(description="long " * 150), now())
    settled(jobs, upload_id)
    jobs.take_in(upload_id, AT, now())
    settled(jobs, upload_id)
    upload_id = jobs.bring(AT, sheet(description="other " * 120), now())
    (row,) = reports.rows(reports.read(settled(jobs, upload_id).report or ""))
    assert row.field is not None
    assert len(row.field.old) == len(row.field.new) == 301


@SQLITE_ONLY
def test_not_in_a_backup(jobs: Jobs, tmp_path: Path) -> None:
    """A backup holds no file that somebody brought, and what was brought does not stand in its way."""
    settled(jobs, jobs.bring(AT, sheet(), now()))
    backup = tmp_path / "backup.zip"
    back_up(jobs.engine, backup)
    with zipfile.ZipFile(backup) as archive:
        assert archive.namelist()
        assert not [name for name in archive.namelist() if "upload" in name]
