"""Run an app on a loopback port, in the test's own event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from fastapi import APIRouter, FastAPI


class Server(uvicorn.Server):
    """Stop at once: uvicorn itself looks ten times a second, which is most of a short test."""

    def __init__(self, app: FastAPI) -> None:
        """Take the app."""
        super().__init__(uvicorn.Config(app, log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=5))
        self.stopped = asyncio.Event()

    async def main_loop(self) -> None:
        """Serve until stopped."""
        await self.stopped.wait()


@contextlib.asynccontextmanager
async def served(*routers: APIRouter) -> AsyncIterator[str]:
    """Serve the routers; give the URL."""
    app = FastAPI()
    for router in routers:
        app.include_router(router)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(app)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stopped.set()
            await serving
