"""What is noted while a case is played, the same for both sides and both networks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Heard = Callable[[], Awaitable[list["Turn"]]]
"""Gives every turn that a side's echo has had so far."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as the engine behind a connector got it."""

    kind: str
    """What it is said to be: "words" at the stock connectors, which know nothing else."""
    text: str
    sender: str
    given: dict[str, Any]
    """Whatever else came with it."""


@dataclass(slots=True)
class Seen:
    """What happened in one case, as the network, the engine and a reader of the log saw it."""

    address: str
    answered: list[list[int]] = field(default_factory=list)
    """For each delivery the HTTP status of each attempt."""
    turns: list[Turn] = field(default_factory=list)
    intents: list[str | None] = field(default_factory=list)
    """For each turn the intent that Rasa would take its text for without asking its model."""
    said: list[str] = field(default_factory=list)
    """The texts that the network took from the connector, in its calls or in its answers."""
    in_answers: bool = False
    """Whether any came in an answer: then the network does the sending."""
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The connector's calls to the network's own API: the method and its fields."""
    log: str = ""
    measured: str = ""
    """What the case itself measured, in words."""


Look = Callable[[Seen], str]
"""Puts one thing that was seen into words."""
