"""All the places where something of a person could have been left."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.stage import Stage

Place = tuple[str, bytes]
"""What it is, and what stands there."""


def files_of(stage: Stage) -> Iterator[Place]:
    """Yield each file that the service could write: its log, its database with journals, its temporary files."""
    for path in stage.folder.rglob("*"):
        yield f"name of {path}", str(path).encode()
        if path.is_file():
            yield f"file {path}", path.read_bytes()


def rows_of(stage: Stage) -> Iterator[Place]:
    """Yield the whole directory as SQL, since a row in a database file may be in pieces."""
    with contextlib.closing(sqlite3.connect(stage.folder / "directory.sqlite3")) as database:
        yield "rows of the database", "\n".join(database.iterdump()).encode()


def processes_of(stage: Stage) -> Iterator[Place]:
    """Yield what the system tells of each process to others: where it can't be read, nothing can be left there."""
    for process in stage.processes:
        for one in (process.seen, *process.seen.children(recursive=True)):
            papers = Path("/proc") / str(one.pid)
            for what in ("environ", "cmdline", "comm", "maps"):
                with contextlib.suppress(PermissionError):
                    yield f"{what} of a process", (papers / what).read_bytes()
            with contextlib.suppress(PermissionError):
                for number in (papers / "fd").iterdir():
                    with contextlib.suppress(FileNotFoundError):  # closed meanwhile, or no file
                        yield from _open_file(number)


def _open_file(number: Path) -> Iterator[Place]:
    """Yield the name of a file that a process has open, and what stands in it, also if it was deleted since."""
    name = str(number.readlink())
    yield "name of an open file", name.encode()
    if number.is_file():
        yield f"open file {name}", number.read_bytes()


def records_of(redis: RedisServer) -> Iterator[Place]:
    """Yield each key of Redis, its value, and both as a dump of Redis has them."""
    with redis.client() as client:
        for name in client.scan_iter(count=1000):
            yield "name of a record", name
            yield "a record", client.get(name) or b""
            yield "a record, dumped", client.dump(name) or b""
