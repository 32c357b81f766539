"""The lines of the comparison, and what the project promises of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from tests.bench.stock.comparing import Comparison
from tests.bench.stock.learning import Learning
from tests.bench.stock.sides import SMS, STOCK, Side
from tests.resilience.load.monitor import percentile


@dataclass(frozen=True)
class Line:
    """One line of the table: a value for each side that has one, by its name.

    `times` says how many times better ours is than stock Rasa: faster, or smaller. `promised` is the least that it is
    to be, None where nothing is promised.
    """

    name: str
    unit: str
    values: dict[str, float]
    times: float
    promised: float | None = None

    @property
    def is_broken(self) -> bool:
        """Tell whether less came out than is promised."""
        return self.promised is not None and not self.times >= self.promised


def lines(found: Comparison, learnt: Learning) -> Iterator[Line]:
    """Give each line."""
    yield from _writing(found)
    yield _less("memory after the load", "MB", found.memory, 4)
    walls, cpus = ({name: median(getattr(one, what)) for name, one in found.starts.items()} for what in ("wall", "cpu"))
    yield _less("start, until a first message is answered", "s", walls, 4)
    yield _less("start", "s of CPU", cpus)
    stock, ours = learnt.stock, learnt.ours
    yield _less("size of what is installed", "MB", {STOCK: stock.installed_mb, SMS: ours.installed_mb}, 3)
    yield _less("training, same texts", "s of CPU", {STOCK: stock.cpu, SMS: ours.cpu}, 10)
    anew = ours.cpu + learnt.embedding_cpu
    yield _less("training, same texts, embeddings made too", "s of CPU", {STOCK: stock.cpu, SMS: anew})
    yield _less("training, all texts of the service", "s of CPU", {STOCK: stock.cpu, SMS: learnt.service["cpu"]})
    accuracy = {STOCK: 100 * stock.accuracy, SMS: 100 * ours.accuracy}
    yield Line("unseen texts understood, same training", "%", accuracy, ours.accuracy / stock.accuracy, 1)


def _writing(found: Comparison) -> Iterator[Line]:
    rates = _of_each(found, lambda side: median(each.rate for each in side.rounds))
    # Of each round by itself, and then the median: what slows a machine for a round slows both sides of it.
    stock, ours = (next(side for side in found.sides if side.name == name) for name in (STOCK, SMS))
    times = median(one.rate / other.rate for one, other in zip(ours.rounds, stock.rounds, strict=True))
    yield Line("messages", "a second", rates, times, 10)
    for per_cent in (50, 95, 99):
        taken = _of_each(found, lambda side, share=per_cent: 1000 * percentile(_seconds(side), share))
        yield _less(f"answer, p{per_cent}", "ms", taken)
    yield _less("a message", "ms of CPU", _of_each(found, lambda side: 1000 * side.cpu / len(_seconds(side))))


def _seconds(side: Side) -> list[float]:
    return list(chain.from_iterable(each.seconds for each in side.rounds))


def _of_each(found: Comparison, measured: Callable[[Side], float]) -> dict[str, float]:
    return {side.name: measured(side) for side in found.sides}


def _less(name: str, unit: str, values: dict[str, float], promised: float | None = None) -> Line:
    """Return a line of something that is the better the less it is."""
    return Line(name, unit, values, values[STOCK] / values[SMS], promised)
