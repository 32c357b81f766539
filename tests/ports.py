"""Free ports for programs that tests start."""

import secrets
import socket
from contextlib import suppress
from typing import Final

_PORTS: Final = range(20_000, 32_000)
"""Below the ephemeral ports of Linux (from 32768), so that no outgoing connection takes the port before it is used."""


def free_port() -> int:
    """Return a random loopback port that is free now, and unlikely to be chosen by another test."""
    while True:
        port = secrets.choice(_PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
