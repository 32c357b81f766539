"""All locations where personal data could have been left."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.service_fixture import RunningService

Location = tuple[str, bytes]
"""Description and content."""


def files_of(stage: RunningService) -> Iterator[Location]:
    """Yield each file that the service could write: log, database with journals, temporary files."""
    for path in stage.folder.rglob("*"):
        yield f"name of {path}", str(path).encode()
        if path.is_file():
            yield f"file {path}", path.read_bytes()


def rows_of(stage: RunningService) -> Iterator[Location]:
    """Yield the whole directory as SQL, since a database file may split a row."""
    with contextlib.closing(sqlite3.connect(stage.folder / "directory.sqlite3")) as database:
        yield "rows of the database", "\n".join(database.iterdump()).encode()


def processes_of(stage: RunningService) -> Iterator[Location]:
    """Yield what /proc shows of each process."""
    for process in stage.processes:
        for member in (process.seen, *process.seen.children(recursive=True)):
            proc = Path("/proc") / str(member.pid)
            for what in ("environ", "cmdline", "comm", "maps"):
                with contextlib.suppress(PermissionError):
                    yield f"{what} of a process", (proc / what).read_bytes()
            with contextlib.suppress(PermissionError):
                for number in (proc / "fd").iterdir():
                    with contextlib.suppress(FileNotFoundError):  # closed meanwhile, or no file
                        yield from _open_file(number)


def _open_file(number: Path) -> Iterator[Location]:
    """Yield the name and content of an open file, also if it was deleted since."""
    name = str(number.readlink())
    yield "name of an open file", name.encode()
    if number.is_file():
        yield f"open file {name}", number.read_bytes()


def records_of(redis: RedisServer) -> Iterator[Location]:
    """Yield each Redis key, its value, and its dump."""
    with redis.client() as client:
        for name in client.scan_iter(count=1000):
            yield "name of a record", name
            yield "a record", client.get(name) or b""
            yield "a record, dumped", client.dump(name) or b""
