"""The result of a load run, in figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.resilience.load.monitor import Monitor, percentile
from tests.resilience.load.rehearsal import CHANNELS
from tests.resilience.load.verdict import Verdict

P95_AT_MOST = 150
GROWTH_AT_MOST = 10


@dataclass(frozen=True)
class Figure:
    """One line of the table; `at_most` is what is promised, None where nothing is."""

    name: str
    value: float
    unit: str
    at_most: float | None = None

    @property
    def shown(self) -> str:
        """Return the value as people read it."""
        return f"{self.value:,.1f}".removesuffix(".0")

    @property
    def is_broken(self) -> bool:
        """Tell whether the promise is broken; what could not be measured breaks it too."""
        return self.at_most is not None and not self.value <= self.at_most


@dataclass(frozen=True)
class Outcome:
    """All that was seen."""

    rate: int
    seconds: int
    processes: int
    seed: int
    judgements: Sequence[Verdict]
    watch: Monitor
    undelivered: int
    complaints: Sequence[str]
    """What the service wrote into its log from WARNING up."""
    late: float
    """Seconds by which the generator itself was late at worst."""

    def figures(self) -> Iterator[Figure]:
        """Give each line of the table."""
        seen = self.judgements
        yield Figure("messages", sum(len(one.person.parcels) for one in seen), "")
        yield Figure("people", len(seen), "")
        yield Figure("lost", sum(len(one.lost) for one in seen), "", 0)
        yield Figure("given up by the network", self.undelivered, "", 0)
        yield Figure("doubled", sum(len(one.doubled) for one in seen), "", 0)
        yield Figure("answered in other words than in quiet", sum(len(one.changed) for one in seen), "", 0)
        yield Figure(
            "deliveries that failed at first", sum(p.attempts - 1 for one in seen for p in one.person.parcels), ""
        )
        yield from self._times()
        yield from self._costs()

    def _times(self) -> Iterator[Figure]:
        for name, channels in (("all", CHANNELS), *((channel, (channel,)) for channel in CHANNELS)):
            taken = [s * 1000 for j in self.judgements if j.person.phone.channel in channels for s in j.seconds]
            for per_cent in (50, 95, 99):
                limit = P95_AT_MOST if per_cent == 95 and name == "all" else None
                yield Figure(f"p{per_cent}, {name}", percentile(taken, per_cent), "ms", limit)

    def _costs(self) -> Iterator[Figure]:
        watch = self.watch
        yield Figure("memory at the begin", watch.memory[0], "MB")
        yield Figure("memory at the end", watch.memory[-1], "MB")
        yield Figure("growth, last third over middle third", watch.growth * 100, "%", GROWTH_AT_MOST)
        yield Figure("CPU of the service", sum(watch.cpu) / len(watch.cpu), "% of a core")
        yield Figure(
            "CPU of networks and generator", sum(watch.generator_cpu) / len(watch.generator_cpu), "% of a core"
        )
        yield Figure("generator late at worst", self.late * 1000, "ms")
