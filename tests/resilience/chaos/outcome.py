"""The result of a chaos run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.harness.delivery import WebhookRequest
from tests.resilience.chaos.process_pool import ProcessPool
from tests.resilience.load.monitor import percentile
from tests.resilience.load.outcome import Figure
from tests.resilience.load.verdict import Verdict


@dataclass(frozen=True)
class Outcome:
    """All that was seen. `undelivered` are the keys of messages that the network gave up."""

    seed: int
    pool: ProcessPool
    judgements: Sequence[Verdict]
    undelivered: Sequence[str]
    rewritten: int
    """How many messages of the bot became others: people would read something that was never said."""
    complaints: Sequence[str]
    """What the services wrote into their logs from WARNING up."""
    minutes: float

    @property
    def _parcels(self) -> list[WebhookRequest]:
        return [parcel for one in self.judgements for parcel in one.person.parcels]

    @property
    def contradicted(self) -> list[str]:
        """Return the keys of texts that were answered with different words when they came twice."""
        return [
            parcel.id
            for parcel in self._parcels
            if len({answer.body for answer in parcel.responses if answer.status == 200}) > 1
        ]

    def figures(self) -> Iterator[Figure]:
        """Give each line of the table."""
        seen = self.judgements
        seconds = [each for one in seen for each in one.seconds]
        at_once = [
            each
            for one in seen
            for parcel, each in zip(one.person.parcels, one.seconds, strict=False)
            if parcel.attempts == 1
        ]
        yield Figure("messages", len(self._parcels), "")
        yield Figure("people", len(seen), "")
        yield Figure("processes killed while they had a message", len(self.pool.kills), "")
        spoke = sum(kill.point.after is None for kill in self.pool.kills)
        yield Figure("of these, as Telegram took the answer", spoke, "")
        yield Figure("messages that came twice", self.pool.duplicates, "")
        yield Figure("messages whose first delivery failed", sum(p.attempts > 1 for p in self._parcels), "")
        yield Figure("lost", sum(len(one.lost) for one in seen), "", 0)
        yield Figure("given up by the network", len(self.undelivered), "", 0)
        yield Figure("doubled", sum(len(one.doubled) for one in seen), "", 0)
        yield Figure("answered in other words than in quiet", sum(len(one.changed) for one in seen), "", 0)
        yield Figure("texts answered differently the second time", len(self.contradicted), "", 0)
        yield Figure("messages of the bot that became others", self.rewritten, "", 0)
        yield Figure("p50, delivered at once", percentile(at_once, 50) * 1000, "ms")
        yield Figure("p95, delivered at once", percentile(at_once, 95) * 1000, "ms")
        yield Figure("p95, all", percentile(seconds, 95) * 1000, "ms")
        yield Figure("longest", max(seconds, default=float("nan")) * 1000, "ms")
        yield Figure("the run took", self.minutes, "minutes")

    def faults(self) -> Iterator[str]:
        """Tell each fault: which message, what became of each of its tries, what should be heard and what was."""
        for judgement in self.judgements:
            for steps, sentence in judgement.told:
                keys = [judgement.person.parcels[step].id for step in steps]
                yield "\n  ".join((sentence, *(f"{key}: {'; '.join(self.pool.history[key])}" for key in keys)))
        for key in (*self.undelivered, *self.contradicted):
            yield f"{key}: {'; '.join(self.pool.history[key])}"
