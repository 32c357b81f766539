"""How far an import is, for whoever waits for it."""

from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """What an import does, one after the other."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    INDEXING = "indexing"


class Progress(Protocol):
    """Is told how far an import is, often, and in the thread that imports."""

    def __call__(self, step: Step, done: int, total: int, /) -> None:
        """Take a step and how many rows of how many are done; 0 in all where nobody knows yet."""


def tell_nobody(step: Step, done: int, total: int, /) -> None:
    """Tell nobody."""
