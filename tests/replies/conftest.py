"""The domain's responses, and readers of each language."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import yaml
from babel import Locale

from bot.replies.reader import Reader
from bot.replies.speaker import Responses, Speaker
from locales.catalogue import translate
from locales.update import RESPONSES


@pytest.fixture(scope="session")
def responses() -> Responses:
    """Return all responses of the domain."""
    found: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= yaml.safe_load(path.read_text("utf-8"))["responses"]
    return found


@pytest.fixture(scope="session")
def speaker(responses: Responses) -> Speaker:
    """Return a speaker of the domain."""
    return Speaker(responses)


@pytest.fixture(scope="session")
def reader(responses: Responses) -> Callable[[str], Reader]:
    """Return a function that makes somebody who reads a language."""

    def word(language: str, response: str) -> str:
        return translate(language, responses[response][0]["text"])

    return lambda language: Reader(Locale.parse(language), partial(word, language))
