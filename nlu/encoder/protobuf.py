"""Write the few Protocol Buffers messages that a model file needs.

The wire format is ten lines (https://protobuf.dev/programming-guides/encoding/); the libraries that write ONNX graphs
take 50 MB, and only training needs them.
"""

import struct
from collections.abc import Iterable

Value = int | float | str | bytes
"""An int is a varint, a float 32 bits, everything else is length-delimited."""

_VARINT, _DELIMITED, _FIXED32 = 0, 2, 5


def message(fields: Iterable[tuple[int, Value]]) -> bytes:
    """Return the encoded message of (field number, value) pairs; a nested message is its own bytes."""
    return b"".join(_field(number, value) for number, value in fields)


def _field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3 | _VARINT) + _varint(value & (1 << 64) - 1)
    if isinstance(value, float):
        return _varint(number << 3 | _FIXED32) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | _DELIMITED) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
