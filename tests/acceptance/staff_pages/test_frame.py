"""The menu, the language and the session on every page."""

import pytest
from playwright.async_api import expect

from directory.staff.auth.sessions import IDLE_TIMEOUT
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP, LAYOUTS, PHONE_IN_ARABIC, Layout

_HEAD = 80
"""Pixels: a phone shows nine times as much."""


@pytest.mark.parametrize("layout", LAYOUTS[2:], ids=str)
async def test_phone_menu(visit: Visit, layout: Layout) -> None:
    """The menu opens by keyboard; until then the header is small."""
    async with visit("administrator", layout) as administrator:
        await administrator.open("/")
        box = await administrator.page.locator(".top").bounding_box()
        assert box
        assert box["height"] < _HEAD
        menu = administrator.page.locator(".menu")
        await expect(menu.get_by_role("link").first).to_be_hidden()
        await menu.locator("summary").press("Enter")
        await expect(menu.get_by_role("link")).to_have_count(9)
        await administrator.check("menu")
        await menu.get_by_role("link", name=layout.translate("People"), exact=True).click()
        await administrator.page.locator(".foot").get_by_role("button", name=layout.translate("Sign out")).click()
        await administrator.expect_message("You have signed out.")


@pytest.mark.parametrize("layout", [DESKTOP, PHONE_IN_ARABIC], ids=str)
async def test_session_warning(visit: Visit, layout: Layout) -> None:
    """A user who has typed something is warned three minutes before the session ends."""
    async with visit("editor", layout) as editor:
        await editor.page.clock.install()
        ending = editor.page.locator(".ending")
        for is_typed in (False, True):
            await editor.open("/account/passphrase")
            if is_typed:
                await editor.page.locator("[name=old]").fill("four words")
            await editor.page.clock.fast_forward(int(IDLE_TIMEOUT.total_seconds()) * 1000 - 180_000)
            await expect(ending.locator("p")).to_have_count(int(is_typed))
        await editor.expect_message("In three minutes you have to sign in again. Send what you typed before.")


async def test_sign_out_everywhere(visit: Visit) -> None:
    """Ending all sessions ends this one too."""
    async with visit("editor", DESKTOP) as editor:
        await editor.open("/account")
        await editor.press("Sign out everywhere")
        await editor.expect_message("You have signed out.")
        await editor.open("/account")
        await editor.expect_message("Sign in")
