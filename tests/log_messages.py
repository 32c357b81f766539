"""A process in which every library logs secrets at every level.

`python -m tests.log_messages [own-level] [json]`; with `own-level` the libraries have set their own level to DEBUG.
"""

import logging
import sys

import structlog

from bot.engine.rasa_patches.logging import silence_rasa
from bot.privacy.logging import configure_logging

LIBRARIES = [
    "aiohttp.access",
    "aiohttp.client",
    "alembic.runtime.migration",
    "apscheduler.scheduler",
    "asyncio",
    "httpcore.http11",
    "httpx",
    "py.warnings",
    "rasa",
    "rasa.core.processor",
    "rasa_sdk.executor",
    "redis",
    "sanic.access",
    "sanic.error",
    "sanic.root",
    "sqlalchemy.engine.Engine",
    "sqlalchemy.pool",
    "telegram.Bot",
    "telegram.ext.Updater",
    "twilio.http_client",
    "urllib3.connectionpool",
    "uvicorn.access",
    "uvicorn.asgi",
    "uvicorn.error",
]
SECRETS = ("Qwertina", "15005550123", "AAToken")
TEXT = "Qwertina +15005550123 https://api.example/bot1:AAToken/sendMessage"


class Unprintable:
    """An object whose `str` fails, while logging formats the line."""

    def __str__(self) -> str:
        """Raise an exception with secrets in its text."""
        raise ValueError(TEXT)


def log_secrets(name: str, level: int) -> None:
    """Log the secrets in every way that logging offers."""
    logger = logging.getLogger(name)
    logger.log(level, TEXT)
    logger.log(level, "said %s by %r", TEXT, {"number": TEXT})
    logger.log(level, f"two %s of {TEXT}", TEXT)  # noqa: G004 - tests the bad habit
    logger.log(level, "not a number: %d", TEXT)
    logger.log(level, Unprintable())
    logger.log(level, "%s", Unprintable())
    logger.log(level, ValueError(TEXT))
    logger.log(level, {"text": TEXT})
    logger.log(level, "more", extra={"text": TEXT, "error": TEXT, "event": TEXT}, stack_info=True)
    try:
        {}[TEXT]
    except KeyError:
        logger.log(level, TEXT, exc_info=True)
    structlog.get_logger(name).log(level, f"event {TEXT}", user_text=TEXT, error=TEXT, exc_info=ValueError(TEXT))
    structlog.get_logger(name).bind(parse_data_text=TEXT).log(level, "said %s", TEXT, stack_info=True)


def main() -> None:
    """Log secrets from all libraries."""
    for name in LIBRARIES:  # a library's own handler
        logging.getLogger(name).addHandler(logging.StreamHandler(sys.stdout))
    configure_logging("DEBUG", "json" if "json" in sys.argv else "text")
    silence_rasa()
    for name in LIBRARIES:
        if "own-level" in sys.argv:
            logging.getLogger(name).setLevel(logging.DEBUG)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
            log_secrets(name, level)


if __name__ == "__main__":
    main()
