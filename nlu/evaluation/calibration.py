"""Calibration: how often the likeliest intent is correct at a given confidence; and the CPU time of a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

MAX_ERROR_RATE = 0.1
"""Maximum share of wrong intents among the answered texts; above it the bot should ask what the person means."""

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of similar confidence: their number, mean confidence and accuracy."""

    texts: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences of texts, highest first, and whether each was correct; both of shape (texts,)."""

    confidences: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, judged: Sequence[tuple[float, bool]]) -> "Calibration":
        """Sort the (confidence, correct) pairs of texts. Raises `ValueError` if there are none."""
        if not judged:
            message = "No texts to judge a confidence by."
            raise ValueError(message)
        confidences, right = (np.array(column) for column in zip(*judged, strict=True))
        order = np.argsort(-confidences, kind="stable")
        return cls(confidences[order].astype(np.float64), right[order].astype(np.bool_))

    def bins(self) -> Iterator[Bin]:
        """Yield the non-empty bins of ten with equal width, the least confident first."""
        numbers = np.minimum((self.confidences * _BINS).astype(int), _BINS - 1)
        for number in range(_BINS):
            inside = numbers == number
            if inside.any():
                mean = float(self.confidences[inside].mean())
                yield Bin(int(inside.sum()), mean, float(self.right[inside].mean()))

    def error(self) -> float:
        """Return the expected calibration error: the mean difference of confidence and accuracy."""
        return sum(each.texts * abs(each.confidence - each.right) for each in self.bins()) / len(self.right)

    def risks(self) -> NDArray[np.float64]:
        """Return the share of wrong intents among the 1, 2, ... most confident texts."""
        wrong: NDArray[np.float64] = np.cumsum(~self.right) / np.arange(1, len(self.right) + 1)
        return wrong

    def answered(self, threshold: float) -> tuple[float, float]:
        """Return the share of texts answered at a threshold, and the share of wrong ones among them."""
        count = int((self.confidences >= threshold).sum())
        return count / len(self.right), float(self.risks()[count - 1]) if count else 0.0

    def rejected(self, threshold: float) -> tuple[int, float]:
        """Return the number of texts rejected at a threshold, and the share that would have been correct."""
        held = self.right[self.confidences < threshold]
        return len(held), float(held.mean()) if len(held) else 0.0

    def threshold(self) -> float:
        """Return the lowest threshold, in hundredths, with at most `MAX_ERROR_RATE` wrong answers."""
        steps = (step / 100 for step in range(101))
        return next((step for step in steps if self.answered(step)[1] <= MAX_ERROR_RATE), 1.0)


@dataclass(frozen=True, slots=True)
class CpuTime:
    """CPU time per text in milliseconds: the median and the 95th percentile."""

    median: float
    percentile_95: float

    @classmethod
    def of(cls, milliseconds: Iterable[float]) -> "CpuTime":
        """Summarize the times of at least two texts."""
        times = list(milliseconds)
        return cls(median(times), quantiles(times, n=20)[-1])
