"""Danger and self-harm where no single phrase gives them away: a model of its own, beside the one for intents.

It learns from the texts of the two intents, from texts written for it, and, as what it must
not be alarmed by, from everything else and from texts that only sound like danger
(`nlu/danger/`). Like the intents' model it is a cascade, and it shares nothing with that
one but the code: what one of them overlooks the other may hear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nlu.text.danger_phrases import Danger
from nlu.text.intent_model import centred
from nlu.text.linear_model import Linear, Scores, logarithms
from nlu.text.sentence_encoder import Vectors
from nlu.text.spelling_features import Counts, SpellingFeatures, counts

NEITHER = "neither"
"""Class of the texts that warn of nothing."""

_FUSION = 3.0
"""What a distance of the sparse model counts beside a logarithm of a probability of the dense one."""
_SURELY = 1.5
"""Distance from the border at which the sparse model alone is sure of a danger."""
_SURELY_NOT = 0.8
"""Distance from the border at which it alone is sure that there is none. In 3,277 unseen texts of sixteen languages the
dense model found no danger beyond it, and none was there that it would have found (docs/adr/0013)."""
_ALONE = 0.8
"""How much more weight the dense model needs where it speaks alone, in a language that was never trained."""


class Example(NamedTuple):
    """A text to learn from: `kind` is a value of `Danger` or `NEITHER`, `language` BCP 47."""

    text: str
    kind: str
    language: str
    weight: float
    """How much it counts beside others."""
    embedded: bool
    """Whether the dense model learns from it too."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a text warns of most, and the logarithm of the odds that it does: about 0 where it may as well not."""

    kind: Danger
    weight: float


@dataclass(frozen=True, slots=True)
class DangerModel:
    """A trained cascade; the classes are the values of `Danger`, and `NEITHER`."""

    spelling: SpellingFeatures
    sparse: Linear
    dense: Linear
    mean: Vectors
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, examples: Sequence[Example], embed: Callable[[list[str]], Vectors]) -> "DangerModel":
        """Train on `examples`; `embed` is given the texts of those that the dense model learns from."""
        texts = [example.text for example in examples]
        spelling = SpellingFeatures.fit(texts)
        some = [example for example in examples if example.embedded]
        vectors = embed([example.text for example in some])
        mean = vectors.mean(axis=0)
        return cls(
            spelling=spelling,
            sparse=Linear.separating(
                spelling.of(texts),
                [example.kind for example in examples],
                strength=0.3,
                counts=[example.weight for example in examples],
            ),
            dense=Linear.probable(
                centred(vectors, mean),
                [example.kind for example in some],
                strength=5.0,
                counts=[example.weight for example in some],
            ),
            mean=mean,
            languages=frozenset(example.language for example in examples),
        )

    def weigh(
        self,
        text: str,
        language: str,
        encode: Callable[[], Vectors],
        *,
        counted: Counts | None = None,
        warned: bool = False,
    ) -> Alarm:
        """Return the likelier warning of `text` and its weight: about 0 where it may as well be none.

        `encode` gives the text's embedding, shape (1, dimensions), and is asked only where the sparse model alone
        is not sure either way, or has never seen the language. `counted` is `counts([text])`, where it is known.
        Where something else has `warned` already, the sparse model is never sure that there is no danger.
        """
        if language not in self.languages:
            alone = self._warning(self._meant(encode()))
            return Alarm(alone.kind, alone.weight - _ALONE)
        distances = self.sparse.scores(self.spelling.of_one(counted or counts([text]))) * _FUSION
        sparse = self._warning(distances)
        distance = sparse.weight / _FUSION
        if distance >= _SURELY or (distance <= -_SURELY_NOT and not warned):
            return sparse
        return self._warning(distances + self._meant(encode()))

    def _meant(self, vector: Vectors) -> Scores:
        """Return the logarithms of the dense model's probabilities."""
        return logarithms(self.dense.scores(centred(vector, self.mean)))

    def _warning(self, scores: Scores) -> Alarm:
        score = dict(zip(self.sparse.classes, scores.tolist(), strict=True))
        kind = max(Danger, key=lambda each: score[each])
        return Alarm(kind, score[kind] - score[NEITHER])
