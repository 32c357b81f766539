"""The test texts, and what is understood of them: read once, since each takes milliseconds."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.understanding import Understanding

HERE = Path(__file__).parent

Examples = list[tuple[str, str]]
"""(text, intent)"""

Understood = list[tuple[str, str, dict[str, Any]]]
"""(text, intent that is meant, what is understood)"""


def read_examples(path: Path) -> Examples:
    """Return the examples of a file in Rasa's format."""
    blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
    return [
        (line.removeprefix("- "), block["intent"])
        for block in blocks
        for line in block["examples"].splitlines()
        if line
    ]


@pytest.fixture(scope="session")
def understood(understanding: Understanding) -> Callable[[str], Understood]:
    """Return a function that reads all test texts of a language."""

    @cache
    def read(language: str) -> Understood:
        examples = read_examples(HERE / f"{language}.yml")
        return [(text, intent, understanding.of(text)) for text, intent in examples]

    return read
