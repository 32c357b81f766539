"""Time repeated calls and summarize the times."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: median, 95th and 99th percentile."""

    median: float
    p95: float
    p99: float


def spread(rounds: Iterable[Iterable[Callable[[], object]]]) -> Spread:
    """Time each call of each round; return the medians over the rounds, since other load disturbs single ones."""
    percentiles = [_percentiles([_milliseconds(call) for call in calls]) for calls in rounds]
    return Spread(*(statistics.median(values) for values in zip(*percentiles, strict=True)))


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    return _milliseconds(work) / 1000


def _milliseconds(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return (perf_counter() - started) * 1000


def _percentiles(durations: list[float]) -> tuple[float, float, float]:
    hundredths = statistics.quantiles(durations, n=100, method="inclusive")
    return hundredths[49], hundredths[94], hundredths[98]
