"""One case of the corpus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tests.bench.stock_connectors.descriptions import describe_default
from tests.bench.stock_connectors.observation import Describe, Observation

Stage = TypeVar("Stage")


@dataclass(frozen=True, slots=True)
class Case(Generic[Stage]):
    """What comes from the network (`play`), and what is described besides statuses, turns and answers."""

    name: str
    play: Callable[[Stage], Awaitable[None]]
    describers: tuple[Describe, ...] = ()

    def describe(self, observation: Observation) -> str:
        """Return the description of an observation."""
        return "; ".join(words for look in (describe_default, *self.describers) if (words := look(observation)))
