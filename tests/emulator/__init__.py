"""A Bot API on loopback for tests; see README.md."""

from tests.emulator.client import BotApi, Said, loopback, running_emulator

__all__ = ["BotApi", "Said", "loopback", "running_emulator"]
