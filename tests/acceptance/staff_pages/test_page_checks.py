"""The page checks find defects."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP, PHONE_IN_ARABIC
from tests.acceptance.staff_pages.served_pages import StaffSite

WRONG = {
    "a button without a name": "main.append(document.createElement('button'))",
    "too little contrast": "main.firstElementChild.style.color = '#ddd'",
    "tiny targets": "for (const name of 'ab') { const one = document.createElement('button'); one.textContent = name;"
    "one.style.cssText = 'min-height: 0; padding: 0; font-size: 5px'; main.append(one); }",
    "too wide": "main.style.minWidth = '2000px'",
    "another direction": "document.documentElement.dir = 'rtl'",
    "a second heading": "main.append(document.createElement('h1'))",
}
UNWANTED = {
    "a script in the page": "Object.assign(document.createElement('script'), {textContent: 'console.log(1)'})",
    "a picture from elsewhere": "Object.assign(document.createElement('img'), {src: 'https://example.org/x.png'})",
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
async def test_defects_are_found(visit: Visit, site: StaffSite, spoil: str) -> None:
    """A correct page passes; the same page with one defect does not."""
    async with visit("editor", DESKTOP) as editor:
        await editor.open("/")
        await editor.check("to-do")
        await editor.page.evaluate(f"const main = document.querySelector('main'); {spoil}")
        with pytest.raises(AssertionError):
            await editor.check("spoiled")


@pytest.mark.parametrize("unwanted", UNWANTED.values(), ids=UNWANTED)
async def test_forbidden_resources_are_blocked_and_found(visit: Visit, site: StaffSite, unwanted: str) -> None:
    """An injected script or picture is blocked and recorded."""
    async with visit("editor", PHONE_IN_ARABIC) as editor:
        await editor.open("/")
        await editor.page.evaluate(f"document.body.append({unwanted})")
        await expect(editor.page.locator("body > script, body > img")).to_have_count(1)
        assert editor.complaints
        editor.complaints.clear()
