"""The encoder in PyTorch: the layers that stay as they are, those that are adapted, and the heads."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.encoder.packed_model import PackedModel
from nlu.encoder.sentence_encoder import MAX_TOKENS, PREFIX
from nlu.encoder.tokenizer import Tokenizer, write_tokenizer
from nlu.reading.labels import DANGERS, KINDS, LIMITS, NEEDS, PEOPLE, RIGHTS_QUESTIONS, SERVICE_ACTS

FROZEN = 8
"""Layers that stay as they are, of twelve: the first ones know languages, the last ones what texts are compared by."""
HEAD_SCALE = 16.0
"""Factor of the vectors of length 1 before a head."""
DROPOUT = 0.1

CLAUSE_HEADS: Mapping[str, Sequence[str]] = {
    "danger": DANGERS, "needs": NEEDS, "not_wanted": NEEDS, "kind": KINDS, "person": PEOPLE,
    "service_act": SERVICE_ACTS, "limits": LIMITS, "rights_question": RIGHTS_QUESTIONS,
}  # fmt: skip
"""Classes of each head that reads a clause; that of the intents depends on the training texts."""
MESSAGE_HEADS: Mapping[str, Sequence[str]] = {
    "message_danger": DANGERS, "message_needs": NEEDS, "message_person": PEOPLE,
}  # fmt: skip
"""Classes of each head that reads a whole message."""


def tensor(values: object) -> Tensor:
    """Return a copy of an array in single precision."""
    return torch.from_numpy(np.array(values, np.float32))


class Layer(nn.Module):
    """One layer of BERT, with the weights of the installed model."""

    def __init__(self, model: PackedModel, number: int) -> None:
        """Read the weights of the layer `number`."""
        super().__init__()
        width, self._heads = model.shape.width, model.shape.heads
        self.names = {"q": width, "k": width, "v": width, "ao": width, "fi": model.shape.inner_width, "fo": width}
        for name, rows in self.names.items():
            weights = tensor(model.matrix(f"l{number}.{name}.w", rows))
            linear = nn.Linear(weights.shape[1], rows)
            linear.weight.data, linear.bias.data = weights, tensor(model.vector(f"l{number}.{name}.b"))
            setattr(self, name, linear)
        for name in ("aln", "oln"):
            norm = nn.LayerNorm(width, eps=model.epsilon)
            norm.weight.data = tensor(model.vector(f"l{number}.{name}.w"))
            norm.bias.data = tensor(model.vector(f"l{number}.{name}.b"))
            setattr(self, name, norm)
        self._dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states after the layer, shape (messages, tokens, width); `mask` is True where there is a token."""
        batch, length, width = x.shape

        def by_head(states: Tensor) -> Tensor:
            return states.view(batch, length, self._heads, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            by_head(self.q(x)), by_head(self.k(x)), by_head(self.v(x)), attn_mask=mask[:, None, None, :]
        )
        x = self.aln(x + self._dropout(self.ao(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.oln(x + self._dropout(self.fo(functional.gelu(self.fi(x)))))


class Inputs:
    """Turns messages into the sums of the embeddings before any layer."""

    def __init__(self, model: PackedModel) -> None:
        """Read the vectors of positions and type; those of words are read one by one."""
        self._model = model
        with TemporaryDirectory() as folder:
            write_tokenizer(Path(folder), model)
            self._tokenizer = Tokenizer(Path(folder), model)
        self._beginning = [self._tokenizer.special.begin, *self._tokenizer.encode(PREFIX)]
        self._positions = tensor(model.vector("emb.pos")).view(-1, model.shape.width)
        self._type = tensor(model.vector("emb.type")[: model.shape.width])
        self._norm = tensor(model.vector("emb.ln.w")), tensor(model.vector("emb.ln.b"))

    def tokens(self, clauses: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the tokens of a message and the span of each clause, as `E5Encoder` makes them."""
        tokens, spans = list(self._beginning), []
        for clause in clauses:
            start = len(tokens)
            tokens += self._tokenizer.encode(clause)[: MAX_TOKENS - 1 - start]
            spans.append((start, len(tokens)))
        return [*tokens, self._tokenizer.special.end], spans

    def embedded(self, tokens: np.ndarray) -> Tensor:  # type: ignore[type-arg]
        """Return the normalized sums of a batch, shape (messages, tokens, width)."""
        words, places = np.unique(tokens, return_inverse=True)
        rows = tensor(self._model.rows("emb.word", self._model.shape.vocabulary, words))
        summed = rows[torch.from_numpy(places)].view(*tokens.shape, -1)
        summed = summed + self._positions[: tokens.shape[1]] + self._type
        return functional.layer_norm(summed, summed.shape[-1:], *self._norm, self._model.epsilon)


def make_heads(intents: Sequence[str], width: int) -> nn.ModuleDict:
    """Return the untrained heads."""
    classes = {**CLAUSE_HEADS, **MESSAGE_HEADS, "intent": intents}
    return nn.ModuleDict({name: nn.Linear(width, len(names)) for name, names in classes.items()})
