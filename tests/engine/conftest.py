"""Somebody to answer."""

import pytest

from bot.engine.engine import Engine
from bot.engine.quiet import quiet_rasa
from tests.engine.writer import Writer


@pytest.fixture(autouse=True, scope="session")
def _quiet_rasa() -> None:
    """Set structlog up as the service does: unconfigured it prints each turn, which takes longer than the turn."""
    quiet_rasa()


@pytest.fixture
def writer(engine: Engine) -> Writer:
    """Return somebody who writes SMS in English and has not written before."""
    return Writer(engine)
