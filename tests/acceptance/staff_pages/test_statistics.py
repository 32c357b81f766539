"""The statistics page, empty and with data."""

import pytest
from playwright.async_api import expect

from directory.domain.usage import Outcome
from directory.statistics.writer import close_ended_periods
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.directory.staff.test_statistics_page import NOW, PERIOD, record_requests

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


async def test_empty_then_published(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """The empty page says why; published numbers have tables and charts, by country too."""
    async with visit("editor", screen) as editor:
        await editor.open("/needs")
        await editor.check("needs-empty")
        for moment in (NOW - 2 * PERIOD, NOW - PERIOD, NOW):
            for country in ("TH", "MM", "AE"):
                record_requests(site.engine, Outcome.REFERRED, 40, moment, country)
                record_requests(site.engine, Outcome.NOTHING_SUITABLE, 30, moment, country)
            close_ended_periods(site.engine, moment)
        await editor.open("/needs?period=all")
        await expect(editor.main.get_by_role("img")).to_have_count(4)
        await editor.check("needs")
        await editor.main.locator('a[href*="country=TH"]').first.click()
        await editor.check("needs-of-a-country")
