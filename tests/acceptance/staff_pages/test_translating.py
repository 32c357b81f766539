"""Texts of the directory are translated, side by side."""

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.directory.staff.proposing import translated


async def test_a_text_that_is_behind(visit: Visit, house: House, screen: Layout) -> None:
    """A translation that is behind comes first; source and translation stand side by side, and it is proposed."""
    translated(house.engine, (house.entry.service, "name"), "my", "အဟောင်း", stale=True)
    async with visit("editor", screen) as editor:
        await editor.opens("/translate?language=my")
        await editor.looks("translate")
        await editor.follows_to(f"/translate/my/{house.entry.service}/name")
        await editor.page.locator("#text").fill("အသစ်")
        await editor.looks("translate-a-text")
        await editor.presses("Propose this translation")
        await editor.reads("Thank you. Your change waits for somebody to review it.")
        await editor.opens("/translate?language=my&what=missing")
        await editor.looks("translate-missing")
