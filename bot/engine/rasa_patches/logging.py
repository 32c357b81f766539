"""Keep the texts that people write out of Rasa's logs.

Rasa 3.6.21 passes texts and slots to structlog as values: at DEBUG and, for what it takes for a command, at WARNING.
structlog prints all of it unless it is configured. The patch configures it and raises Rasa's level to ERROR.
"""

import logging

from bot.privacy.logging import configure_structlog


def silence_rasa() -> None:
    """Log only the errors of Rasa, and of these only the place. Safe to call twice."""
    for name in ("rasa", "rasa_sdk"):
        logging.getLogger(name).setLevel(logging.ERROR)
    configure_structlog()
