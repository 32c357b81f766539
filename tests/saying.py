"""A process in which every library says at every level what must not be printed.

`python -m tests.saying [own-level] [json]`; with `own-level` the libraries have chosen to be heard from DEBUG on, by
handlers of their own.
"""

import logging
import sys

import structlog

from bot.engine.rasa_patches.logging import quiet_rasa
from bot.privacy.logging import quiet

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
WORDS = "Qwertina +15005550123 https://api.example/bot1:AAToken/sendMessage"


class Unprintable:
    """Something whose text can't be made, which logging finds out when it makes a line."""

    def __str__(self) -> str:
        """Fail, quoting a person."""
        raise ValueError(WORDS)


def say(name: str, level: int) -> None:
    """Log a person's words in every way that logging knows."""
    logger = logging.getLogger(name)
    logger.log(level, WORDS)
    logger.log(level, "said %s by %r", WORDS, {"number": WORDS})
    logger.log(level, f"two %s of {WORDS}", WORDS)  # noqa: G004 - the bad habit is what is tried
    logger.log(level, "not a number: %d", WORDS)
    logger.log(level, Unprintable())
    logger.log(level, "%s", Unprintable())
    logger.log(level, ValueError(WORDS))
    logger.log(level, {"text": WORDS})
    logger.log(level, "more", extra={"text": WORDS, "fault": WORDS, "event": WORDS}, stack_info=True)
    try:
        {}[WORDS]
    except KeyError:
        logger.log(level, WORDS, exc_info=True)
    structlog.get_logger(name).log(level, f"event {WORDS}", user_text=WORDS, fault=WORDS, exc_info=ValueError(WORDS))
    structlog.get_logger(name).bind(parse_data_text=WORDS).log(level, "said %s", WORDS, stack_info=True)


def main() -> None:
    """Let everybody say everything."""
    for name in LIBRARIES:  # a handler that a library brought
        logging.getLogger(name).addHandler(logging.StreamHandler(sys.stdout))
    quiet("DEBUG", "json" if "json" in sys.argv else "text")
    quiet_rasa()
    for name in LIBRARIES:
        if "own-level" in sys.argv:
            logging.getLogger(name).setLevel(logging.DEBUG)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
            say(name, level)


if __name__ == "__main__":
    main()
