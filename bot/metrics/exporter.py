"""A server of its own for the numbers, on a port of its own, so that no proxy can show them by accident.

The danger is somebody who reads all the time: on a line on which few write, each step of a counter is a person. So what
is shown stands still for a minute and then changes as a whole. Assumes that operators alone reach the port.
"""

import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.registry import Collector

from bot.metrics.multiprocess import OfAll, prepared
from bot.privacy.exceptions import name_fault

LOG = structlog.stdlib.get_logger(__name__)


class Snapshot(Collector):
    """Shows what was so at one moment, for a time; however often and by however many it is asked."""

    def __init__(self, live: Collector, stands_for: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what counts, and the seconds for which one picture of it is shown."""
        self._live = live
        self._stands_for = stands_for
        self._clock = clock
        self._shown: list[Metric] = []
        self._until = float("-inf")
        self._one_at_a_time = threading.Lock()

    def collect(self) -> list[Metric]:
        """Return the picture that stands, or a new one where its time is over."""
        with self._one_at_a_time:
            if self._clock() >= self._until:
                self._renew()
            return self._shown

    def _renew(self) -> None:
        try:
            self._shown = list(self._live.collect())
        except (OSError, RuntimeError, struct.error) as fault:  # a file that another process had just begun
            LOG.warning("the metrics could not be read", fault=name_fault(fault))
        self._until = self._clock() + self._stands_for


@contextmanager
def served(host: str, port: int, seconds: float, live: Collector | None = None) -> Iterator[int]:
    """Show this process's numbers, or `live` ones, on a thread beside everything else; give the port.

    What is shown stands still for so many `seconds`. Raises OSError where the port can't be used.
    """
    shown = CollectorRegistry()
    shown.register(Snapshot(live or _of_this_process(), seconds))
    server, thread = start_http_server(port, host, shown)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served_for_all(host: str, port: int, seconds: float) -> Iterator[int]:
    """Show the numbers of all processes that are started from now on, which count together; give the port.

    Raises OSError where the port can't be used, or there is no room in memory.
    """
    with prepared() as folder, served(host, port, seconds, OfAll(folder)) as used:
        yield used


def _of_this_process() -> Collector:
    from bot.metrics.instruments import REGISTRY  # which a process that shows others' numbers does not need

    return REGISTRY
