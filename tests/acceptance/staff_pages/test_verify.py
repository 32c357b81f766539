"""Checking entries one after the other."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.directory.staff.proposal_queries import stored_check


async def test_record_check(visit: Visit, site: StaffSite, layout: Layout) -> None:
    """One click records a call and goes on with the queue."""
    async with visit("editor", layout) as editor:
        await editor.open("/verify")
        await editor.check("verify")
        await expect(editor.page.locator(f'[action$="/verify/{site.entry.service}"]')).to_have_count(1)
        await editor.press("I called, it is right")
        await editor.expect_message("Thank you. The entry is marked as checked today.")
        assert editor.steps == 1
    assert stored_check(site.engine, site.entry.service)[1] == "called"
