"""Virtual users who write in bursts, and conversations that show what was lost."""

import itertools
import random
from collections.abc import Sequence

from tests.resilience.load.conversations import Conversation
from tests.resilience.load.rehearsal import CHANNELS, Expected
from tests.resilience.load.virtual_users import Person, Population

IMPATIENT = 0.2
"""Share of messages on Telegram that are followed by the next one before they are answered."""


def distinctive(expected: Expected, scripts: Sequence[Conversation]) -> list[Conversation]:
    """Return the conversations in which no two answers are the same, so that each tells which message it answers."""
    return [script for script in scripts if all(_differ(expected[script.name, channel]) for channel in CHANNELS)]


def _differ(answers: Sequence[Sequence[str]]) -> bool:
    return len({tuple(texts) for texts in answers}) == len(answers)


class VirtualUsers:
    """People who write in bursts; who is done makes room for a newcomer."""

    def __init__(self, population: Population, scripts: Sequence[Conversation], lot: random.Random) -> None:
        """Take who can come, and the dice."""
        self._population = population
        self._scripts = scripts
        self._lot = lot
        self._channels = itertools.cycle(CHANNELS)
        self._present: list[Person] = []
        self.came: list[Person] = []

    def write_burst(self, count: int) -> None:
        """Let so many messages come."""
        self._present = [person for person in self._present if not person.is_done]
        for person in [person for person in self._present if self._goes_on(person)][:count]:
            person.send_next()
            count -= 1
        for _ in range(count):
            person = self._population.newcomer(self._lot.choice(self._scripts), next(self._channels))
            self._present.append(person)
            self.came.append(person)
            person.send_next()

    def _goes_on(self, person: Person) -> bool:
        waits = [parcel for parcel in person.parcels if not parcel.accepted.done()]
        is_typing = isinstance(person.conversation.steps[len(person.parcels)], str)
        impatient = person.phone.channel == "telegram" and is_typing and self._lot.random() < IMPATIENT
        return not waits or (impatient and len(waits) == 1)
