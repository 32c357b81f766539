"""The Bot API emulator, and one person for each channel."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.channels.people import Person, at_terminal, on_sms, on_telegram
from tests.emulator import BotApi, running_emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """Start the emulator once."""
    with running_emulator() as url:
        yield url


@pytest.fixture
def bot_api(emulator: str) -> BotApi:
    """Return a new bot at the emulator, and somebody who writes to it."""
    return BotApi(emulator)


@pytest.fixture(params=["telegram", "sms", "console"])
async def person(request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """Return somebody on each of the channels in turn."""
    if request.param == "telegram":
        async with on_telegram(request.getfixturevalue("bot_api")) as somebody:
            yield somebody
    elif request.param == "sms":
        async with on_sms() as texting:
            yield texting
    else:
        async with at_terminal() as typing:
            yield typing
