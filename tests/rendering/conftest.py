"""Fixtures: the domain's responses, a renderer, and readers of each language."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.rendering.reader_locale import ReaderLocale
from bot.rendering.renderer import Renderer, Responses
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
def renderer(responses: Responses) -> Renderer:
    """Return a renderer of the domain."""
    return Renderer(responses)


@pytest.fixture(scope="session")
def reader(renderer: Renderer) -> Callable[..., ReaderLocale]:
    """Return a function that creates the reader locale of a language, on Telegram or the given channel."""
    return lambda language, channel="telegram": renderer._reader(language, channel)
