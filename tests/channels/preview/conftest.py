"""The page's routes on a port of this machine, and one person for each phone."""

from collections.abc import AsyncIterator

import pytest

from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.echo import Echo
from tests.channels.preview.phones import OnThePage, preview
from tests.channels.serving import served


@pytest.fixture
def echo() -> Echo:
    """Return what answers, and remembers what it heard."""
    return Echo()


@pytest.fixture
async def url(echo: Echo) -> AsyncIterator[str]:
    """Serve the page; give where."""
    async with served(preview(echo).router()) as address:
        yield address


@pytest.fixture(params=["telegram", "sms"])
async def person(request: pytest.FixtureRequest, echo: Echo) -> AsyncIterator[OnThePage]:
    """Return somebody with each of the phones in turn."""
    pseudonyms = Pseudonyms(InMemory())
    page = preview(echo, pseudonyms)
    async with served(page.router()) as address:
        yield OnThePage(address, request.param, echo, pseudonyms)
    await page.stop()
