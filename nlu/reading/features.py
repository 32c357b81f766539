"""What several models read of a message, computed once: its clauses, their vectors and their spelling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nlu.encoder.sentence_encoder import Clauses, Vectors
from nlu.reading.clauses import Clause, split_clauses
from nlu.text.normalization import normalize
from nlu.text.spelling_features import Counts, counts

Encode = Callable[[Sequence[Clauses]], list[Vectors]]


@dataclass(slots=True)
class MessageFeatures:
    """A message with what is computed of it at the first use."""

    text: str
    clauses: list[Clause]
    _encode: Encode
    _vectors: Vectors | None = None
    _counts: list[Counts] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, encode: Encode) -> "MessageFeatures":
        """Cut a text; one without any letter is a clause of its own."""
        normalized = normalize(text)
        return cls(normalized, split_clauses(normalized) or [Clause(normalized, 0, len(normalized), 0)], encode)

    @property
    def is_single(self) -> bool:
        """Return whether the message is one clause."""
        return len(self.clauses) == 1

    @property
    def whole(self) -> Vectors:
        """Return the vector of the message, shape (1, 384)."""
        return self._all_vectors()[:1]

    @property
    def of_clauses(self) -> Vectors:
        """Return the vectors of the clauses, shape (clauses, 384)."""
        return self._all_vectors()[1:]

    @property
    def spelling(self) -> list[Counts]:
        """Return the spelling of each clause."""
        if not self._counts:
            self._counts = [counts([clause.text]) for clause in self.clauses]
        return self._counts

    def _all_vectors(self) -> Vectors:
        if self._vectors is None:
            (self._vectors,) = self._encode([[clause.text for clause in self.clauses]])
        return self._vectors
