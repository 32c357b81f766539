"""Decides who writes next."""

import itertools
import random
from collections import deque
from collections.abc import Iterator, Sequence

from tests.resilience.load.conversations import Conversation
from tests.resilience.load.rehearsal import CHANNELS, Expected
from tests.resilience.load.virtual_users import Person, Population

PAUSE = 4.0
"""Seconds between two messages of one person: 15 a minute, under the limit of 20."""
_LOOKS = 20


class Scheduler:
    """People who write in turn; who is done makes room for a newcomer.

    Nobody chooses from what they have not got yet: while a person waits, somebody else writes, if need be a newcomer.
    So messages come as fast as ever however slow the answers are, and what each person must hear stays certain.
    """

    def __init__(
        self, population: Population, expected: Expected, scripts: Sequence[Conversation], *, at_once: int, seed: int
    ) -> None:
        """Let so many people be there at once; the seed decides who comes, and in which order."""
        lot = random.Random(seed)  # noqa: S311  a run must be repeatable
        self.came: list[Person] = []
        self._population = population
        self._expected = expected
        self._coming: Iterator[tuple[Conversation, str]] = (
            (lot.choice(scripts), channel) for channel in itertools.cycle(CHANNELS)
        )
        self._present = deque(self._newcomer() for _ in range(max(2, at_once)))

    def send_next(self) -> None:
        """Let the next one write who waits for nothing."""
        person = self._free() or self._newcomer()
        person.send_next()
        self._present.append(self._newcomer() if person.is_done else person)

    def _free(self) -> Person | None:
        """Return who has waited longest, of those who have all their answers."""
        for _ in range(_LOOKS):
            person = self._present.popleft()
            if not self._waits(person):
                return person
            self._present.append(person)
        return None

    def _waits(self, person: Person) -> bool:
        answers = self._expected[person.conversation.name, person.phone.channel][: len(person.parcels)]
        return len(person.heard) < sum(map(len, answers))

    def _newcomer(self) -> Person:
        person = self._population.newcomer(*next(self._coming))
        self.came.append(person)
        return person
