"""People for conversations."""

from collections.abc import Callable

import pytest

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from tests.conversations.person import Person


@pytest.fixture
def people(processor: TurnProcessor) -> Callable[..., Person]:
    """Make people whom the engine has never met; all in one store."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    return lambda *arguments, **options: Person(processor, *arguments, **options)


@pytest.fixture
def person(people: Callable[..., Person]) -> Person:
    """One person on Telegram."""
    return people()


@pytest.fixture
def texter(people: Callable[..., Person]) -> Person:
    """One person with a basic phone."""
    return people("sms")
