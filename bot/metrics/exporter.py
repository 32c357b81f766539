"""Serves the metrics on a port of their own, so that no proxy can publish them by accident.

The danger is a reader who polls all the time: on a quiet hotline each step of a counter is one person. So the served
snapshot is replaced as a whole once a minute. Assumes that only operators can reach the port.
"""

import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.registry import Collector

from bot.metrics.multiprocess import MergedMetrics, metrics_folder
from bot.privacy.exceptions import describe_exception

LOG = structlog.stdlib.get_logger(__name__)


class Snapshot(Collector):
    """Serves the metrics of one moment for some time, however often it is asked."""

    def __init__(self, live: Collector, lifetime: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a collector, and the seconds for which one snapshot of it is served."""
        self._live = live
        self._lifetime = lifetime
        self._clock = clock
        self._metrics: list[Metric] = []
        self._expires_at = float("-inf")
        self._lock = threading.Lock()

    def collect(self) -> list[Metric]:
        """Return the current snapshot, or a new one if it has expired."""
        with self._lock:
            if self._clock() >= self._expires_at:
                self._refresh()
            return self._metrics

    def _refresh(self) -> None:
        try:
            self._metrics = list(self._live.collect())
        except (OSError, RuntimeError, struct.error) as exc:  # a file that another process has just created
            LOG.warning("metrics read failed", error=describe_exception(exc))
        self._expires_at = self._clock() + self._lifetime


@contextmanager
def serve_metrics(host: str, port: int, seconds: float, live: Collector | None = None) -> Iterator[int]:
    """Serve the metrics of this process, or of `live`, in a thread; yield the port.

    A snapshot is served for so many `seconds`. Raises OSError if the port can't be used.
    """
    registry = CollectorRegistry()
    registry.register(Snapshot(live or _process_registry(), seconds))
    server, thread = start_http_server(port, host, registry)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve_metrics_of_all(host: str, port: int, seconds: float) -> Iterator[int]:
    """Serve the merged metrics of all processes that are started from now on; yield the port.

    Raises OSError if the port can't be used or memory is full.
    """
    with metrics_folder() as folder, serve_metrics(host, port, seconds, MergedMetrics(folder)) as used_port:
        yield used_port


def _process_registry() -> Collector:
    from bot.metrics.instruments import REGISTRY  # the supervisor does not need it

    return REGISTRY
