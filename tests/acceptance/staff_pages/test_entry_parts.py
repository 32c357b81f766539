"""The forms of one entry that are more than fields: hours, places, for whom; and how it reads."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.visitor import Visitor


async def proposes(editor: Visitor, part: str) -> None:
    """Look at a form that is filled in, say why, and propose it."""
    await editor.labelled("Why? What did you find out?").fill("I called")
    await editor.looks(part)
    await editor.main.get_by_role("button", name=editor.layout.says("Propose this change")).last.click()
    await editor.reads("Thank you. Your change waits for somebody to review it.")


async def test_opening_hours(visit: Visit, house: House, screen: Layout) -> None:
    """A time that can't be meant is told beside its day; what was typed stays; then the week is proposed."""
    async with visit("editor", screen) as editor:
        await editor.opens(f"/services/{house.entry.service}/hours")
        await editor.page.locator("[name=MO-opens-1]").fill("09:00")
        await editor.main.get_by_role("button", name=screen.says("Propose this change")).click()
        await editor.reads("Write both: when it opens and when it closes.")
        await editor.looks("hours-refused")
        await expect(editor.page.locator("[name=MO-opens-1]")).to_have_value("09:00")
        await editor.page.locator("[name=MO-closes-1]").fill("17:00")
        await proposes(editor, "hours")


async def test_where_it_works(visit: Visit, house: House, screen: Layout) -> None:
    """Provinces are chosen after their country is opened, and another country is added."""
    async with visit("editor", screen) as editor:
        await editor.opens(f"/services/{house.entry.service}/coverage")
        await editor.page.locator("[name=whole][value=TH]").uncheck()
        await editor.main.locator('[value="provinces-of-TH"]').click()
        await editor.page.locator("[value=TH-50]").check()
        await editor.page.locator("#another").select_option("LA")
        await editor.presses("Add")
        await editor.page.locator("[name=whole][value=LA]").check()
        await expect(editor.page.locator("[value=TH-50]")).to_be_checked()
        await proposes(editor, "coverage")


async def test_for_whom(visit: Visit, house: House, screen: Layout) -> None:
    """Needs, languages and people are ticked; a language that the bot does not speak is added."""
    async with visit("editor", screen) as editor:
        await editor.opens(f"/services/{house.entry.service}/whom")
        await editor.page.locator("[name=need][value=shelter]").check()
        await editor.page.locator("#another-language").select_option("shn")
        await editor.presses("Add")
        await expect(editor.page.locator("[name=language][value=shn]")).to_be_checked()
        await proposes(editor, "whom")


async def test_how_it_reads(visit: Visit, house: House, screen: Layout) -> None:
    """An entry is shown as Telegram and SMS say it, in each language, with what the SMS costs."""
    async with visit("editor", screen) as editor:
        await editor.opens(f"/services/{house.entry.service}/preview?language=all")
        await expect(editor.page.locator(".phone-screen")).to_have_count(32)
        await editor.finds(house.entry.number)
        await editor.looks("preview")


async def test_names_and_texts(visit: Visit, house: House, screen: Layout) -> None:
    """Texts are changed in one form, which says what is wrong and keeps what was typed."""
    async with visit("editor", screen) as editor:
        await editor.opens(f"/records/service/edit/{house.entry.service}")
        await editor.page.locator("[name=email]").fill("nobody@home")
        await editor.page.locator("[name=alert]").fill("مغلق اليوم")
        await editor.main.get_by_role("button", name=screen.says("Propose this change")).click()
        await expect(editor.main.get_by_role("alert")).to_be_visible()
        await expect(editor.page.locator("[name=alert]")).to_have_value("مغلق اليوم")
        await editor.looks("texts-refused")


async def test_lists_and_forms(visit: Visit, house: House, screen: Layout) -> None:
    """Other records have lists, details and forms of the same making; what is not there says so."""
    async with visit("editor", screen) as editor:
        for name, path in {
            "organizations": "/records/organization/list",
            "organization": f"/records/organization/details/{house.entry.organization}",
            "new-phone": f"/records/phone/create?service_id={house.entry.service}",
        }.items():
            await editor.opens(path)
            await editor.looks(name)
