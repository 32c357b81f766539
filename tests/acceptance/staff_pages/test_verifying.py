"""Entries are checked, one after the other."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.directory.staff.proposing import check_of


async def test_one_click(visit: Visit, house: House, layout: Layout) -> None:
    """One click says that somebody called and all is right, and the queue goes on."""
    async with visit("editor", layout) as editor:
        await editor.opens("/verify")
        await editor.looks("verify")
        await expect(editor.page.locator(f'[action$="/verify/{house.entry.service}"]')).to_have_count(1)
        await editor.presses("I called, it is right")
        await editor.reads("Thank you. The entry is marked as checked today.")
        assert editor.steps == 1
    assert check_of(house.engine, house.entry.service)[1] == "called"
