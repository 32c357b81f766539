"""Pages on paper."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.judging import keep_picture
from tests.acceptance.staff_pages.layouts import DESKTOP


async def test_without_what_only_a_screen_needs(visit: Visit, house: House) -> None:
    """An entry, and what people need, print without menu and buttons."""
    async with visit("editor", DESKTOP) as editor:
        await editor.page.emulate_media(media="print")
        for name, path in {"entry": f"/services/{house.entry.service}", "needs": "/needs"}.items():
            await editor.opens(path)
            await expect(editor.page.locator("h1")).to_be_visible()
            await expect(editor.page.locator(".top")).to_be_hidden()
            for button in await editor.page.locator("button, .button, [href*='/edit/']").all():
                await expect(button).to_be_hidden()
            await keep_picture(editor.page, f"{name}.printed")
