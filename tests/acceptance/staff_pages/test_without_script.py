"""The essential tasks without JavaScript."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP, PHONE_IN_ARABIC, Layout
from tests.acceptance.staff_pages.served_pages import StaffSite, thai_entries
from tests.directory.staff.proposal_queries import stored_check

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.mark.parametrize("layout", [DESKTOP, PHONE_IN_ARABIC], ids=str)
async def test_correct_review_and_check(visit: Visit, site: StaffSite, layout: Layout) -> None:
    """A number is corrected and published, the entry checked, its hours and coverage changed."""
    service = f"/services/{site.entry.service}"
    async with (
        visit("editor", layout, java_script_enabled=False) as editor,
        visit("reviewer", layout, java_script_enabled=False) as reviewer,
    ):
        await editor.open(service)
        await editor.follow_to(f"/records/phone/edit/{site.entry.phone}")
        await editor.page.locator("[name=number]").fill("02 123 4567")
        await editor.press("Propose this change")
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")
        await reviewer.open("/")
        await reviewer.follow_to("/review/")
        await reviewer.press("Publish")
        await reviewer.expect_message("Published. The bot says it from now on.")
        assert thai_entries(site.engine)[0].number == "02 123 4567"
        await editor.open(service)
        await editor.press("I called, it is right")
        await editor.expect_message("Thank you. The entry is marked as checked today.")
        assert stored_check(site.engine, site.entry.service)[1] == "called"
        await editor.open(f"{service}/hours")
        await editor.page.locator("[name=always]").check()
        await editor.main.get_by_role("button", name=layout.translate("Propose this change")).click()
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")
        await editor.open(f"{service}/coverage")
        await editor.page.locator("#another").select_option("LA")
        await editor.press("Add")
        await editor.page.locator("[name=whole][value=LA]").check()
        await editor.main.get_by_role("button", name=layout.translate("Propose this change")).last.click()
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")


async def test_choose_language(visit: Visit, site: StaffSite) -> None:
    """A button chooses the language and returns to the page."""
    async with visit("editor", DESKTOP, java_script_enabled=False) as editor:
        await editor.open("/verify")
        await editor.page.locator("#language-of-page").select_option("ar")
        await editor.page.locator("form.language button").click()
        await expect(editor.page.locator("html")).to_have_attribute("dir", "rtl")
        await expect(editor.page).to_have_url(f"{site.url}/staff/verify")
