"""What is shown stands still for a time; and the server that shows it."""

import logging
import struct
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter, Metric
from prometheus_client.registry import Collector

from bot.metrics.exporter import Snapshot, served
from tests.metrics.shown import samples, value

MINUTE = 60.0


class Clock:
    """A clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


class Broken(Collector):
    """Shows something once, and can't be read after that."""

    def __init__(self) -> None:
        """Begin whole."""
        self.asked = 0

    def collect(self) -> Iterator[Metric]:
        """Yield something, or fail."""
        self.asked += 1
        if self.asked > 1:
            raise struct.error
        yield Metric("waylight_something", "Something.", "gauge")


def test_a_step_is_not_seen_when_it_happens() -> None:
    """Whoever asks every second sees the same picture for a minute, and then all that happened in it at once."""
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


def test_two_pictures_are_never_nearer_than_a_minute() -> None:
    """Nobody can choose two moments that are near each other: a picture stands for a minute from when it was taken."""
    registry, clock = CollectorRegistry(), Clock()
    counter = Counter("messages", "Messages.", registry=registry)
    snapshot = Snapshot(registry, MINUTE, clock)
    for at, expected in ((59.0, 0.0), (61.0, 0.0), (118.9, 0.0), (119.1, 3.0)):
        clock.now = at
        assert snapshot.collect()[0].samples[0].value == expected
        counter.inc()


def test_what_can_not_be_read_leaves_the_picture(caplog: pytest.LogCaptureFixture) -> None:
    """Where a new picture can't be taken the old one stands, and that is said."""
    clock = Clock()
    snapshot = Snapshot(Broken(), MINUTE, clock)
    [before] = snapshot.collect()
    clock.now = MINUTE
    with caplog.at_level(logging.WARNING):
        assert snapshot.collect() == [before]
    assert "the metrics could not be read fault='error at " in caplog.text


def test_a_server_of_its_own() -> None:
    """It answers on its own port as long as it is wanted; what it is asked beside the page changes nothing."""
    with (
        served("127.0.0.1", 0, MINUTE) as port,
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


def test_a_port_that_is_taken() -> None:
    """A port that somebody has is told at once."""
    with (
        served("127.0.0.1", 0, MINUTE) as port,
        pytest.raises(OSError, match="in use"),
        served("127.0.0.1", port, MINUTE),
    ):
        pass
