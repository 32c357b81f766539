"""Protected data is set apart, and reads are logged."""

from playwright.async_api import expect

from directory.confidential import AccessCircle, ConfidentialStore
from directory.confidential.entries import ProtectedContact
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite


async def test_protected_read_is_logged(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """An administrator adds a protected contact, sees what is public, reads it, and finds the read in the audit log."""
    contact = ProtectedContact(
        "c1", site.entry.service, AccessCircle.PARTNER, name="Mother Superior", number="+66 81 555 0199"
    )
    ConfidentialStore(site.engine).protect(contact)
    async with visit("administrator", screen) as administrator:
        await administrator.open(f"/services/{site.entry.service}")
        await expect(administrator.main).not_to_contain_text("Mother Superior")
        await administrator.follow("Protected addresses and contacts")
        await administrator.expect_text("Mother Superior")
        await administrator.page.locator("summary", has_text=screen.translate("Add a contact")).click()
        await administrator.check("protected")
        await administrator.page.locator("#contact-new-name").fill("Night watch")
        await administrator.press("Save", administrator.page.locator("details[open]"))
        await administrator.check("protected-still-public")
        await administrator.follow_to(f"/services/{site.entry.service}/protected")
        await administrator.expect_text("Night watch")
        await administrator.open("/audit")
        await administrator.expect_text(site.entry.name)
        await administrator.check("audit")
        await administrator.open("/audit/accounts")
        await administrator.check("audit-of-accounts")
