"""What holds of every page."""

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.async_api import Page

from tests.acceptance.staff_pages.layouts import DESKTOP, PHONE_IN_ARABIC, Layout

LIMIT: Final = 200_000
"""Bytes of a page with all that it loads."""
_AXE: Final = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Axe takes longer than all the rest, and half of that for contrast. These two have each screen and each direction
# between them; colours are the same on all.
_AXE_LAYOUTS: Final = {DESKTOP: True, PHONE_IN_ARABIC: False}
# Rules of WCAG 2.2 A and AA and good practice; the size of targets is left out unless it is asked for.
_AXE_SCRIPT: Final = """async (contrast) => (await axe.run(document, {
    preload: false,
    resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}, "color-contrast": {enabled: contrast}},
})).violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => [one.id, one.nodes.slice(0, 5).map((node) => node.html.slice(0, 200))])"""
_MEASURE_SCRIPT: Final = """async () => {
    for (const image of document.images) { image.loading = "eager"; if (!image.complete) await image.decode(); }
    const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const root = document.documentElement;
    return {
        bytes: loaded.reduce((sum, one) => sum + one.encodedBodySize, 0),
        overflow: root.scrollWidth - root.clientWidth,
        language: root.lang,
        direction: getComputedStyle(root).direction,
        headings: document.querySelectorAll("h1").length,
    };
}"""


async def check_page(page: Page, layout: Layout) -> None:
    """Assert that a page is small, fits the screen, has the right language, and is accessible."""
    stands: dict[str, Any] = await page.evaluate(_MEASURE_SCRIPT)
    assert stands["bytes"] < LIMIT
    assert stands["overflow"] <= 0, f"{page.url} scrolls sideways by {stands['overflow']} pixels"
    assert (stands["language"], stands["direction"]) == (layout.language, layout.direction)
    assert stands["headings"] == 1
    if layout in _AXE_LAYOUTS:
        await page.evaluate(_AXE)
        found = await page.evaluate(_AXE_SCRIPT, _AXE_LAYOUTS[layout])
        assert found == [], found


def wants_screenshots() -> bool:
    """Return whether screenshots are wanted."""
    return bool(os.environ.get("WAYLIGHT_SCREENSHOTS"))


async def save_screenshot(page: Page, name: str) -> None:
    """Save a screenshot of the whole page if they are wanted."""
    if folder := os.environ.get("WAYLIGHT_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, animations="disabled")


def is_same_origin(origin: str, url: str) -> bool:
    """Return whether a URL is of our origin, or embedded in the page."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or f"{parts.scheme}://{parts.netloc}" == origin
