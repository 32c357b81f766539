"""The page in a real Chromium."""

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
class Seen:
    """The open page, each address that it asked, and each complaint of the browser."""

    page: Page
    asked: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def texts(self, phone: str) -> Locator:
        """Return the texts that stand on a phone, both sides'."""
        return self.page.locator(f".{phone} .message p:not(.cost)")

    def answers(self, phone: str) -> Locator:
        """Return the texts that came back on a phone."""
        return self.page.locator(f".{phone} .theirs p:not(.cost)")

    def costs(self) -> Locator:
        """Return what stands below each SMS."""
        return self.page.locator(".sms .cost")

    def totals(self) -> Locator:
        """Return in, out and both."""
        return self.page.locator(".totals dd")

    async def types(self, phone: str, words: str) -> None:
        """Type into a phone and press Enter."""
        field_of = self.page.get_by_label({"telegram": "Message on Telegram", "sms": "Message by SMS"}[phone])
        await field_of.fill(words)
        await field_of.press("Enter")

    async def chooses(self, setting: str, label: str) -> None:
        """Choose in the top bar; the lists come a moment after the page."""
        await self.page.get_by_label(setting, exact=True).select_option(label=label)


@contextlib.asynccontextmanager
async def opened(url: str, width: int = 1200, height: int = 800) -> AsyncIterator[Seen]:
    """Open the page in a new browser."""
    _need_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": height})
        seen = Seen(page)
        page.on("request", lambda request: seen.asked.add(request.url))
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda fault: seen.complaints.append(fault.message))
        await page.goto(f"{url}/preview")
        yield seen
        await browser.close()


def _need_chromium() -> None:
    """Skip the test where there is no browser, but not in CI."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {CHROMIUM} (Debian: apt-get install chromium)")
