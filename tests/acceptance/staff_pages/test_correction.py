"""Correct a wrong number."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


async def test_correct_a_number(visit: Visit, site: StaffSite, layout: Layout) -> None:
    """An editor finds the entry, types the right number, which is described meanwhile, and proposes it."""
    async with visit("editor", layout) as editor:
        await editor.open("/")
        await editor.check("to-do")
        await editor.field("Find an entry").fill(site.entry.name)
        await editor.press("Search")
        await editor.check("entries")
        await editor.follow(site.entry.name)
        await editor.follow_to(f"/records/phone/edit/{site.entry.phone}")
        number = editor.page.locator("[data-checks]")
        await number.fill("02 123 456")
        judged = editor.page.locator("output")
        await expect(judged).to_have_class("wrong")
        await number.fill("02 123 4567")
        await expect(judged).to_have_class("help")
        await editor.field("Why? What did you find out?").first.fill("I called")
        await editor.check("correct-a-number")
        await editor.press("Propose this change")
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")
        await editor.check("entry-with-a-change")
