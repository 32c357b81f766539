"""Keep Rasa from printing what people write.

Rasa speaks through structlog with texts and slots as values, at DEBUG and, about what it
takes for a command, at WARNING; unconfigured, structlog prints all of it.
"""

import logging
from typing import Any

import structlog


def quiet_rasa() -> None:
    """Let only errors of Rasa's through, and of structlog's events only the name. Safe to call twice."""
    for name in ("rasa", "rasa_sdk"):
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        processors=[_only_the_event, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _only_the_event(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop every value that goes with an event."""
    return {"event": str(event.get("event", "")).partition(" ")[0]}
