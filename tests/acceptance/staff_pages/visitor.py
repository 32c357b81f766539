"""Somebody at a browser, and all that the browser noticed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.acceptance.staff_pages.judging import is_of, judge, keep_picture
from tests.acceptance.staff_pages.layouts import Layout

PATIENCE: Final = 15_000
"""Milliseconds; a page takes a tenth of a second on a machine with nothing else to do."""
_EXPECTED: Final = re.compile(
    r"Failed to load resource: the server responded with a status of 4(00|09|22)"
    r"|Clear-Site-Data header on .*: Cleared"
)
"""What Chromium says of a form that comes back because something in it is not right, and of signing out."""


@dataclass
class Visitor:
    """Somebody at the pages; `steps` counts each click that follows a link or sends a form."""

    page: Page
    layout: Layout
    url: str
    steps: int = 0
    complaints: list[str] = field(default_factory=list)

    async def opens(self, path: str) -> None:
        """Open a page by its address below /staff."""
        await self.page.goto(f"{self.url}/staff{path}")

    async def looks(self, name: str) -> None:
        """Judge the page that stands there, and keep a picture of it."""
        await judge(self.page, self.layout)
        await keep_picture(self.page, f"{name}.{self.layout}")
        assert self.complaints == [], self.complaints

    async def presses(self, msgid: str, within: Locator | None = None, **values: object) -> None:
        """Press the first button with this text, which sends a form."""
        await self._clicks((within or self.main).get_by_role("button", name=self.layout.says(msgid, **values)))

    async def follows(self, msgid: str, within: Locator | None = None) -> None:
        """Follow the first link with this text, the page's own words or a name."""
        await self._clicks((within or self.main).get_by_role("link", name=self.layout.says(msgid)))

    async def follows_to(self, path: str) -> None:
        """Follow the first link of the page that leads to an address below /staff."""
        await self._clicks(self.page.locator(f'a[href^="/staff{path}"]'))

    async def _clicks(self, wanted: Locator) -> None:
        async with self.page.expect_navigation():
            await wanted.first.click()
        self.steps += 1

    def labelled(self, msgid: str, **values: object) -> Locator:
        """Return the field with this label."""
        return self.main.get_by_label(self.layout.says(msgid, **values))

    @property
    def main(self) -> Locator:
        """Return the page without its head."""
        return self.page.locator("main")

    async def reads(self, msgid: str, **values: object) -> None:
        """Wait until a text of the pages can be read."""
        await expect(self.main).to_contain_text(self.layout.says(msgid, **values))

    async def finds(self, words: str) -> None:
        """Wait until these very words can be read."""
        await expect(self.main).to_contain_text(words)


@asynccontextmanager
async def visiting(
    browser: Browser, url: str, layout: Layout, token: str | None = None, **options: Any
) -> AsyncIterator[Visitor]:
    """Give somebody a browser of their own, with the session of `token`; at the end nothing may have been amiss."""
    screen: Any = {"width": layout.width, "height": layout.height}
    context = await browser.new_context(viewport=screen, locale=layout.language, **options)
    context.set_default_timeout(PATIENCE)
    if token:
        await context.add_cookies([{"name": "staff", "value": token, "url": url}])
    visitor = Visitor(await context.new_page(), layout, url)
    _listen(visitor)
    yield visitor
    await context.close()
    assert visitor.complaints == [], visitor.complaints


def _listen(visitor: Visitor) -> None:
    """Note what the browser complains of, and each address that is not ours."""
    complaints, page = visitor.complaints, visitor.page

    def note(message: ConsoleMessage) -> None:
        if not _EXPECTED.match(message.text):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda fault: complaints.append(fault.message))
    page.on("request", lambda request: None if is_of(visitor.url, request.url) else complaints.append(request.url))
