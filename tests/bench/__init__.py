"""Measurements of the service, printed by `make bench`."""

from bot.privacy.logging import quiet

quiet("ERROR")  # before anything that talks is imported
