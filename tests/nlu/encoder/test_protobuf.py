"""The wire format of Protocol Buffers; the expected bytes are those of its documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.protobuf import Value, message


@pytest.mark.parametrize(
    ("fields", "encoded"),
    [
        ([(1, 150)], "08 96 01"),
        ([(1, 0)], "08 00"),
        ([(1, -1)], "08 ff ff ff ff ff ff ff ff ff 01"),
        ([(2, "testing")], "12 07 74 65 73 74 69 6e 67"),
        ([(2, "ที่")], "12 09 e0 b8 97 e0 b8 b5 e0 b9 88"),
        ([(3, message([(1, 150)]))], "1a 03 08 96 01"),
        ([(5, 1.0)], "2d 00 00 80 3f"),
        ([(40, 3)], "c0 02 03"),
        ([(1, 1), (1, 2)], "08 01 08 02"),
        ([], ""),
    ],
)
def test_encodes_fields(fields: list[tuple[int, Value]], encoded: str) -> None:
    """Numbers are varints, floats 32 bits; strings, bytes and messages have a length; a field may be repeated."""
    assert message(fields) == bytes.fromhex(encoded)


@given(st.integers(1, 2**29 - 1), st.integers(-(2**63), 2**64 - 1))
def test_varints_can_be_read(number: int, value: int) -> None:
    """Any field number and any value of 64 bits comes back from its bytes."""
    key, after = _read_varint(message([(number, value)]))
    assert key == number << 3
    assert _read_varint(after) == (value % 2**64, b"")


@given(st.binary(max_size=500))
def test_bytes_can_be_read(data: bytes) -> None:
    """Any bytes follow their length unchanged."""
    _, after = _read_varint(message([(9, data)]))
    assert _read_varint(after) == (len(data), data)


def _read_varint(data: bytes) -> tuple[int, bytes]:
    """Return the number at the beginning, and the rest."""
    end = next(index for index, byte in enumerate(data) if byte < 0x80) + 1
    return sum((byte & 0x7F) << 7 * index for index, byte in enumerate(data[:end])), data[end:]
