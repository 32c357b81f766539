"""A user at a browser, and what the browser complained about."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.page_checks import check_page, is_same_origin, save_screenshot

TIMEOUT_MS: Final = 15_000
"""Milliseconds; a page takes a tenth of a second on a machine with nothing else to do."""
_EXPECTED: Final = re.compile(
    r"Failed to load resource: the server responded with a status of 4(00|03|09|22)"
    r"|Clear-Site-Data header on .*: Cleared"
)
"""What Chromium says of a form that comes back because something in it is not right or missing, and of signing out."""


@dataclass
class Visitor:
    """A user of the pages; `steps` counts clicks on links and buttons."""

    page: Page
    layout: Layout
    url: str
    steps: int = 0
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        """Open a path below /staff."""
        await self.page.goto(f"{self.url}/staff{path}")

    async def check(self, name: str) -> None:
        """Check the current page and save a screenshot."""
        await check_page(self.page, self.layout)
        await save_screenshot(self.page, f"{name}.{self.layout}")
        assert self.complaints == [], self.complaints

    async def press(self, msgid: str, within: Locator | None = None, **values: object) -> None:
        """Press the first button with this message."""
        await self._click((within or self.main).get_by_role("button", name=self.layout.translate(msgid, **values)))

    async def follow(self, msgid: str, within: Locator | None = None) -> None:
        """Follow the first link with this message or name."""
        await self._click((within or self.main).get_by_role("link", name=self.layout.translate(msgid)))

    async def follow_to(self, path: str) -> None:
        """Follow the first link to a path below /staff."""
        await self._click(self.page.locator(f'a[href^="/staff{path}"]'))

    async def _click(self, wanted: Locator) -> None:
        async with self.page.expect_navigation():
            await wanted.first.click()
        self.steps += 1

    def field(self, msgid: str, **values: object) -> Locator:
        """Return the field with this label."""
        return self.main.get_by_label(self.layout.translate(msgid, **values))

    @property
    def main(self) -> Locator:
        """Return the main part of the page."""
        return self.page.locator("main")

    async def expect_message(self, msgid: str, **values: object) -> None:
        """Wait for a message in the visitor's language."""
        await expect(self.main).to_contain_text(self.layout.translate(msgid, **values))

    async def expect_text(self, words: str) -> None:
        """Wait for a literal text."""
        await expect(self.main).to_contain_text(words)


@asynccontextmanager
async def open_visitor(
    browser: Browser, url: str, layout: Layout, token: str | None = None, **options: Any
) -> AsyncIterator[Visitor]:
    """Open a browser with the session of `token`; at the end there must be no complaints."""
    screen: Any = {"width": layout.width, "height": layout.height}
    context = await browser.new_context(viewport=screen, locale=layout.language, **options)
    context.set_default_timeout(TIMEOUT_MS)
    if token:
        await context.add_cookies([{"name": "staff", "value": token, "url": url}])
    visitor = Visitor(await context.new_page(), layout, url)
    _record_complaints(visitor)
    yield visitor
    await context.close()
    assert visitor.complaints == [], visitor.complaints


def _record_complaints(visitor: Visitor) -> None:
    """Record errors of the browser and requests to other origins."""
    complaints, page = visitor.complaints, visitor.page

    def note(message: ConsoleMessage) -> None:
        if not _EXPECTED.match(message.text):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda fault: complaints.append(fault.message))
    page.on(
        "request", lambda request: None if is_same_origin(visitor.url, request.url) else complaints.append(request.url)
    )
