"""Nobody takes the line from others, nobody can try numbers, and nobody in danger is ever refused."""

import pytest

from bot.engine.processor import TurnProcessor
from bot.engine.saved_conversations import TRIES_AT_MOST
from bot.engine.throttle import AT_MOST
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from locales.catalogue import translate
from locales.registry import LANGUAGES
from tests.acceptance.privacy.letters import somebody_on_telegram, somebody_with_a_phone
from tests.acceptance.privacy.line import Line, connected
from tests.acceptance.privacy.test_erasing import paused
from tests.conversations.test_sixteen_languages import DANGER, SHELTER


@pytest.fixture
def frozen(keys: Keys) -> InMemory:
    """Return a store for which no time passes, so that how fast this machine is decides nothing."""
    return InMemory(keys, clock=lambda: 0.0)


async def too_fast(line: Line, number: str, first: str) -> list[list[str]]:
    """Let somebody write twenty messages and three more; return what is said to these."""
    for text in (first, *[""] * (AT_MOST - 1)):
        assert await line.texts(number, text)
    return [await line.texts(number, "") for _ in range(3)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_too_fast(processor: TurnProcessor, frozen: InMemory, keys: Keys, language: str) -> None:
    """The 21st message in a minute gets one request to slow down, the next nothing; danger is answered all the same."""
    async with connected(processor, frozen, keys) as line:
        number = somebody_with_a_phone()
        slower = processor.domain.responses["utter_slower"]
        known = {translate(language, one["text"]) for one in slower}
        asked, *others = await too_fast(line, number, SHELTER[language])
        assert (len(asked), others) == (1, [[], []])
        assert asked[0] in known
        assert await line.texts(number, DANGER[language])
        assert await line.texts(somebody_with_a_phone(), SHELTER[language])


async def test_numbers_cannot_be_tried(processor: TurnProcessor, frozen: InMemory, keys: Keys) -> None:
    """After so many wrong numbers, however many phones they come from, even the right one is not known for an hour."""
    async with connected(processor, frozen, keys) as line:
        right = await paused(line, somebody_on_telegram())
        for tried in range(TRIES_AT_MOST):
            if tried % (AT_MOST - 1) == 0:
                number = somebody_with_a_phone()
            wrong = f"{(int(right.replace(' ', '')) + 1 + tried) % 10**8:08}"
            assert any("don't know this number" in text for text in await line.texts(number, wrong))
        assert any("don't know this number" in text for text in await line.texts(somebody_with_a_phone(), right))
