"""Searches many bytes for many strings in every form in which they could have been left."""

import base64
import json
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import numpy as np

from tests.acceptance.privacy.planted_secrets import PlantedSecrets

SHORTEST = 8
"""Bytes of a form; shorter ones are found by chance, and are left out."""
_CHUNK = 2**22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BITS = np.uint64(64 - 24)


def forms_of(text: str) -> Iterator[bytes]:
    """Yield a text as programs may write it: letter case, encodings, escapes, reversed."""
    plain = text.encode()
    for spelled in (text, text.casefold(), text.upper(), unicodedata.normalize("NFD", text)):
        yield spelled.encode()
    yield from (text.encode("utf-16-le"), text.encode("utf-16-be"), text[::-1].encode(), plain[::-1])
    yield from (
        plain.hex().encode(),
        plain[::-1].hex().encode(),
        plain.hex().upper().encode(),
        plain.hex()[::-1].encode(),
    )
    yield from (quote(text, safe="").encode(), quote(text, safe="").lower().encode())
    yield from (json.dumps(text)[1:-1].encode(), text.encode("unicode_escape"), repr(plain)[2:-1].encode())
    yield from _in_base64(plain)


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """Yield the part of its base64 that is independent of its surroundings."""
    for before in range(3):
        begin = (before * 8 + 5) // 6
        whole = (before + len(plain)) * 8 // 6
        coded = base64.b64encode(bytes(before) + plain)[begin:whole]
        yield from (coded, coded.translate(bytes.maketrans(b"+/", b"-_")))


def needles(plants: PlantedSecrets) -> dict[bytes, str]:
    """Return each form of each secret -> the secret."""
    found: dict[bytes, str] = {}
    for text in plants.texts:
        found |= dict.fromkeys(forms_of(text), text)
    for number in plants.numbers:
        for written in (number, number[1:]):
            found |= dict.fromkeys(forms_of(written), number)
        found |= dict.fromkeys(_as_integers(int(number)), number)
    for chat in plants.ids:
        found |= dict.fromkeys(forms_of(str(chat)), str(chat))
        found |= dict.fromkeys(_as_integers(chat), str(chat))
    for point in plants.points:
        found |= dict.fromkeys((*forms_of(str(point)), struct.pack("<d", point), struct.pack(">d", point)), str(point))
    return {form: what for form, what in found.items() if len(form) >= SHORTEST}


def _as_integers(number: int) -> tuple[bytes, bytes]:
    return number.to_bytes(8, "little"), number.to_bytes(8, "big")


class Search:
    """Finds any of its needles in one pass, by their first eight bytes."""

    def __init__(self, sought: Mapping[bytes, str]) -> None:
        """Take form -> secret."""
        self._by_begin: defaultdict[int, list[tuple[bytes, str]]] = defaultdict(list)
        for form, what in sought.items():
            self._by_begin[int.from_bytes(form[:SHORTEST], "little")].append((form, what))
        self._begins = np.array(sorted(self._by_begin), dtype=np.uint64)
        self._maybe = np.zeros(2**24, dtype=bool)
        self._maybe[self._begins * _SPREAD >> _BITS] = True

    def found_in(self, blobs: Iterable[bytes]) -> set[str]:
        """Return the secrets that occur in any form."""
        return {what for blob in blobs for what in self._found(blob)}

    def _found(self, blob: bytes) -> Iterator[str]:
        for start in range(0, len(blob), _CHUNK):
            piece = np.frombuffer(blob[start : start + _CHUNK + SHORTEST - 1], dtype=np.uint8)
            if len(piece) < SHORTEST:
                return
            for at in self._candidates(piece):
                begin = int.from_bytes(blob[start + at : start + at + SHORTEST], "little")
                yield from (w for form, w in self._by_begin.get(begin, ()) if blob.startswith(form, start + at))

    def _candidates(self, piece: "np.ndarray[tuple[int], np.dtype[np.uint8]]") -> Iterator[int]:
        """Yield the offsets where a needle may start."""
        width = len(piece) - SHORTEST + 1
        words = np.zeros(width, dtype=np.uint64)
        for shift in range(SHORTEST):
            words |= piece[shift : shift + width].astype(np.uint64) << np.uint64(8 * shift)
        maybe = np.flatnonzero(self._maybe[words * _SPREAD >> _BITS])
        yield from maybe[np.isin(words[maybe], self._begins)].tolist()
