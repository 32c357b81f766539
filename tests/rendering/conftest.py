"""The domain's responses, and readers of each language."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.rendering.reader_locale import Reader
from bot.rendering.renderer import Responses, Speaker
from locales.extract import RESPONSES
from nlu.text.yaml_files import read_yaml


@pytest.fixture(scope="session")
def responses() -> Responses:
    """Return all responses of the domain."""
    found: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= read_yaml(path)["responses"]
    return found


@pytest.fixture(scope="session")
def speaker(responses: Responses) -> Speaker:
    """Return a speaker of the domain."""
    return Speaker(responses)


@pytest.fixture(scope="session")
def reader(speaker: Speaker) -> Callable[..., Reader]:
    """Return a function that makes somebody who reads a language, on Telegram or on the channel of its second value."""
    return lambda language, channel="telegram": speaker._reader(language, channel)
