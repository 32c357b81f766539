"""A person who writes to the engine."""

import pytest

from bot.engine.engine import Engine
from tests.engine.writer import Writer


@pytest.fixture
def writer(engine: Engine) -> Writer:
    """Return a person who writes SMS in English and has not written before."""
    return Writer(engine)
