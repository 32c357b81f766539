"""Pages on paper."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP
from tests.acceptance.staff_pages.page_checks import save_screenshot
from tests.acceptance.staff_pages.served_pages import StaffSite


async def test_print_has_no_menu_and_buttons(visit: Visit, site: StaffSite) -> None:
    """An entry and the statistics print without menu and buttons."""
    async with visit("editor", DESKTOP) as editor:
        await editor.page.emulate_media(media="print")
        for name, path in {"entry": f"/services/{site.entry.service}", "needs": "/needs"}.items():
            await editor.open(path)
            await expect(editor.page.locator("h1")).to_be_visible()
            await expect(editor.page.locator(".top")).to_be_hidden()
            for button in await editor.page.locator("button, .button, [href*='/edit/']").all():
                await expect(button).to_be_hidden()
            await save_screenshot(editor.page, f"{name}.printed")
