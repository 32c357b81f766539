"""The page served on loopback, and a user of each phone."""

from collections.abc import AsyncIterator

import pytest

from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.preview.virtual_users import PreviewUser, make_preview
from tests.channels.virtual_users import run_server


@pytest.fixture
def echo() -> EchoEngine:
    """Return the engine."""
    return EchoEngine()


@pytest.fixture
async def url(echo: EchoEngine) -> AsyncIterator[str]:
    """Serve the page; yield the URL."""
    async with run_server(make_preview(echo).router()) as address:
        yield address


@pytest.fixture(params=["telegram", "sms"])
async def person(request: pytest.FixtureRequest, echo: EchoEngine) -> AsyncIterator[PreviewUser]:
    """Yield a user of each phone in turn."""
    pseudonyms = Pseudonyms(MemoryStore())
    page = make_preview(echo, pseudonyms)
    async with run_server(page.router()) as address:
        yield PreviewUser(address, request.param, echo, pseudonyms)
    await page.stop()
