"""The essential edits, where scripts are switched off."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House, entries_of
from tests.acceptance.staff_pages.layouts import DESKTOP, PHONE_IN_ARABIC, Layout
from tests.directory.staff.proposing import check_of


@pytest.mark.parametrize("layout", [DESKTOP, PHONE_IN_ARABIC], ids=str)
async def test_mended_reviewed_and_checked(visit: Visit, house: House, layout: Layout) -> None:
    """A number is corrected and published, the entry checked, its hours and places changed, all without a script."""
    service = f"/services/{house.entry.service}"
    async with (
        visit("editor", layout, java_script_enabled=False) as editor,
        visit("reviewer", layout, java_script_enabled=False) as reviewer,
    ):
        await editor.opens(service)
        await editor.follows_to(f"/records/phone/edit/{house.entry.phone}")
        await editor.page.locator("[name=number]").fill("02 123 4567")
        await editor.presses("Propose this change")
        await editor.reads("Thank you. Your change waits for somebody to review it.")
        await reviewer.opens("/")
        await reviewer.follows_to("/review/")
        await reviewer.presses("Publish")
        await reviewer.reads("Published. The bot says it from now on.")
        assert entries_of(house.engine)[0].number == "02 123 4567"
        await editor.opens(service)
        await editor.presses("I called, it is right")
        await editor.reads("Thank you. The entry is marked as checked today.")
        assert check_of(house.engine, house.entry.service)[1] == "called"
        await editor.opens(f"{service}/hours")
        await editor.page.locator("[name=always]").check()
        await editor.main.get_by_role("button", name=layout.says("Propose this change")).click()
        await editor.reads("Thank you. Your change waits for somebody to review it.")
        await editor.opens(f"{service}/coverage")
        await editor.page.locator("#another").select_option("LA")
        await editor.presses("Add")
        await editor.page.locator("[name=whole][value=LA]").check()
        await editor.main.get_by_role("button", name=layout.says("Propose this change")).last.click()
        await editor.reads("Thank you. Your change waits for somebody to review it.")


async def test_another_language(visit: Visit, house: House) -> None:
    """The language of the pages is chosen with a button, and the page that stood there comes back in it."""
    async with visit("editor", DESKTOP, java_script_enabled=False) as editor:
        await editor.opens("/verify")
        await editor.page.locator("#language-of-page").select_option("ar")
        await editor.page.locator("form.language button").click()
        await expect(editor.page.locator("html")).to_have_attribute("dir", "rtl")
        await expect(editor.page).to_have_url(f"{house.url}/staff/verify")
