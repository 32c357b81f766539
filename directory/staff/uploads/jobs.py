"""Check a file, or take it in.

The danger is a process that dies in the middle: nobody may wait for ever, and nothing may be imported that nobody has
looked at. A job is one process's until its time is over; then whoever asks next takes it up, and only checks.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from directory.confidential.guard import what_is_protected
from directory.db.engine import locked
from directory.exchange.hsds import import_hsds
from directory.exchange.progress import Step
from directory.exchange.report import Report
from directory.exchange.spreadsheet import import_sheet
from directory.models import Upload
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.uploads import reports, store
from directory.staff.uploads.connections import patient
from directory.staff.uploads.file_types import File, Kind
from directory.staff.uploads.store import AT_WORK, Kept, State
from directory.staff.uploads.worker import HowFar, Work

LOG = structlog.stdlib.get_logger(__name__)
_ONE_PROCESS: Final = timedelta(minutes=10)
"""How long a job is one process's; a file of 10 MB takes a tenth of it."""
_TRIES: Final = 2
_SECONDS_BETWEEN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Jobs:
    """Begins jobs of a database; `stale_after` is how long a check of an entry counts."""

    engine: Engine
    work: Work
    stale_after: timedelta

    def bring(self, account_id: str, file: File, now: datetime) -> str:
        """Keep a file and let it be checked; return its id.

        Raises:
            TooManyUploadsError: as many wait as may.
        """
        with self.engine.connect() as connection, locked(connection):
            upload_id = store.keep(connection, account_id, file, now)
        self._begin(upload_id, State.CHECKING, State.CHECKING, account_id, now)
        return upload_id

    def take_in(self, upload_id: str, account_id: str, now: datetime) -> bool:
        """Let a file that was checked be taken in; tell whether it still waited for that."""
        return self._begin(upload_id, State.CHECKED, State.IMPORTING, account_id, now)

    def look(self, upload_id: str, now: datetime) -> Kept | None:
        """Return a file; what a process that died has left is checked anew, or given up after the second one."""
        with self.engine.connect() as connection:
            kept = store.find(connection, upload_id, now)
        if kept is None or kept.state not in AT_WORK or (kept.worked_until and kept.worked_until > now):
            return kept
        if kept.tries < _TRIES:
            self._begin(upload_id, kept.state, State.CHECKING, kept.account_id, now)
        else:
            with self.engine.connect() as connection, locked(connection):
                store.change(connection, upload_id, kept.state, state=State.FAILED, content=None)
        with self.engine.connect() as connection:
            return store.find(connection, upload_id, now)

    def _begin(self, upload_id: str, was: State, state: State, account_id: str, now: datetime) -> bool:
        until = now + _ONE_PROCESS
        start: dict[str, Any] = {"state": state, "worked_until": until, "step": None, "done": 0, "total": 0}
        if was is State.CHECKED:  # the tries of the check are not those of the import
            start["tries"] = 0
        with self.engine.connect() as connection, locked(connection):
            begun = store.change(connection, upload_id, was, **start)
        if begun:
            self.work.begin(_Job(self, upload_id, state, account_id, until).run)
        return begun


@dataclass(slots=True)
class _Job:
    """One job of one process, as long as `until` stands in the table."""

    jobs: Jobs
    upload_id: str
    state: State
    account_id: str
    until: datetime
    noted_at: float = 0.0

    def run(self) -> None:
        """Do it; what goes wrong is told by the file's state."""
        try:
            with patient(self.jobs.engine) as engine:
                self._do(engine)
        except Exception as fault:  # noqa: BLE001 - nobody is left to tell but the table
            LOG.warning("an uploaded file could not be worked on", fault=type(fault).__name__)
            self._fail()
        finally:
            self.jobs.work.note(self.upload_id, None)

    def _do(self, engine: Engine) -> None:
        with engine.connect() as connection, locked(connection):
            now = datetime.now(UTC)
            if not self._still(connection, worked_until=now + _ONE_PROCESS, tries=Upload.tries + 1):
                return
            self.until = now + _ONE_PROCESS
            kept, content = (
                store.find(connection, self.upload_id, now),
                store.content_of(connection, self.upload_id, now),
            )
        if kept is not None and content is not None:
            report = self._report(engine, kept, content)
            with engine.connect() as connection, locked(connection):
                self._end(connection, kept, report)

    def _report(self, engine: Engine, kept: Kept, content: bytes) -> Report:
        is_protected = what_is_protected(engine)
        dry_run = self.state is State.CHECKING
        stale_after = self.jobs.stale_after
        with TemporaryDirectory(prefix="waylight-") as folder:
            path = Path(folder) / kept.name
            path.write_bytes(content)
            if kept.kind is Kind.SHEET:
                return import_sheet(
                    engine,
                    path,
                    dry_run=dry_run,
                    stale_after=stale_after,
                    is_protected=is_protected,
                    progress=self._tell,
                )
            return import_hsds(
                engine,
                path,
                path.name,
                stale_after=stale_after,
                is_protected=is_protected,
                dry_run=dry_run,
                progress=self._tell,
            )

    def _end(self, connection: Connection, kept: Kept, report: Report) -> None:
        """Note what came of it; what was taken in goes at once."""
        is_import = self.state is State.IMPORTING
        values: dict[str, Any] = {"state": State.CHECKED, "report": reports.written(report, kept.report)}
        if is_import and report.accepted:
            # Also where somebody else has taken the job up meanwhile: the entries are changed all the same.
            note_act(connection, Act.IMPORTED, self.account_id, kept.kind, datetime.now(UTC))
            values |= {"state": State.DONE, "content": None}
        if not self._still(connection, worked_until=None, **values):
            LOG.warning("an uploaded file was taken up by somebody else before its work ended")

    def _tell(self, step: Step, done: int, total: int, /) -> None:
        """Note how far it is: for this process always, for others once a second where the table can be written."""
        self.jobs.work.note(self.upload_id, HowFar(step, done, total))
        # On SQLite the import itself holds the only lock there is.
        if self.jobs.engine.dialect.name == "sqlite" or monotonic() < self.noted_at + _SECONDS_BETWEEN:
            return
        self.noted_at = monotonic()
        with self.jobs.engine.begin() as connection:
            self._still(connection, step=step.value, done=done, total=total)

    def _fail(self) -> None:
        try:
            with self.jobs.engine.connect() as connection, locked(connection):
                self._still(connection, state=State.FAILED, content=None, worked_until=None)
        except SQLAlchemyError as fault:
            # Whoever asks after `until` takes it up.
            LOG.warning("the state of an uploaded file was not written", fault=type(fault).__name__)

    def _still(self, connection: Connection, **values: Any) -> bool:
        """Change the file if this job is still the one that works on it; tell whether it was."""
        return store.change(connection, self.upload_id, self.state, self.until, **values)
