"""Translating texts side by side."""

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.directory.staff.proposal_queries import add_translation


async def test_stale_translation(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """A stale translation comes first, side by side with its source, and is proposed."""
    add_translation(site.engine, (site.entry.service, "name"), "my", "အဟောင်း", stale=True)
    async with visit("editor", screen) as editor:
        await editor.open("/translate?language=my")
        await editor.check("translate")
        await editor.follow_to(f"/translate/my/{site.entry.service}/name")
        await editor.page.locator("#text").fill("အသစ်")
        await editor.check("translate-a-text")
        await editor.press("Propose this translation")
        await editor.expect_message("Thank you. Your change waits for somebody to review it.")
        await editor.open("/translate?language=my&what=missing")
        await editor.check("translate-missing")
