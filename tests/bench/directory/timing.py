"""Time what is asked again and again, and say it in few numbers."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: what a half, 95 and 99 of a hundred stay under."""

    median: float
    p95: float
    p99: float


def spread(rounds: Iterable[Iterable[Callable[[], object]]]) -> Spread:
    """Time each call of each round; return the medians of the rounds, since other work disturbs single ones."""
    found = [_of_one([_milliseconds(call) for call in calls]) for calls in rounds]
    return Spread(*(statistics.median(values) for values in zip(*found, strict=True)))


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    return _milliseconds(work) / 1000


def _milliseconds(call: Callable[[], object]) -> float:
    begun = perf_counter()
    call()
    return (perf_counter() - begun) * 1000


def _of_one(taken: list[float]) -> tuple[float, float, float]:
    hundredths = statistics.quantiles(taken, n=100, method="inclusive")
    return hundredths[49], hundredths[94], hundredths[98]
