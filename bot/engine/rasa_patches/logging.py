"""Keep Rasa from printing what people write.

Rasa speaks through structlog with texts and slots as values, at DEBUG and, about what it
takes for a command, at WARNING; unconfigured, structlog prints all of it.
"""

import logging

from bot.privacy.logging import structured


def quiet_rasa() -> None:
    """Let only errors of Rasa's through, and of these only the place. Safe to call twice."""
    for name in ("rasa", "rasa_sdk"):
        logging.getLogger(name).setLevel(logging.ERROR)
    structured()
