"""Somebody to answer."""

import pytest

from bot.engine.engine import Engine
from tests.engine.writer import Writer


@pytest.fixture
def writer(engine: Engine) -> Writer:
    """Return somebody who writes SMS in English and has not written before."""
    return Writer(engine)
