"""The API on a loopback port, in a thread of its own."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from directory.api import make_api

Object = dict[str, Any]


@dataclass(frozen=True)
class Api:
    """A running API, its database, and the ids of the rich organization by name."""

    client: httpx.Client
    engine: Engine
    ids: dict[str, str]

    def get(self, path: str, **asked: Any) -> httpx.Response:
        """Ask by GET."""
        return self.client.get(path, params={name: _said(value) for name, value in asked.items()})

    def page(self, path: str, **asked: Any) -> Object:
        """Return a page."""
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.text
        page: Object = answer.json()
        return page

    def ids_of(self, path: str, **asked: Any) -> list[str]:
        """Return the ids of a page."""
        return [one["id"] for one in self.page(path, **asked)["contents"]]


@contextlib.contextmanager
def served(engine: Engine, **settings: Any) -> Iterator[str]:
    """Serve the API of a directory, mounted as the bot mounts it; give its address."""
    app = FastAPI(openapi_url=None)
    app.mount("/hsds", make_api(engine, **settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="off", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/hsds"
        finally:
            server.should_exit = True
            thread.join(10)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
