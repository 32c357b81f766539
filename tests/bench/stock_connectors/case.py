"""One case of the corpus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tests.bench.stock_connectors.looks import usual
from tests.bench.stock_connectors.seen import Look, Seen

Stage = TypeVar("Stage")


@dataclass(frozen=True, slots=True)
class Case(Generic[Stage]):
    """What comes from the network (`play`), and what is looked at beside statuses, turns and answers (`looks`)."""

    name: str
    play: Callable[[Stage], Awaitable[None]]
    looks: tuple[Look, ...] = ()

    def in_words(self, seen: Seen) -> str:
        """Return what was seen, in words."""
        return "; ".join(words for look in (usual, *self.looks) if (words := look(seen)))
