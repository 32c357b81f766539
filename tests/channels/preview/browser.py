"""The page in Chromium."""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class OpenPage:
    """The open page, the URLs that it requested, and the errors in the browser's console."""

    page: Page
    requests: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def texts(self, phone: str) -> Locator:
        """Return the texts of both sides on a phone."""
        return self.page.locator(f".{phone} .message p:not(.cost)")

    def replies(self, phone: str) -> Locator:
        """Return the replies on a phone."""
        return self.page.locator(f".{phone} .theirs p:not(.cost)")

    def costs(self) -> Locator:
        """Return the cost below each SMS."""
        return self.page.locator(".sms .cost")

    def totals(self) -> Locator:
        """Return in, out and both."""
        return self.page.locator(".totals dd")

    async def type(self, phone: str, text: str) -> None:
        """Type into a phone and press Enter."""
        text_field = self.page.get_by_label({"telegram": "Message on Telegram", "sms": "Message by SMS"}[phone])
        await text_field.fill(text)
        await text_field.press("Enter")

    async def choose(self, setting: str, label: str) -> None:
        """Select an option in the top bar; the lists load after the page."""
        await self.page.get_by_label(setting, exact=True).select_option(label=label)


@contextlib.asynccontextmanager
async def open_preview(url: str, width: int = 1200, height: int = 800) -> AsyncIterator[OpenPage]:
    """Open the page in a new browser."""
    _require_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": height})
        open_page = OpenPage(page)
        page.on("request", lambda request: open_page.requests.add(request.url))
        page.on("console", lambda message: open_page.errors.append(message.text))
        page.on("pageerror", lambda error: open_page.errors.append(error.message))
        await page.goto(f"{url}/preview")
        yield open_page
        await browser.close()


def _require_chromium() -> None:
    """Skip the test if there is no browser, except in CI."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {CHROMIUM} (Debian: apt-get install chromium)")
