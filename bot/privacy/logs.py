"""Quiet logs: what a library would print of a person's words or address is not printed.

httpx logs URLs that carry the bot's token, uvicorn's access log has addresses in it. So
only our own packages may say anything below WARNING. Rasa needs more: `bot/engine/quiet.py`.
"""

import asyncio
import logging
import resource
from typing import Any

from bot.privacy.faults import name_fault

OURS = ("actions", "bot", "directory", "locales", "nlu", "uvicorn.error")

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _NamedFaults(logging.Formatter):
    """Writes the name and the place of an exception, never its text or its cause's: they may quote a person."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Return one line for what `logger.exception` would write as a traceback."""
        return name_fault(ei[1]) if ei[1] else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        """Leave stacks out."""
        return ""


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Let the event loop name the faults that nobody caught, instead of quoting them."""

    def name_it(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        logging.getLogger("bot.loop").error("nobody caught %s", name_fault(fault) if fault else "a fault")

    loop.set_exception_handler(name_it)


def quiet(level: str) -> None:
    """Set up logging for the whole process; `level` is for our own packages only. Safe to call twice.

    No core is dumped either: a crash would write the memory, with words in it, to the disk.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    handler = logging.StreamHandler()
    handler.setFormatter(_NamedFaults(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    # Python's warnings are for developers, who see them in the tests; one may quote what it warns of.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
