"""The pages without a mouse."""

from playwright.async_api import Locator

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.acceptance.staff_pages.visitor import Visitor

STOPS = 60
"""More stops than this on the way to a field are too many; the pages' own links are about ten of them."""
_IS_THERE = """(wanted) => {
    const there = wanted === document.activeElement;
    if (there && getComputedStyle(wanted).outlineStyle === "none") throw new Error("nothing shows where the focus is");
    return there;
}"""


async def tab_to(visitor: Visitor, wanted: Locator) -> None:
    """Press Tab until an element has the focus, which must be visible."""
    for _ in range(STOPS):
        await visitor.page.keyboard.press("Tab")
        if await wanted.evaluate(_IS_THERE):
            return
    message = f"the keyboard does not reach {wanted}"
    raise AssertionError(message)


async def type_into(visitor: Visitor, name: str, words: str, *, enter: bool = False) -> None:
    """Tab to a field and replace its value."""
    await tab_to(visitor, visitor.main.locator(f"[name={name}]").first)
    await visitor.page.keyboard.press("Control+A")
    await visitor.page.keyboard.type(words)
    if enter:
        await visitor.page.keyboard.press("Enter")


async def press_enter(visitor: Visitor, wanted: Locator) -> None:
    """Tab to a link or button and press Enter."""
    await tab_to(visitor, wanted)
    await visitor.page.keyboard.press("Enter")


async def test_correct_a_number_by_keyboard(visit: Visit, site: StaffSite) -> None:
    """From the home page to the proposal with Tab, Enter and letters; the first stop skips the menu."""
    async with visit("editor", DESKTOP) as editor:
        await editor.open("/")
        await press_enter(editor, editor.page.locator(".skip"))
        await type_into(editor, "search", site.entry.name, enter=True)
        await editor.page.wait_for_url("**/records/service/list?*")
        await press_enter(editor, editor.main.get_by_role("link", name=site.entry.name))
        await editor.page.wait_for_url("**/services/*")
        await press_enter(editor, editor.main.get_by_role("link", name="Correct").first)
        await editor.page.wait_for_url("**/records/phone/edit/*")
        await type_into(editor, "number", "02 123 4567")
        await type_into(editor, "reason", "I called")
        await press_enter(editor, editor.main.get_by_role("button", name="Propose this change"))
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")
