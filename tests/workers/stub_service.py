"""A service without a model under the real supervisor. Its workers answer with their process ids and fail on request.

Run as `python -m tests.workers.stub_service serve|supervise|generation ...`; `serve` is a single process.
"""

import asyncio
import os
import socket
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from bot.privacy.logging import configure_logging
from bot.workers import server, supervisor
from bot.workers.supervisor import Supervisor

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse

STUB = "tests.workers.stub_service"


def create_stub_app() -> "Starlette":
    """Return an app that answers with process ids."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def who(_: "Request") -> "PlainTextResponse":
        return PlainTextResponse(str(os.getpid()))

    async def slowly(request: "Request") -> "PlainTextResponse":
        await asyncio.sleep(0.5)
        return await who(request)

    async def die(_: "Request") -> None:
        os._exit(7)

    async def hang(_: "Request") -> None:
        time.sleep(3600)  # noqa: ASYNC251 - that is the fault

    async def echo(request: "Request") -> "PlainTextResponse":
        body = await request.body()
        await asyncio.sleep(0.2)
        return PlainTextResponse(body)

    async def health(_: "Request") -> "PlainTextResponse":
        return PlainTextResponse("", 503 if app.state.readiness.stopping else 200)

    async def missing() -> list[str]:
        return ["store"] if _file_exists("STUB_HAS_NO_STORE") else []

    routes = [Route("/who", who), Route("/slowly", slowly), Route("/die", die), Route("/hang", hang)]
    routes += [Route("/webhooks/sms", echo, methods=["POST"]), Route("/health", health)]
    app = Starlette(routes=routes)
    app.state.readiness = SimpleNamespace(stopping=False, missing=missing)
    return app


def _file_exists(setting: str) -> bool:
    """Return whether the file that an environment variable names exists."""
    return Path(os.environ.get(setting, "/no/such/file")).exists()


def _generate(listeners: list[int], ready_fd: int, supervisor_pid: int, *, replaces: bool) -> None:
    from bot.workers.generation import Generation, UnsafeForkError, WorkerFailedError, end_with_parent

    end_with_parent(supervisor_pid)
    server.HANG_TIMEOUT = float(os.environ.get("STUB_HANGS_AFTER", "60"))
    if os.environ.get("STUB_FAILS"):
        sys.exit(5)
    if os.environ.get("STUB_HAS_A_THREAD"):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    if _file_exists("STUB_HANGS"):
        os.write(sys.stderr.fileno(), b"it hangs\n")
        time.sleep(3600)
    kept = socket.create_server(("127.0.0.1", 0)) if os.environ.get("STUB_IS_CONNECTED") else None
    generation = Generation(create_stub_app(), [socket.socket(fileno=number) for number in listeners])
    try:
        generation.start(replaces=replaces)
    except (UnsafeForkError, WorkerFailedError) as exc:
        sys.exit(str(exc))
    time.sleep(float(os.environ.get("STUB_TELLS_LATE", "0")))
    generation.run(ready_fd)
    del kept


if __name__ == "__main__":
    configure_logging("INFO")
    command, *arguments = sys.argv[1:]
    if command == "serve":
        server.Server(create_stub_app()).run(sockets=[socket.socket(fileno=int(arguments[0]))])
        sys.exit(0)
    if command == "supervise":
        supervisor.START_TIMEOUT = float(os.environ.get("STUB_STARTS_WITHIN", "30"))
        python = os.environ.get("STUB_PYTHON", sys.executable)
        sys.exit(
            asyncio.run(
                Supervisor([int(descriptor) for descriptor in arguments], [python, "-m", STUB, "generation"]).run()
            )
        )
    _, ready_fd, _, supervisor_pid, mode, *sockets = arguments
    _generate(
        [int(descriptor) for descriptor in sockets], int(ready_fd), int(supervisor_pid), replaces=mode == "--replaces"
    )
