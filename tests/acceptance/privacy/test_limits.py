"""Rate limits: no one blocks others or guesses codes, and no one in danger is refused."""

import pytest

from bot.engine.processor import TurnProcessor
from bot.engine.saved_conversations import MAX_TRIES, MAX_TRIES_PER_PERSON
from bot.engine.throttle import MAX_PER_MINUTE
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from locales.catalogue import translate
from locales.registry import LANGUAGES
from tests.acceptance.privacy.in_process_service import InProcessService, running_in_process
from tests.acceptance.privacy.parcels import new_chat, new_number
from tests.acceptance.privacy.test_erasure import save_conversation
from tests.conversations.test_languages import DANGER, SHELTER

pytestmark = pytest.mark.slow


@pytest.fixture
def frozen(keys: Keys) -> MemoryStore:
    """Return a store for which no time passes, so that the speed of this machine does not matter."""
    return MemoryStore(keys, clock=lambda: 0.0)


async def exceed_limit(line: InProcessService, number: str, first: str) -> list[list[str]]:
    """Write twenty messages and three more; return the answers to these three."""
    for text in (first, *[""] * (MAX_PER_MINUTE - 1)):
        assert await line.texts(number, text)
    return [await line.texts(number, "") for _ in range(3)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_message_limit(processor: TurnProcessor, frozen: MemoryStore, keys: Keys, language: str) -> None:
    """The 21st message in a minute gets one request to slow down, the next none; danger is still answered."""
    async with running_in_process(processor, frozen, keys) as line:
        number = new_number()
        slower = processor.domain.responses["utter_slower"]
        known = {translate(language, one["text"]) for one in slower}
        asked, *others = await exceed_limit(line, number, SHELTER[language])
        assert (len(asked), others) == (1, [[], []])
        assert asked[0] in known
        assert await line.texts(number, DANGER[language])
        assert await line.texts(new_number(), SHELTER[language])


async def test_code_guessing_limit(processor: TurnProcessor, frozen: MemoryStore, keys: Keys) -> None:
    """After too many wrong codes from any phones, even the right one is refused for an hour."""
    async with running_in_process(processor, frozen, keys) as line:
        right = await save_conversation(line, new_chat())
        for tried in range(MAX_TRIES):
            if tried % MAX_TRIES_PER_PERSON == 0:
                number = new_number()
            wrong = f"{(int(right.replace(' ', '')) + 1 + tried) % 10**8:08}"
            assert any("don't know this number" in text for text in await line.texts(number, wrong))
        assert any("don't know this number" in text for text in await line.texts(new_number(), right))
