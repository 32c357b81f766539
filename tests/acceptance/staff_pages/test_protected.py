"""What is protected is set apart, and it is kept who was shown it."""

from playwright.async_api import expect

from directory.confidential import Circle, Confidential
from directory.confidential.entries import ProtectedContact
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout


async def test_shown_and_noted(visit: Visit, house: House, screen: Layout) -> None:
    """An administrator adds a protected contact, reads it, and finds in the audit that they did."""
    contact = ProtectedContact(
        "c1", house.entry.service, Circle.PARTNER, name="Mother Superior", number="+66 81 555 0199"
    )
    Confidential(house.engine).protect(contact)
    async with visit("administrator", screen) as administrator:
        await administrator.opens(f"/services/{house.entry.service}")
        await expect(administrator.main).not_to_contain_text("Mother Superior")
        await administrator.follows("Protected addresses and contacts")
        await administrator.finds("Mother Superior")
        await administrator.page.locator("summary", has_text=screen.says("Add a contact")).click()
        await administrator.looks("protected")
        await administrator.page.locator("#contact-new-name").fill("Night watch")
        await administrator.presses("Save", administrator.page.locator("details[open]"))
        await administrator.finds("Night watch")
        await administrator.opens("/audit")
        await administrator.finds(house.entry.name)
        await administrator.looks("audit")
        await administrator.opens("/audit/accounts")
        await administrator.looks("audit-of-accounts")
