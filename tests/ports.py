"""A port for a program that a test starts."""

import secrets
import socket
from contextlib import suppress
from typing import Final

_ASKED_FOR: Final = range(20_000, 32_000)
"""Below those that Linux gives to whoever asks for none (from 32768 on), so that no connection takes it meanwhile."""


def free_port() -> int:
    """Return a loopback port that nobody has just now, and that nobody else is likely to choose before it is used."""
    while True:
        port = secrets.choice(_ASKED_FOR)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
