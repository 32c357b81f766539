"""The one thread of a process in which files are checked and imported.

One at a time, since each holds the database's write lock and a processor that people's replies need too. The thread
is there only while there is work; a process that stops does not wait for it, and the database undoes what is not whole.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread

from directory.exchange.progress import Step


@dataclass(frozen=True, slots=True)
class HowFar:
    """A step, and how many rows of how many are done; 0 in all where nobody knows."""

    step: Step
    done: int
    total: int


class Work:
    """Jobs one after the other; `exporting` is held by whoever makes a file of the whole directory."""

    def __init__(self) -> None:
        """Begin without jobs and without a thread."""
        self.exporting = Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._lock = Lock()
        self._runs = False
        self._how_far: dict[str, HowFar] = {}

    def begin(self, job: Callable[[], None]) -> None:
        """Do a job when its turn comes; it must not raise anything."""
        with self._lock:
            self._waiting.append(job)
            if self._runs:
                return
            self._runs = True
        Thread(target=self._run, name="staff-files", daemon=True).start()

    def note(self, upload_id: str, how_far: HowFar | None) -> None:
        """Note how far a job of this process is, None when it is over."""
        if how_far is None:
            self._how_far.pop(upload_id, None)
        else:
            self._how_far[upload_id] = how_far

    def how_far(self, upload_id: str) -> HowFar | None:
        """Return how far a job of this process is, None where it runs elsewhere or not yet."""
        return self._how_far.get(upload_id)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            if not self._waiting:
                self._runs = False
                return None
            return self._waiting.popleft()
