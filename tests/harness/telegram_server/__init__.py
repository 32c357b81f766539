"""A Bot API on loopback for tests; see README.md."""

from tests.harness.telegram_server.client import BotApi, Said, loopback, running_emulator

__all__ = ["BotApi", "Said", "loopback", "running_emulator"]
