"""The special forms of an entry, and its preview."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.acceptance.staff_pages.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


async def propose(editor: Visitor, part: str) -> None:
    """Check a filled form, give a reason, and propose it."""
    await editor.field("Why? What did you find out?").fill("I called")
    await editor.check(part)
    await editor.main.get_by_role("button", name=editor.layout.translate("Propose this change")).last.click()
    await editor.expect_message("Thank you. Your change waits for somebody to review it.")


async def test_opening_hours(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """An invalid time has an error beside its day and the typed values stay; then the week is proposed."""
    async with visit("editor", screen) as editor:
        await editor.open(f"/services/{site.entry.service}/hours")
        await editor.page.locator("[name=MO-opens-1]").fill("09:00")
        await editor.main.get_by_role("button", name=screen.translate("Propose this change")).click()
        await editor.expect_message("Write both: when it opens and when it closes.")
        await editor.check("hours-refused")
        await expect(editor.page.locator("[name=MO-opens-1]")).to_have_value("09:00")
        await editor.page.locator("[name=MO-closes-1]").fill("17:00")
        await propose(editor, "hours")


async def test_coverage(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """Provinces of a country are chosen, and another country is added."""
    async with visit("editor", screen) as editor:
        await editor.open(f"/services/{site.entry.service}/coverage")
        await editor.page.locator("[name=whole][value=TH]").uncheck()
        await editor.main.locator('[value="provinces-of-TH"]').click()
        await editor.page.locator("[value=TH-50]").check()
        await editor.page.locator("#another").select_option("LA")
        await editor.press("Add")
        await editor.page.locator("[name=whole][value=LA]").check()
        await expect(editor.page.locator("[value=TH-50]")).to_be_checked()
        await propose(editor, "coverage")


async def test_audience(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """Needs, languages and audiences are chosen, with a language that the bot does not speak."""
    async with visit("editor", screen) as editor:
        await editor.open(f"/services/{site.entry.service}/whom")
        await editor.page.locator("[name=need][value=shelter]").check()
        await editor.page.locator("#another-language").select_option("shn")
        await editor.press("Add")
        await expect(editor.page.locator("[name=language][value=shn]")).to_be_checked()
        await propose(editor, "whom")


async def test_preview(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """An entry is shown as on Telegram and SMS, in each language, with its SMS segments."""
    async with visit("editor", screen) as editor:
        await editor.open(f"/services/{site.entry.service}/preview?language=all")
        await expect(editor.page.locator(".phone-screen")).to_have_count(32)
        await editor.expect_text(site.entry.number)
        await editor.check("preview")


async def test_names_and_texts(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """Texts are changed in one form, which shows errors and keeps the typed values."""
    async with visit("editor", screen) as editor:
        await editor.open(f"/records/service/edit/{site.entry.service}")
        await editor.page.locator("[name=email]").fill("nobody@home")
        await editor.page.locator("[name=alert]").fill("مغلق اليوم")
        await editor.main.get_by_role("button", name=screen.translate("Propose this change")).click()
        await expect(editor.main.get_by_role("alert")).to_be_visible()
        await expect(editor.page.locator("[name=alert]")).to_have_value("مغلق اليوم")
        await editor.check("texts-refused")


async def test_lists_and_forms(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """Other objects have lists, details and forms; an unknown row is 404."""
    async with visit("editor", screen) as editor:
        for name, path in {
            "organizations": "/records/organization/list",
            "organization": f"/records/organization/details/{site.entry.organization}",
            "new-phone": f"/records/phone/create?service_id={site.entry.service}",
        }.items():
            await editor.open(path)
            await editor.check(name)
