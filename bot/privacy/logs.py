"""Quiet logs: what a library would print of a person's words or address is not printed.

httpx logs URLs that carry the bot's token, uvicorn's access log has addresses in it. So
only our own packages may say anything below WARNING. Rasa needs more: `bot/engine/quiet.py`.
"""

import logging

OURS = ("actions", "bot", "directory", "locales", "nlu", "uvicorn.error")

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def quiet(level: str) -> None:
    """Set up logging for the whole process; `level` is for our own packages only. Safe to call twice."""
    logging.basicConfig(level=logging.WARNING, format=_FORMAT, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    # Python's warnings are for developers, who see them in the tests; one may quote what it warns of.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
