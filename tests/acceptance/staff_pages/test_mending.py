"""A wrong number is mended: found, corrected, proposed."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout


async def test_a_number_is_corrected(visit: Visit, house: House, layout: Layout) -> None:
    """An editor finds the entry, types the right number, which is judged meanwhile, and proposes it."""
    async with visit("editor", layout) as editor:
        await editor.opens("/")
        await editor.looks("to-do")
        await editor.labelled("Find an entry").fill(house.entry.name)
        await editor.presses("Search")
        await editor.looks("entries")
        await editor.follows(house.entry.name)
        await editor.follows_to(f"/records/phone/edit/{house.entry.phone}")
        number = editor.page.locator("[data-checks]")
        await number.fill("02 123 456")
        judged = editor.page.locator("output")
        await expect(judged).to_have_class("wrong")
        await number.fill("02 123 4567")
        await expect(judged).to_have_class("help")
        await editor.labelled("Why? What did you find out?").first.fill("I called")
        await editor.looks("correct-a-number")
        await editor.presses("Propose this change")
        await editor.reads("Thank you. Your change waits for somebody to review it.")
        await editor.looks("entry-with-a-change")
