"""The background thread of a process for checks and imports.

Jobs run one at a time, since each holds the database's write lock and CPU time that chats need. The thread exists only
while there are jobs; a process that stops does not wait for it, and the database rolls back incomplete work.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Thread

from sqlalchemy import Engine
from sqlalchemy.pool import StaticPool

from directory.db.engine import open_engine
from directory.domain.import_report import ImportStep


@dataclass(frozen=True, slots=True)
class Progress:
    """A step and its rows done and in total; `total` is 0 if it is unknown."""

    step: ImportStep
    done: int
    total: int


class Worker:
    """Runs jobs one after the other. `export_lock` is held while an export is created."""

    def __init__(self) -> None:
        """Start without jobs and without a thread."""
        self.export_lock = Lock()
        self._queue: deque[Callable[[], None]] = deque()
        self._lock = Lock()
        self._is_running = False
        self._progress: dict[str, Progress] = {}

    def submit(self, job: Callable[[], None]) -> None:
        """Queue a job; it must not raise."""
        with self._lock:
            self._queue.append(job)
            if self._is_running:
                return
            self._is_running = True
        Thread(target=self._run, name="staff-files", daemon=True).start()

    def set_progress(self, upload_id: str, progress: Progress | None) -> None:
        """Set the progress of a job in this process, None when it has ended."""
        if progress is None:
            self._progress.pop(upload_id, None)
        else:
            self._progress[upload_id] = progress

    def progress(self, upload_id: str) -> Progress | None:
        """Return the progress of a job in this process, or None."""
        return self._progress.get(upload_id)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            if not self._queue:
                self._is_running = False
                return None
            return self._queue.popleft()


@contextmanager
def patient_engine(engine: Engine) -> Iterator[Engine]:
    """Yield a separate engine with long timeouts: the pages' connections give up after seconds."""
    if isinstance(engine.pool, StaticPool):  # an in-memory database has only this connection
        yield engine
        return
    engine_copy = open_engine(engine.url.render_as_string(hide_password=False))
    try:
        yield engine_copy
    finally:
        engine_copy.dispose()
