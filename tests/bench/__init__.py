"""Measurements of the service, printed by `make bench`."""

from bot.privacy.logging import configure_logging

configure_logging("ERROR")  # before anything that logs is imported
