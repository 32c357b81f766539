"""People for conversations."""

from collections.abc import Callable

import pytest

from bot.engine.conversations import Conversations
from bot.engine.processor import TurnProcessor
from tests.conversations.person import Person


@pytest.fixture
def people(processor: TurnProcessor) -> Callable[..., Person]:
    """Make people whom the engine has never met; all in one store."""
    processor.tracker_store = Conversations(processor.domain)
    return lambda *arguments, **options: Person(processor, *arguments, **options)


@pytest.fixture
def person(people: Callable[..., Person]) -> Person:
    """One person on Telegram."""
    return people()
