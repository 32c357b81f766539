"""The lines of the comparison and the promises about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from tests.bench.stock.comparison import Comparison
from tests.bench.stock.model_comparison import TrainingComparison
from tests.bench.stock.sides import SMS, STOCK, Side
from tests.resilience.load.monitor import percentile


@dataclass(frozen=True)
class Line:
    """One line of the table: the values of the sides that have one, by name.

    `times` is how many times better Waylight is than stock Rasa: faster or smaller. `promised` is the promised
    minimum,
    or None.
    """

    name: str
    unit: str
    values: dict[str, float]
    times: float
    promised: float | None = None

    @property
    def is_broken(self) -> bool:
        """Return whether the result is less than promised."""
        return self.promised is not None and not self.times >= self.promised


def lines(comparison: Comparison, training: TrainingComparison) -> Iterator[Line]:
    """Yield the lines."""
    yield from _message_lines(comparison)
    yield _lower_is_better("memory after the load", "MB", comparison.memory, 4)
    walls, cpus = (
        {name: median(getattr(start, what)) for name, start in comparison.starts.items()} for what in ("wall", "cpu")
    )
    yield _lower_is_better("start, until a first message is answered", "s", walls, 4)
    yield _lower_is_better("start", "s of CPU", cpus)
    stock, waylight = training.stock, training.waylight
    yield _lower_is_better(
        "size of what is installed", "MB", {STOCK: stock.installed_mb, SMS: waylight.installed_mb}, 3
    )
    yield _lower_is_better("training, same texts", "s of CPU", {STOCK: stock.cpu, SMS: waylight.cpu}, 10)
    yield _lower_is_better(
        "training, all texts of the service", "s of CPU", {STOCK: stock.cpu, SMS: training.service["cpu"]}
    )
    accuracy = {STOCK: 100 * stock.accuracy, SMS: 100 * waylight.accuracy}
    yield Line("unseen texts understood, same training", "%", accuracy, waylight.accuracy / stock.accuracy, 1)


def _message_lines(comparison: Comparison) -> Iterator[Line]:
    rates = _by_side(comparison, lambda side: median(each.rate for each in side.rounds))
    # The median of the ratios of each round: load that slows a round slows both sides.
    stock, waylight = (next(side for side in comparison.sides if side.name == name) for name in (STOCK, SMS))
    times = median(
        waylight_round.rate / stock_round.rate
        for waylight_round, stock_round in zip(waylight.rounds, stock.rounds, strict=True)
    )
    yield Line("messages", "a second", rates, times, 10)
    for per_cent in (50, 95, 99):
        taken = _by_side(comparison, lambda side, share=per_cent: 1000 * percentile(_seconds(side), share))
        yield _lower_is_better(f"answer, p{per_cent}", "ms", taken)
    yield _lower_is_better(
        "a message", "ms of CPU", _by_side(comparison, lambda side: 1000 * side.cpu / len(_seconds(side)))
    )


def _seconds(side: Side) -> list[float]:
    return list(chain.from_iterable(each.seconds for each in side.rounds))


def _by_side(comparison: Comparison, measured: Callable[[Side], float]) -> dict[str, float]:
    return {side.name: measured(side) for side in comparison.sides}


def _lower_is_better(name: str, unit: str, values: dict[str, float], promised: float | None = None) -> Line:
    """Return a line of a figure that is better when it is lower."""
    return Line(name, unit, values, values[STOCK] / values[SMS], promised)
