"""A service without a model, kept as the real one is: its workers say who they are, and end when they are asked to.

Run as `python -m tests.workers.small keep|generate ...`.
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

from bot.privacy.logging import quiet
from bot.workers import server, supervisor
from bot.workers.supervisor import Keeper

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse

SMALL = "tests.workers.small"


def make_small_app() -> "Starlette":
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

    async def missing() -> list[str]:
        return ["store"] if _is_there("SMALL_HAS_NO_STORE") else []

    app = Starlette(routes=[Route("/who", who), Route("/slowly", slowly), Route("/die", die), Route("/hang", hang)])
    app.state.readiness = SimpleNamespace(stopping=False, missing=missing)
    return app


def _is_there(setting: str) -> bool:
    """Tell whether the file that a variable of the environment names is there."""
    return Path(os.environ.get(setting, "/no/such/file")).exists()


def _generate(listeners: list[int], tell: int, keeper: int, *, replaces: bool) -> None:
    from bot.workers.generation import Generation, NotAloneError, NotStartedError
    from bot.workers.parent_death import end_with

    end_with(supervisor)
    server.HANGS_AFTER = float(os.environ.get("SMALL_HANGS_AFTER", "60"))
    if os.environ.get("SMALL_FAILS"):
        sys.exit(5)
    if os.environ.get("SMALL_HAS_A_THREAD"):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    if _is_there("SMALL_HANGS"):
        os.write(sys.stderr.fileno(), b"it hangs\n")
        time.sleep(3600)
    kept = socket.create_server(("127.0.0.1", 0)) if os.environ.get("SMALL_IS_CONNECTED") else None
    generation = Generation(make_small_app(), [socket.socket(fileno=number) for number in listeners])
    try:
        generation.start(replaces=replaces)
    except (NotAloneError, NotStartedError) as fault:
        sys.exit(str(fault))
    time.sleep(float(os.environ.get("SMALL_TELLS_LATE", "0")))
    generation.run(tell)
    del kept


if __name__ == "__main__":
    quiet("INFO")
    what, *given = sys.argv[1:]
    if what == "keep":
        supervisor.STARTS_WITHIN = float(os.environ.get("SMALL_STARTS_WITHIN", "30"))
        python = os.environ.get("SMALL_PYTHON", sys.executable)
        sys.exit(asyncio.run(Keeper([int(one) for one in given], [python, "-m", SMALL, "generate"]).run()))
    _, told, _, kept_by, how, *sockets = given
    _generate([int(one) for one in sockets], int(told), int(kept_by), replaces=how == "--replaces")
