"""Check and import uploads in the background.

The danger is a process that dies: no job may hang for ever, and nothing may be imported without a preview. A process
holds a lease on its job; when it expires, the next request starts the job again, and only checks.
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

from directory.confidential.guard import load_protection_check
from directory.db.engine import write_transaction
from directory.domain.import_report import ImportReport, ImportStep
from directory.exchange.hsds import import_hsds
from directory.exchange.spreadsheet import import_sheet
from directory.models import Upload
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.uploads import reports, store
from directory.staff.uploads.file_types import FileKind, UploadedFile
from directory.staff.uploads.store import RUNNING, State, StoredUpload
from directory.staff.uploads.worker import Progress, Worker, patient_engine

LOG = structlog.stdlib.get_logger(__name__)
_LEASE: Final = timedelta(minutes=10)
"""A file of 10 MB takes a tenth of it."""
_MAX_TRIES: Final = 2
_PROGRESS_INTERVAL_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Jobs:
    """Starts jobs; `stale_after` is how long a check of an entry counts."""

    engine: Engine
    work: Worker
    stale_after: timedelta

    def upload(self, account_id: str, file: UploadedFile, now: datetime) -> str:
        """Store a file and start its check; return its id.

        Raises:
            TooManyUploadsError: the maximum number of uploads is waiting.
        """
        with self.engine.connect() as connection, write_transaction(connection):
            upload_id = store.store_upload(connection, account_id, file, now)
        self._start(upload_id, State.CHECKING, State.CHECKING, account_id, now)
        return upload_id

    def start_import(self, upload_id: str, account_id: str, now: datetime) -> bool:
        """Start the import of a checked file; return whether the file was in that state."""
        return self._start(upload_id, State.CHECKED, State.IMPORTING, account_id, now)

    def refresh(self, upload_id: str, now: datetime) -> StoredUpload | None:
        """Return an upload; if its process has died, check it again, or mark it as failed after the second try."""
        with self.engine.connect() as connection:
            upload = store.find_upload(connection, upload_id, now)
        if upload is None or upload.state not in RUNNING or (upload.worked_until and upload.worked_until > now):
            return upload
        if upload.tries < _MAX_TRIES:
            self._start(upload_id, upload.state, State.CHECKING, upload.account_id, now)
        else:
            with self.engine.connect() as connection, write_transaction(connection):
                store.update_upload(connection, upload_id, upload.state, state=State.FAILED, content=None)
        with self.engine.connect() as connection:
            return store.find_upload(connection, upload_id, now)

    def _start(self, upload_id: str, state_before: State, state: State, account_id: str, now: datetime) -> bool:
        until = now + _LEASE
        start: dict[str, Any] = {"state": state, "worked_until": until, "step": None, "done": 0, "total": 0}
        if state_before is State.CHECKED:  # count the tries of the import separately
            start["tries"] = 0
        with self.engine.connect() as connection, write_transaction(connection):
            started = store.update_upload(connection, upload_id, state_before, **start)
        if started:
            self.work.submit(_Job(self, upload_id, state, account_id, until).run)
        return started


@dataclass(slots=True)
class _Job:
    """One job, which this process owns while `until` is stored in the table."""

    jobs: Jobs
    upload_id: str
    state: State
    account_id: str
    until: datetime
    reported_at: float = 0.0

    def run(self) -> None:
        """Run the job; errors are recorded in the state of the upload."""
        try:
            with patient_engine(self.jobs.engine) as engine:
                self._execute(engine)
        except Exception as exc:  # noqa: BLE001 - only the table can report it
            LOG.warning("upload job failed", error=type(exc).__name__)
            self._fail()
        finally:
            self.jobs.work.set_progress(self.upload_id, None)

    def _execute(self, engine: Engine) -> None:
        with engine.connect() as connection, write_transaction(connection):
            now = datetime.now(UTC)
            if not self._update(connection, worked_until=now + _LEASE, tries=Upload.tries + 1):
                return
            self.until = now + _LEASE
            upload, content = (
                store.find_upload(connection, self.upload_id, now),
                store.read_content(connection, self.upload_id, now),
            )
        if upload is not None and content is not None:
            report = self._run_import(engine, upload, content)
            with engine.connect() as connection, write_transaction(connection):
                self._finish(connection, upload, report)

    def _run_import(self, engine: Engine, upload: StoredUpload, content: bytes) -> ImportReport:
        dry_run = self.state is State.CHECKING
        options: Any = {
            "dry_run": dry_run,
            "stale_after": self.jobs.stale_after,
            "is_protected": load_protection_check(engine),
            # What became protected after the check was not read by anybody, so the import refuses it.
            "accept_protected": dry_run or reports.holds_protected(upload.report),
            "progress": self._report_progress,
        }
        with TemporaryDirectory(prefix="waylight-") as folder:
            path = Path(folder) / upload.name
            path.write_bytes(content)
            if upload.kind is FileKind.SHEET:
                return import_sheet(engine, path, **options)
            return import_hsds(engine, path, path.name, **options)

    def _finish(self, connection: Connection, upload: StoredUpload, report: ImportReport) -> None:
        """Store the report, and delete the content of an imported file."""
        is_import = self.state is State.IMPORTING
        values: dict[str, Any] = {"state": State.CHECKED, "report": reports.to_json(report, upload.report)}
        if is_import and report.accepted:
            # Even if the lease was lost meanwhile: the entries are changed.
            log_action(connection, AuditAction.IMPORTED, self.account_id, upload.kind, datetime.now(UTC))
            values |= {"state": State.DONE, "content": None}
        if not self._update(connection, worked_until=None, **values):
            LOG.warning("upload lease lost before the job ended")

    def _report_progress(self, step: ImportStep, done: int, total: int, /) -> None:
        """Record progress: in memory always, in the table once a second if it can be written."""
        self.jobs.work.set_progress(self.upload_id, Progress(step, done, total))
        # On SQLite, the import itself holds the write lock.
        if self.jobs.engine.dialect.name == "sqlite" or monotonic() < self.reported_at + _PROGRESS_INTERVAL_SECONDS:
            return
        self.reported_at = monotonic()
        with self.jobs.engine.begin() as connection:
            self._update(connection, step=step.value, done=done, total=total)

    def _fail(self) -> None:
        try:
            with self.jobs.engine.connect() as connection, write_transaction(connection):
                self._update(connection, state=State.FAILED, content=None, worked_until=None)
        except SQLAlchemyError as exc:
            # The lease expires at `until`, then the next request starts the job again.
            LOG.warning("upload state not written", error=type(exc).__name__)

    def _update(self, connection: Connection, **values: Any) -> bool:
        """Update the upload if this process still owns the job; return whether it does."""
        return store.update_upload(connection, self.upload_id, self.state, self.until, **values)
