"""The API on a loopback port, in its own thread."""

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
from directory.api.limits import WorkLimit

Object = dict[str, Any]


@dataclass(frozen=True)
class Api:
    """A running API, its database, and the ids of the sample organization by name."""

    client: httpx.Client
    engine: Engine
    ids: dict[str, str]

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Send a GET request."""
        return self.client.get(path, params={name: _to_query_value(value) for name, value in params.items()})

    def page(self, path: str, **params: Any) -> Object:
        """Return a page."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        page: Object = answer.json()
        return page

    def ids_of(self, path: str, **params: Any) -> list[str]:
        """Return the ids of a page."""
        return [one["id"] for one in self.page(path, **params)["contents"]]


@contextlib.contextmanager
def serve_api(engine: Engine, **settings: Any) -> Iterator[str]:
    """Serve the API of a directory, mounted as in the bot, without pauses; yield its URL."""
    app = FastAPI(openapi_url=None)
    app.mount("/hsds", make_api(engine, **{"work_limit": WorkLimit(pause_factor=0), **settings}))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="off", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/hsds"
        finally:
            server.should_exit = True
            thread.join(10)


def _to_query_value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
