"""One Chromium for all tests; a directory and a server for each."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from sqlalchemy import Engine

from directory.db.engine import open_engine
from directory.staff.context import EntryTextRenderer
from tests.acceptance.staff_pages.layouts import DESKTOP, LAYOUTS, PHONE_IN_ARABIC, Layout
from tests.acceptance.staff_pages.page_checks import wants_screenshots
from tests.acceptance.staff_pages.served_pages import StaffSite, bot_entry_renderer, serve_site
from tests.acceptance.staff_pages.visitor import Visitor, open_visitor
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
    engine = open_engine(address)
    yield engine
    engine.dispose()
    staff_databases.drop(address)


@pytest.fixture(scope="session")
def bot_renderer() -> EntryTextRenderer:
    """Renders entries as the bot does."""
    return bot_entry_renderer()


@pytest_asyncio.fixture(loop_scope="session")
async def site(staff_engine: Engine, bot_renderer: EntryTextRenderer) -> AsyncIterator[StaffSite]:
    """The pages, served."""
    async with serve_site(staff_engine, bot_renderer) as served:
        yield served


@pytest.fixture(params=LAYOUTS, ids=str)
def layout(request: pytest.FixtureRequest) -> Layout:
    """Each screen with each language."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture(params=LAYOUTS if wants_screenshots() else (DESKTOP, PHONE_IN_ARABIC), ids=str)
def screen(request: pytest.FixtureRequest) -> Layout:
    """Both screens and languages at least once; all combinations when screenshots are wanted."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture
def visit(chromium: Browser, site: StaffSite) -> Visit:
    """Opens a browser for a user of a role."""

    def visit(role: str, layout: Layout, **options: object) -> AbstractAsyncContextManager[Visitor]:
        return open_visitor(chromium, site.url, layout, site.token(role, layout.language), **options)

    return visit
