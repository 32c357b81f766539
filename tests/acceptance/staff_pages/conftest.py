"""One Chromium for all tests of the pages; a directory and a house for each."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from sqlalchemy import Engine

from directory.db.engine import connect
from directory.staff.entry_text import Reads
from tests.acceptance.staff_pages.house import House, opened, reads_as_the_bot
from tests.acceptance.staff_pages.judging import is_for_looking
from tests.acceptance.staff_pages.layouts import DESKTOP, LAYOUTS, PHONE_IN_ARABIC, Layout
from tests.acceptance.staff_pages.visitor import Visitor, visiting
from tests.channels.preview.browser import CHROMIUM, QUIET
from tests.directory.databases import SqliteDatabases

Visit = Callable[..., AbstractAsyncContextManager[Visitor]]
"""Gives somebody of a role, or nobody yet, a browser: `async with visit("editor", layout) as editor`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all tests of the browser in one loop, since it lives in one."""
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser; starting it takes a second."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {CHROMIUM} (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def staff_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Makes filled SQLite databases."""
    return SqliteDatabases(tmp_path_factory.mktemp("staffpages"))


@pytest.fixture
def staff_engine(staff_databases: SqliteDatabases) -> Iterator[Engine]:
    """A filled directory that one test changes."""
    address = staff_databases.filled()
    engine = connect(address)
    yield engine
    engine.dispose()
    staff_databases.drop(address)


@pytest.fixture(scope="session")
def as_the_bot() -> Reads:
    """Says entries in the bot's words."""
    return reads_as_the_bot()


@pytest_asyncio.fixture(loop_scope="session")
async def house(staff_engine: Engine, as_the_bot: Reads) -> AsyncIterator[House]:
    """The pages, served."""
    async with opened(staff_engine, as_the_bot) as served:
        yield served


@pytest.fixture(params=LAYOUTS, ids=str)
def layout(request: pytest.FixtureRequest) -> Layout:
    """Each screen with each language."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture(params=LAYOUTS if is_for_looking() else (DESKTOP, PHONE_IN_ARABIC), ids=str)
def screen(request: pytest.FixtureRequest) -> Layout:
    """Each screen once, and each language once; all of them where somebody wants the pictures."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture
def visit(chromium: Browser, house: House) -> Visit:
    """Lets people in."""

    def visit(role: str, layout: Layout, **options: object) -> AbstractAsyncContextManager[Visitor]:
        return visiting(chromium, house.url, layout, house.token(role, layout.language), **options)

    return visit
