"""Somebody who has no mouse."""

from playwright.async_api import Locator

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import DESKTOP
from tests.acceptance.staff_pages.visitor import Visitor

STOPS = 60
"""More stops than this on the way to a field are too many; the pages' own links are about ten of them."""
_IS_THERE = """(wanted) => {
    const there = wanted === document.activeElement;
    if (there && getComputedStyle(wanted).outlineStyle === "none") throw new Error("nothing shows where the focus is");
    return there;
}"""


async def tabs_to(visitor: Visitor, wanted: Locator) -> None:
    """Go from field to field until the focus is there, and can be seen."""
    for _ in range(STOPS):
        await visitor.page.keyboard.press("Tab")
        if await wanted.evaluate(_IS_THERE):
            return
    message = f"the keyboard does not reach {wanted}"
    raise AssertionError(message)


async def types(visitor: Visitor, name: str, words: str, *, enter: bool = False) -> None:
    """Go to a field by its name, and type in place of what stands there."""
    await tabs_to(visitor, visitor.main.locator(f"[name={name}]").first)
    await visitor.page.keyboard.press("Control+A")
    await visitor.page.keyboard.type(words)
    if enter:
        await visitor.page.keyboard.press("Enter")


async def enters(visitor: Visitor, wanted: Locator) -> None:
    """Go to a link or button and press Enter."""
    await tabs_to(visitor, wanted)
    await visitor.page.keyboard.press("Enter")


async def test_a_number_is_corrected_by_keys_alone(visit: Visit, house: House) -> None:
    """From the first page to the proposal, nothing but Tab, Enter and letters; the first stop leads past the menu."""
    async with visit("editor", DESKTOP) as editor:
        await editor.opens("/")
        await enters(editor, editor.page.locator(".skip"))
        await types(editor, "search", house.entry.name, enter=True)
        await editor.page.wait_for_url("**/records/service/list?*")
        await enters(editor, editor.main.get_by_role("link", name=house.entry.name))
        await editor.page.wait_for_url("**/services/*")
        await enters(editor, editor.main.get_by_role("link", name="Correct").first)
        await editor.page.wait_for_url("**/records/phone/edit/*")
        await types(editor, "number", "02 123 4567")
        await types(editor, "reason", "I called")
        await enters(editor, editor.main.get_by_role("button", name="Propose this change"))
        await editor.reads("Thank you. Your change waits for somebody to review it.")
