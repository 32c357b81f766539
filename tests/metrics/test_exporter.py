"""Snapshots of the metrics, and the server that serves them."""

import logging
import struct
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter, Metric
from prometheus_client.registry import Collector

from bot.metrics.exporter import Snapshot, serve_metrics
from tests.metrics.exposition import samples, value

MINUTE = 60.0


class Clock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


class Broken(Collector):
    """A collector that works once and fails after that."""

    def __init__(self) -> None:
        """Start with no calls."""
        self.asked = 0

    def collect(self) -> Iterator[Metric]:
        """Yield something, or fail."""
        self.asked += 1
        if self.asked > 1:
            raise struct.error
        yield Metric("waylight_something", "Something.", "gauge")


def test_snapshot_hides_single_steps() -> None:
    """Polling each second shows the same snapshot for a minute, then all changes at once."""
    registry, clock = CollectorRegistry(), Clock()
    counter = Counter("messages", "Messages.", registry=registry)
    snapshot = Snapshot(registry, MINUTE, clock)
    seen = []
    for second in range(121):
        clock.now = float(second)
        seen.append(snapshot.collect()[0].samples[0].value)
        if second in {5, 30}:
            counter.inc()
    assert seen == [0.0] * 60 + [2.0] * 61


def test_snapshots_are_a_minute_apart() -> None:
    """No two snapshots are less than a minute apart."""
    registry, clock = CollectorRegistry(), Clock()
    counter = Counter("messages", "Messages.", registry=registry)
    snapshot = Snapshot(registry, MINUTE, clock)
    for at, expected in ((59.0, 0.0), (61.0, 0.0), (118.9, 0.0), (119.1, 3.0)):
        clock.now = at
        assert snapshot.collect()[0].samples[0].value == expected
        counter.inc()


def test_failed_read_keeps_snapshot(caplog: pytest.LogCaptureFixture) -> None:
    """If the metrics can't be read, the old snapshot is served and a warning logged."""
    clock = Clock()
    snapshot = Snapshot(Broken(), MINUTE, clock)
    [before] = snapshot.collect()
    clock.now = MINUTE
    with caplog.at_level(logging.WARNING):
        assert snapshot.collect() == [before]
    assert "metrics read failed error='error at " in caplog.text


def test_serves_on_own_port() -> None:
    """The server answers on its own port; other requests change nothing."""
    with (
        serve_metrics("127.0.0.1", 0, MINUTE) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        page = client.get("/metrics").text
        assert value(samples(page), "waylight_turns", state="running") == 0
        assert client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}).is_success
        assert client.get("/metrics?name[]=waylight_turns").is_success
        assert client.post("/metrics").status_code == 405
        assert client.get("/metrics").text == page
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)


def test_port_in_use() -> None:
    """A taken port raises OSError at once."""
    with (
        serve_metrics("127.0.0.1", 0, MINUTE) as port,
        pytest.raises(OSError, match="in use"),
        serve_metrics("127.0.0.1", port, MINUTE),
    ):
        pass
