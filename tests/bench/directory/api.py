"""The HSDS API as partner systems use it: a real server on this machine, queried over HTTP."""

import http.client
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any, Final

import uvicorn
from sqlalchemy import Engine, text

from directory.api import make_api
from directory.api.limits import WorkLimit
from directory.db.engine import open_engine
from directory.search import Need
from directory.taxonomy import need_term_id
from tests.ports import free_port

_HOST: Final = "127.0.0.1"
_TIMEOUT_SECONDS: Final = 60
KINDS: Final = ("page", "deep page", "full", "filter", "search", "one service")

Fetch = Callable[[str], None]


@contextmanager
def running_api(url: str) -> Iterator[Fetch]:
    """Serve the directory at a database URL in its own process; yield a function that requests a path."""
    port = free_port()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(url, port), daemon=True)
    server.start()
    _wait_for(port)
    connection = http.client.HTTPConnection(_HOST, port, timeout=_TIMEOUT_SECONDS)
    try:
        yield lambda path: _get(connection, path)
    finally:
        connection.close()
        server.terminate()
        server.join()


def paths(kind: str, engine: Engine, count: int, pages: int) -> Iterator[str]:
    """Yield paths of a kind; `pages` is the number of pages of 50."""
    rng = Random(kind)  # noqa: S311 - the same on every machine
    terms = [need_term_id(need.value) for need in Need]
    with engine.connect() as connection:
        service_ids: list[str] = list(connection.execute(text("SELECT id FROM service LIMIT 2000")).scalars())
    for _ in range(count):
        yield {
            "page": f"/services?per_page=50&page={rng.randint(1, 3)}",
            "deep page": f"/services?per_page=50&page={rng.randint(1, pages)}",
            "full": f"/services?per_page=10&full=true&page={rng.randint(1, 5)}",
            "filter": f"/services?per_page=50&taxonomy_term_id={rng.choice(terms)}&page={rng.randint(1, 3)}",
            "search": f"/services?per_page=50&search={rng.choice(('harbour', 'legal+aid', 'clinic', 'lantern'))}",
            "one service": f"/services/{rng.choice(service_ids)}",
        }[kind]


def _serve(url: str, port: int) -> None:
    uvicorn.run(
        make_api(open_engine(url), work_limit=WorkLimit(pause_factor=0)),
        host=_HOST,
        port=port,
        log_level="error",
        access_log=False,
        ws="none",
    )


def _wait_for(port: int) -> None:
    end = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection((_HOST, port), timeout=1):
            return
        time.sleep(0.1)


def _get(connection: Any, path: str) -> None:
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    if response.status != http.client.OK:
        raise RuntimeError(response.status)
