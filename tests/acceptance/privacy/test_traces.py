"""Tests of the search itself: it must find what was planted."""

import base64
import os
import random
import zlib

import pytest

from tests.acceptance.privacy.planted_secrets import PlantedSecrets
from tests.acceptance.privacy.traces import Search, needles


@pytest.fixture
def plants() -> PlantedSecrets:
    """Return some secrets of every type."""
    plants = PlantedSecrets(random.Random(1))  # noqa: S311
    for _ in range(20):
        plants.any_word()
        plants.number()
        plants.chat()
        plants.coordinate(18.79)
    return plants


def test_finds_every_form(plants: PlantedSecrets) -> None:
    """Each form of each secret is found among other bytes, also across two chunks."""
    sought = needles(plants)
    search = Search(sought)
    assert len(sought) > 1000
    for number, (form, what) in enumerate(sought.items()):
        before = 2**22 - number % 16 if number % 500 == 0 else number % 50
        assert what in search.found_in([os.urandom(8) * (before // 8) + bytes(before % 8) + form + os.urandom(50)])


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "abcd"])
def test_finds_inside_encoded_text(plants: PlantedSecrets, before: str) -> None:
    """A secret is found inside a longer text that was encoded as a whole."""
    search = Search(needles(plants))
    for word in plants.texts:
        whole = f"{before}{word} and more".encode()
        for coded in (base64.b64encode(whole), base64.urlsafe_b64encode(whole), whole.hex().encode(), whole[::-1]):
            assert word in search.found_in([coded])


def test_finds_nothing_else(plants: PlantedSecrets) -> None:
    """Four megabytes of other bytes contain no match."""
    search = Search(needles(plants))
    assert (
        search.found_in([os.urandom(2**22), zlib.compress(b"nothing" * 1000), "ไม่มีอะไร".encode() * 1000, b"", b"x"])
        == set()
    )
