"""What stands around every page: the menu, the language, the session."""

import pytest
from playwright.async_api import expect

from directory.staff.auth.sessions import IDLE
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP, LAYOUTS, PHONE_IN_ARABIC, Layout

_HEAD = 80
"""Pixels: a phone shows nine times as much."""


@pytest.mark.parametrize("layout", LAYOUTS[2:], ids=str)
async def test_the_menu_of_a_phone(visit: Visit, layout: Layout) -> None:
    """It opens by keys alone; until then the head is small."""
    async with visit("administrator", layout) as administrator:
        await administrator.opens("/")
        box = await administrator.page.locator(".top").bounding_box()
        assert box
        assert box["height"] < _HEAD
        menu = administrator.page.locator(".menu")
        await expect(menu.get_by_role("link").first).to_be_hidden()
        await menu.locator("summary").press("Enter")
        await expect(menu.get_by_role("link")).to_have_count(9)
        await administrator.looks("menu")
        await menu.get_by_role("link", name=layout.says("People"), exact=True).click()
        await administrator.page.locator(".foot").get_by_role("button", name=layout.says("Sign out")).click()
        await administrator.reads("You have signed out.")


@pytest.mark.parametrize("layout", [DESKTOP, PHONE_IN_ARABIC], ids=str)
async def test_before_a_session_ends(visit: Visit, layout: Layout) -> None:
    """Who has typed something is told three minutes before; whoever only reads is left alone."""
    async with visit("editor", layout) as editor:
        await editor.page.clock.install()
        ending = editor.page.locator(".ending")
        for is_typed in (False, True):
            await editor.opens("/account/passphrase")
            if is_typed:
                await editor.page.locator("[name=old]").fill("four words")
            await editor.page.clock.fast_forward(int(IDLE.total_seconds()) * 1000 - 180_000)
            await expect(ending.locator("p")).to_have_count(int(is_typed))
        await editor.reads("In three minutes you have to sign in again. Send what you typed before.")


async def test_signed_out_everywhere(visit: Visit) -> None:
    """Ending all sessions ends this one, too."""
    async with visit("editor", DESKTOP) as editor:
        await editor.opens("/account")
        await editor.presses("Sign out everywhere")
        await editor.reads("You have signed out.")
        await editor.opens("/account")
        await editor.reads("Sign in")
