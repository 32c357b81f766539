"""Reviewing proposals side by side."""

import pytest
from playwright.async_api import expect

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.directory.staff.proposal_queries import add_translation, propose_name, propose_number

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


async def test_publish_and_undo(visit: Visit, site: StaffSite, layout: Layout) -> None:
    """A reviewer compares, publishes, finds the change in the history, and undoes it."""
    site.token("editor")
    add_translation(site.engine, (site.entry.service, "name"), "th", "ชื่อเดิม")
    number = propose_name(site.engine, "editor", site.entry.service, f"{site.entry.name} (day and night)")
    async with visit("reviewer", layout) as reviewer:
        await reviewer.open("/review")
        await reviewer.check("review")
        await reviewer.follow(site.entry.name)
        await expect(reviewer.page.locator("ins")).to_have_text(" (day and night)")
        await reviewer.check("change-to-review")
        await reviewer.press("Publish")
        await reviewer.expect_message("Published. The bot says it from now on.")
        await reviewer.open(f"/review/{number}")
        await reviewer.check("change-published")
        await reviewer.open(f"/services/{site.entry.service}/history")
        await reviewer.check("history")
        await reviewer.follow("Undo")
        await reviewer.field("Why it is undone").fill("It is not open at night.")
        await reviewer.press("Undo")
        await reviewer.expect_message("Undone. The entry is as it was before.")


async def test_decline(visit: Visit, site: StaffSite, layout: Layout) -> None:
    """A decline needs a reason, which its author reads on the home page."""
    async with visit("editor", layout) as editor, visit("reviewer", layout) as reviewer:
        number = propose_number(site.engine, "editor", site.entry.service, "02 123 4567")
        await reviewer.open("/")
        await reviewer.follow_to(f"/review/{number}")
        await reviewer.main.get_by_role("button", name=layout.translate("Decline")).click()
        await expect(reviewer.field("Why it is declined")).to_be_focused()
        await reviewer.field("Why it is declined").fill("Nobody answers there.")
        await reviewer.press("Decline")
        await reviewer.expect_message("Declined. Whoever proposed it can read why.")
        await editor.open("/")
        await editor.expect_text("Nobody answers there.")
        await editor.check("to-do-declined")


async def test_withdraw(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """An author finds a proposal in the list of their own, and withdraws it."""
    async with visit("editor", screen) as editor:
        propose_name(site.engine, "editor", site.entry.service, "Another name")
        await editor.open("/")
        await editor.follow("All your changes")
        await editor.check("mine")
        await editor.follow_to("/review/")
        await editor.press("Take my change back")
        await editor.expect_message("Taken back.")
