"""Review, side by side: published, undone, declined."""

from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.directory.staff.proposing import name_proposed, number_proposed, translated


async def test_published_and_undone(visit: Visit, house: House, layout: Layout) -> None:
    """A reviewer reads old and new, publishes, finds it in the history, and takes it back."""
    house.token("editor")
    translated(house.engine, (house.entry.service, "name"), "th", "ชื่อเดิม")
    number = name_proposed(house.engine, "editor", house.entry.service, f"{house.entry.name} (day and night)")
    async with visit("reviewer", layout) as reviewer:
        await reviewer.opens("/review")
        await reviewer.looks("review")
        await reviewer.follows(house.entry.name)
        await expect(reviewer.page.locator("ins")).to_have_text(" (day and night)")
        await reviewer.looks("change-to-review")
        await reviewer.presses("Publish")
        await reviewer.reads("Published. The bot says it from now on.")
        await reviewer.opens(f"/review/{number}")
        await reviewer.looks("change-published")
        await reviewer.opens(f"/services/{house.entry.service}/history")
        await reviewer.looks("history")
        await reviewer.follows("Undo")
        await reviewer.labelled("Why it is undone").fill("It is not open at night.")
        await reviewer.presses("Undo")
        await reviewer.reads("Undone. The entry is as it was before.")


async def test_declined(visit: Visit, house: House, layout: Layout) -> None:
    """Nothing is declined without a reason; whoever proposed it reads the reason on the first page."""
    async with visit("editor", layout) as editor, visit("reviewer", layout) as reviewer:
        number = number_proposed(house.engine, "editor", house.entry.service, "02 123 4567")
        await reviewer.opens("/")
        await reviewer.follows_to(f"/review/{number}")
        await reviewer.main.get_by_role("button", name=layout.says("Decline")).click()
        await expect(reviewer.labelled("Why it is declined")).to_be_focused()
        await reviewer.labelled("Why it is declined").fill("Nobody answers there.")
        await reviewer.presses("Decline")
        await reviewer.reads("Declined. Whoever proposed it can read why.")
        await editor.opens("/")
        await editor.finds("Nobody answers there.")
        await editor.looks("to-do-declined")


async def test_taken_back(visit: Visit, house: House, screen: Layout) -> None:
    """Who proposed a change finds it among all of theirs, and takes it back."""
    async with visit("editor", screen) as editor:
        name_proposed(house.engine, "editor", house.entry.service, "Another name")
        await editor.opens("/")
        await editor.follows("All your changes")
        await editor.looks("mine")
        await editor.follows_to("/review/")
        await editor.presses("Take my change back")
        await editor.reads("Taken back.")
