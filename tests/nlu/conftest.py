"""The test texts and their parse results, computed once per session."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.engine.standalone_parser import StandaloneParser
from nlu.encoder.sentence_encoder import E5Encoder, write_encoder
from nlu.evaluation.dataset import examples_in

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "nlu" / "data"

LANGUAGES = ["en", "th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil"]
"""The sixteen supported languages, independent of the files."""

Examples = list[tuple[str, str]]
"""(text, intent)"""

Understood = list[tuple[str, str, dict[str, Any]]]
"""(text, expected intent, parse result)"""


def read_examples(path: Path) -> Examples:
    """Return the examples of a file in Rasa's format."""
    return [(text, intent) for text, intent, _ in examples_in(path)]


@pytest.fixture(scope="session")
def understood(understanding: StandaloneParser) -> Callable[[str], Understood]:
    """Return a function that parses all test texts of a language, or "others/de" for an untrained one."""

    @cache
    def parse(name: str) -> Understood:
        examples = read_examples(HERE / f"{name}.yml")
        return [(text, intent, understanding.parse(text)) for text, intent in examples]

    return parse


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> E5Encoder:
    """Return the real sentence encoder."""
    folder = tmp_path_factory.mktemp("encoder")
    write_encoder(folder)
    return E5Encoder(folder)
