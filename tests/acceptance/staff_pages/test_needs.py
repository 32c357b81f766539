"""What people need: nothing before four weeks are over, then tables and drawings."""

from playwright.async_api import expect

from directory.domain.usage import Outcome
from directory.statistics.writer import close_ended
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.directory.staff.test_needs import NOW, PERIOD, ask


async def test_empty_and_published(visit: Visit, house: House, screen: Layout) -> None:
    """An empty page says why; published numbers stand in tables, with drawings that say the same, by country too."""
    async with visit("editor", screen) as editor:
        await editor.opens("/needs")
        await editor.looks("needs-empty")
        for moment in (NOW - 2 * PERIOD, NOW - PERIOD, NOW):
            for country in ("TH", "MM", "AE"):
                ask(house.engine, Outcome.REFERRED, 40, moment, country)
                ask(house.engine, Outcome.NOTHING_SUITABLE, 30, moment, country)
            close_ended(house.engine, moment)
        await editor.opens("/needs?period=all")
        await expect(editor.main.get_by_role("img")).to_have_count(4)
        await editor.looks("needs")
        await editor.main.locator('a[href*="country=TH"]').first.click()
        await editor.looks("needs-of-a-country")
