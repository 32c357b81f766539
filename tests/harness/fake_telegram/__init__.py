"""Telegram on loopback."""

from tests.harness.fake_telegram.client import ChatMessage, EmulatorClient, make_client, run_emulator

__all__ = ["ChatMessage", "EmulatorClient", "make_client", "run_emulator"]
