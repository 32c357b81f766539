"""What the tests of the engine share."""

from typing import TYPE_CHECKING

import pytest

from bot.engine.engine import Engine
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from tests.engine.writer import Writer

if TYPE_CHECKING:
    from bot.engine.processor import TurnProcessor


@pytest.fixture(autouse=True)
def own_store(request: pytest.FixtureRequest) -> None:
    """Give the shared processor an empty store in memory: tests of other folders leave theirs in it."""
    if "processor" in request.fixturenames:
        processor: TurnProcessor = request.getfixturevalue("processor")
        processor.use_store(MemoryStore(), Keys.ephemeral())


@pytest.fixture
def writer(engine: Engine) -> Writer:
    """Return a person who writes SMS in English and has not written before."""
    return Writer(engine)
