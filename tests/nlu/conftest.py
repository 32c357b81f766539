"""The test texts, and what is understood of them: read once, since each takes milliseconds."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.engine.standalone_parser import Understanding
from nlu.evaluation.dataset import examples_in

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "nlu" / "data"

LANGUAGES = ["en", "th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil"]
"""The sixteen that are promised, whatever files there are."""

Examples = list[tuple[str, str]]
"""(text, intent)"""

Understood = list[tuple[str, str, dict[str, Any]]]
"""(text, intent that is meant, what is understood)"""


def read_examples(path: Path) -> Examples:
    """Return the examples of a file in Rasa's format."""
    return [(text, intent) for text, intent, _ in examples_in(path)]


@pytest.fixture(scope="session")
def understood(understanding: Understanding) -> Callable[[str], Understood]:
    """Return a function that reads all test texts of a language, "others/de" for one that was never trained."""

    @cache
    def read(name: str) -> Understood:
        examples = read_examples(HERE / f"{name}.yml")
        return [(text, intent, understanding.of(text)) for text, intent in examples]

    return read
