"""What judges the pages sees what is wrong with one."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import DESKTOP, PHONE_IN_ARABIC

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
async def test_what_is_wrong_is_seen(visit: Visit, house: House, spoil: str) -> None:
    """A page that is right passes; the same page with one thing wrong does not."""
    async with visit("editor", DESKTOP) as editor:
        await editor.opens("/")
        await editor.looks("to-do")
        await editor.page.evaluate(f"const main = document.querySelector('main'); {spoil}")
        with pytest.raises(AssertionError):
            await editor.looks("spoiled")


@pytest.mark.parametrize("unwanted", UNWANTED.values(), ids=UNWANTED)
async def test_what_is_not_allowed_is_seen(visit: Visit, house: House, unwanted: str) -> None:
    """A script or a picture that found its way into a page is stopped, and noticed."""
    async with visit("editor", PHONE_IN_ARABIC) as editor:
        await editor.opens("/")
        await editor.page.evaluate(f"document.body.append({unwanted})")
        await expect(editor.page.locator("body > script, body > img")).to_have_count(1)
        assert editor.complaints
        editor.complaints.clear()
