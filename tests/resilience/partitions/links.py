"""Networks between this machine and a far side, which can be cut: packets vanish, and nobody is told."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
_TOOLS = ("ip", "nsenter", "unshare")


class NoNetworksError(Exception):
    """Nobody can make networks here: root can, with the tools of iproute2 and util-linux, where the system lets it."""


@dataclass(frozen=True)
class Link:
    """One pair of virtual Ethernet devices (veth), and what is reached over it."""

    host: str
    port: int
    _device: str
    _holder: int
    """The process whose namespace the far device is in."""

    def cut(self) -> None:
        """Let nothing pass any more."""
        self._set("down")

    def mend(self) -> None:
        """Let everything pass, also what was sent meanwhile and is sent again."""
        self._set("up")

    def _set(self, state: str) -> None:
        _run("nsenter", f"--net=/proc/{self._holder}/ns/net", "ip", "link", "set", self._device, state)


@contextlib.contextmanager
def linked(roads: Mapping[int, str]) -> Iterator[list[Link]]:
    """Give a link for each port -> path of a socket; raise NoNetworksError."""
    if os.geteuid() or not all(map(shutil.which, _TOOLS)):
        raise NoNetworksError
    carried = [f"{port}:{path}" for port, path in roads.items()]
    command = ["unshare", "--net", sys.executable, "-m", "tests.resilience.partitions.far_side", *carried]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as far:
        assert far.stdin
        assert far.stdout
        try:
            if not far.stdout.readline():
                raise NoNetworksError
            yield [_laid(number, port, far.pid) for number, port in enumerate(roads)]
        finally:
            far.stdin.close()


def _laid(number: int, port: int, holder: int) -> Link:
    """Lay one link, in the addresses that are kept for such tests (RFC 2544)."""
    here, there = (f"198.18.{holder % 250}.{4 * number + end}" for end in (1, 2))
    near, far = f"wln{holder % 10**7}x{number}", f"wlf{holder % 10**7}x{number}"
    inside = "nsenter", f"--net=/proc/{holder}/ns/net", "ip"
    try:
        _run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", str(holder))
    except subprocess.CalledProcessError as fault:
        raise NoNetworksError from fault
    _run("ip", "addr", "add", f"{here}/30", "dev", near)
    _run("ip", "link", "set", near, "up")
    _run(*inside, "addr", "add", f"{there}/30", "dev", far)
    _run(*inside, "link", "set", far, "up")
    return Link(there, port, far, holder)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
