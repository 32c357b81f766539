"""Train the last layers of the encoder and the heads, and write `nlu/encoder/adapted.npz`.

Run it after changes of the training texts that the sparse models do not make up for, on a machine with some hours of
CPU and PyTorch; docs/understanding.md says how, and how long it takes.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.adaptation.network import (
    CLAUSE_HEADS,
    FROZEN,
    HEAD_SCALE,
    MESSAGE_HEADS,
    Inputs,
    Layer,
    make_heads,
    tensor,
)
from nlu.adaptation.texts import training_examples
from nlu.encoder.adapted_layers import ADAPTED_PATH, quantize
from nlu.encoder.packed_model import PackedModel
from nlu.reading.examples import Example, Labels

_TOKENS_OF_A_BATCH = 1500
_LAYER_RATE, _HEAD_RATE, _WARM_UP = 2e-4, 4e-3, 200
_SMOOTHING = 0.05
_DANGER_WEIGHTS = (1.0, 1.5, 1.5)
_RARE_WEIGHTS = {"not_wanted": 6.0, "limits": 3.0, "needs": 1.5}
"""Weight of a class that is right: most texts tell none of these."""
_EXCLUSIVE = ("danger", "kind", "person", "service_act", "rights_question", "intent")
_SEVERAL = ("needs", "not_wanted", "limits")
_OF_A_MESSAGE = {"danger": 1.0, "person": 2.0, "needs": 2.0}
"""Labels of the whole message, with the weight of their loss."""


@dataclass(slots=True)
class Item:
    """An example as tokens, with the states after the frozen layers."""

    example: Example
    tokens: list[int]
    spans: list[tuple[int, int]]
    states: Tensor | None = None


def batches(items: Sequence[Item], tokens: int) -> Iterator[list[Item]]:
    """Yield the items, sorted by length, in batches of about so many tokens."""
    batch: list[Item] = []
    for item in items:
        if batch and (len(batch) + 1) * len(item.tokens) > tokens:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


class Training:
    """The network in training."""

    def __init__(self, intents: Sequence[str]) -> None:
        """Read the installed model."""
        model = PackedModel.open()
        self.intents = list(intents)
        self.inputs, self.width = Inputs(model), model.shape.width
        self.lower = nn.ModuleList([Layer(model, number) for number in range(FROZEN)]).eval()
        self.upper = nn.ModuleList([Layer(model, number) for number in range(FROZEN, model.shape.layers)])
        self.heads = make_heads(intents, self.width)
        self.classes = {**CLAUSE_HEADS, **MESSAGE_HEADS, "intent": self.intents}

    def item(self, example: Example) -> Item:
        """Return an example as tokens."""
        return Item(example, *self.inputs.tokens(example.texts))

    @torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
    def freeze(self, items: Sequence[Item]) -> None:
        """Compute the states after the frozen layers, once for all epochs."""
        for batch in batches(items, 4 * _TOKENS_OF_A_BATCH):
            length = max(len(item.tokens) for item in batch)
            tokens = np.ones((len(batch), length), np.int64)
            for row, item in zip(tokens, batch, strict=True):
                row[: len(item.tokens)] = item.tokens
            states = self.inputs.embedded(tokens)
            for layer in self.lower:
                states = layer(states, _mask(batch))
            for row, item in zip(states.to(torch.float16), batch, strict=True):
                item.states = row[: len(item.tokens)].clone()

    def vectors(self, batch: Sequence[Item]) -> tuple[Tensor, Tensor]:
        """Return the vectors of all clauses of a batch, and those of the whole messages."""
        mask = _mask(batch)
        states = torch.zeros(*mask.shape, self.width)
        for row, item in zip(states, batch, strict=True):
            row[: len(item.tokens)] = item.states.float()  # type: ignore[union-attr]
        for layer in self.upper:
            states = layer(states, mask)
        clauses, wholes = [], []
        for row, item in zip(states.float(), batch, strict=True):
            whole = row[item.spans[0][0] : max(item.spans[-1][1], item.spans[0][0] + 1)].mean(0)
            clauses += [row[start:end].mean(0) if end > start else whole for start, end in item.spans]
            wholes.append(whole)
        scaled = (functional.normalize(torch.stack(each), dim=1) * HEAD_SCALE for each in (clauses, wholes))
        return next(scaled), next(scaled)

    def loss(self, batch: Sequence[Item]) -> Tensor:
        """Return the loss of a batch, for each example."""
        clauses, wholes = self.vectors(batch)
        of_clauses = [labels for item in batch for _, labels in item.example.clauses]
        total = sum(self._loss(name, name, clauses, of_clauses) for name in (*_EXCLUSIVE, *_SEVERAL))
        of_wholes = [item.example.whole for item in batch]
        total += sum(
            weight * self._loss(f"message_{name}", name, wholes, of_wholes) for name, weight in _OF_A_MESSAGE.items()
        )
        return total / len(batch)

    def _loss(self, head: str, name: str, vectors: Tensor, labels: Sequence[Labels]) -> Tensor:
        """Return the summed loss of one head over what has a label for it."""
        known = [number for number, each in enumerate(labels) if getattr(each, name) is not None]
        if not known:
            return torch.zeros(())
        scores = self.heads[head](vectors[known])
        weights = torch.tensor([labels[number].weight for number in known])
        classes = self.classes[head]
        targets = [getattr(labels[number], name) for number in known]
        if name in _SEVERAL:
            wanted = torch.tensor([[each in some for each in classes] for some in targets], dtype=torch.float32)
            wanted = wanted * (1 - _SMOOTHING) + _SMOOTHING / 5
            rare = torch.full_like(wanted[0], _RARE_WEIGHTS.get(name, 1.0))
            losses = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none", pos_weight=rare).sum(
                1
            )
        else:
            target = torch.tensor([classes.index(each) for each in targets])
            balance = torch.tensor(_DANGER_WEIGHTS) if name == "danger" else None
            losses = functional.cross_entropy(scores, target, balance, reduction="none", label_smoothing=_SMOOTHING)
        return (losses * weights).sum()

    def run(self, items: list[Item], epochs: float, chance: random.Random) -> None:
        """Train for so many epochs, and tell how far it is."""
        groups = {"params": self.upper.parameters(), "lr": _LAYER_RATE}
        heads = {"params": self.heads.parameters(), "lr": _HEAD_RATE, "weight_decay": 0.0}
        optimizer = torch.optim.AdamW([groups, heads], weight_decay=0.01)
        found = list(batches(items, _TOKENS_OF_A_BATCH))
        steps, mean, started = int(len(found) * epochs), 0.0, time.monotonic()
        order: list[int] = []
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
        )
        self.upper.train()
        for step in range(steps):
            order = order or chance.sample(range(len(found)), len(found))
            loss = self.loss(found[order.pop()])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.upper.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"{step}/{steps}: {mean:.2f}, {time.monotonic() - started:.0f} s", flush=True)
        self.upper.eval()

    def read(self, path: Path) -> None:
        """Go on from adapted layers and heads."""
        with np.load(path) as archive:
            tensors = {name: archive[name] for name in archive.files}
        for number, layer in enumerate(self.upper, FROZEN):
            for name, module in layer.named_children():
                if f"l{number}.{name}.w" in tensors:
                    weight = tensors[f"l{number}.{name}.w"].astype(np.float32)
                    scales = tensors.get(f"l{number}.{name}.s")
                    module.weight.data = tensor(weight if scales is None else weight * scales[:, None])
                    module.bias.data = tensor(tensors[f"l{number}.{name}.b"])
        for name, head in self.heads.items():
            if f"{name}.w" not in tensors:
                continue  # a head that is new
            head.weight.data = tensor(tensors[f"{name}.w"]) / HEAD_SCALE
            head.bias.data = tensor(tensors[f"{name}.b"])

    def write(self, path: Path) -> None:
        """Write the adapted layers in 7 bits and the heads in 16."""
        tensors: dict[str, np.ndarray] = {}  # type: ignore[type-arg]
        for number, layer in enumerate(self.upper, FROZEN):
            for name, linear in layer.named_children():
                if isinstance(linear, nn.Linear):
                    steps, scales = quantize(linear.weight.detach().numpy())
                    tensors |= {f"l{number}.{name}.w": steps, f"l{number}.{name}.s": scales}
                elif isinstance(linear, nn.LayerNorm):
                    tensors[f"l{number}.{name}.w"] = linear.weight.detach().numpy()
                else:
                    continue
                tensors[f"l{number}.{name}.b"] = linear.bias.detach().numpy()
        for name, head in self.heads.items():
            tensors[f"{name}.w"] = (head.weight * HEAD_SCALE).detach().numpy().astype(np.float16)
            tensors[f"{name}.b"] = head.bias.detach().numpy()
            tensors[f"{name}.classes"] = np.array([str(each) for each in self.classes[name]])
        np.savez_compressed(path, **tensors)


def _mask(batch: Sequence[Item]) -> Tensor:
    """Return where the messages of a batch have tokens, shape (messages, tokens)."""
    sizes = torch.tensor([len(item.tokens) for item in batch])
    return torch.arange(int(sizes.max())) < sizes[:, None]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=2.5)
    parser.add_argument("--start", type=Path, help="go on from the layers and heads of this file")
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    torch.manual_seed(1)
    chance = random.Random(1)  # noqa: S311 - reproducible, no secret
    examples = training_examples(chance)
    training = Training(sorted({each.whole.intent for each in examples if each.whole.intent and each.source == "data"}))
    if options.start:
        training.read(options.start)
    items = sorted(map(training.item, examples), key=lambda item: len(item.tokens))
    print(f"{len(items)} examples, {sum(len(item.tokens) for item in items)} tokens", flush=True)
    started = time.monotonic()
    training.freeze(items)
    print(f"frozen layers done in {time.monotonic() - started:.0f} s", flush=True)
    training.run(items, options.epochs, chance)
    training.write(options.output)


if __name__ == "__main__":
    main()
