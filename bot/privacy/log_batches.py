"""Writes log lines once a minute, each kind once with a count, while a process answers people.

A line that is written when a message comes tells when somebody wrote, and whoever reads the journal beside a phone
company's records knows who. A fault that every message meets would also fill the disk. So no line is written for one
message: lines are written at full minutes, whatever happens between. Assumes that the last minute before a process is
killed may be missing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.privacy.log_filter import FilteredMessage

INTERVAL: Final = 60.0
"""Seconds between two batches: as with the metrics, one learns that a message came within a minute, not when."""
_MOST: Final = 999_999
"""The greatest count that is printed."""

Kind = tuple[str, int, str, tuple[object, ...]]
"""Logger, level, sentence and fields without durations, which differ from line to line."""


class BatchHandler(logging.Handler):
    """Passes records on to another handler: at once, or batched after `start`.

    A batch holds what may be printed of a record, and nothing else of it.
    """

    def __init__(
        self,
        target: logging.Handler,
        message_of: Callable[[logging.LogRecord], FilteredMessage],
        goes_at_once: Callable[[logging.LogRecord], bool],
    ) -> None:
        """Write with `target`; `message_of` returns what may be printed of a record.

        `goes_at_once` returns whether a record is never batched: it must tell nothing of when somebody wrote.
        """
        super().__init__()
        self._target = target
        self._message_of = message_of
        self._goes_at_once = goes_at_once
        self._is_batching = False
        self._batch: dict[Kind, tuple[FilteredMessage, int]] = {}

    def start(self) -> None:
        """Batch records from now on."""
        self._is_batching = True

    def stop(self) -> None:
        """Write what is left, and pass records on at once from now on."""
        self._is_batching = False
        self.flush()

    def emit(self, record: logging.LogRecord) -> None:
        """Add a record to the batch, or write it."""
        if not self._is_batching or self._goes_at_once(record):
            self.flush()
            self._target.handle(record)
            return
        message = self._message_of(record)
        fields = tuple(field for field in message.fields.items() if not isinstance(field[1], float))
        kind = (record.name, record.levelno, message.sentence, fields)
        first, times = self._batch.get(kind, (message, 0))
        self._batch[kind] = first, times + 1

    def flush(self) -> None:
        """Write the batch, with the time at which it is written."""
        self.acquire()
        batch, self._batch = self._batch, {}
        self.release()
        for (name, level, *_), (message, times) in batch.items():
            fields = message.fields if times == 1 else {**message.fields, "times": min(times, _MOST)}
            line = FilteredMessage(message.sentence, fields)
            self._target.handle(logging.LogRecord(name, level, "", 0, line, None, None))

    def close(self) -> None:
        """Write what is left, and close both handlers."""
        self.stop()
        self._target.close()
        super().close()


@contextmanager
def batched_log_lines(interval: float = INTERVAL) -> Iterator[None]:
    """Batch the log lines of this process, if `bot.privacy.logging` is configured, and write them in a thread."""
    handler = next((each for each in logging.root.handlers if isinstance(each, BatchHandler)), None)
    if handler is None:
        yield
        return
    is_over = threading.Event()

    def flush_periodically() -> None:
        while not is_over.wait(interval - time.time() % interval):
            handler.flush()

    thread = threading.Thread(target=flush_periodically, name="log batches", daemon=True)
    handler.start()
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        handler.stop()
