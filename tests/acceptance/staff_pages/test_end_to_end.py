"""A corrected number is reviewed, and the bot tells it."""

import time
from pathlib import Path

from playwright.async_api import Browser

from directory.db.engine import open_engine
from tests.acceptance.service.service_process import Phone, running_service
from tests.acceptance.staff_pages.layouts import DESKTOP
from tests.acceptance.staff_pages.served_pages import Entry, create_token, thai_entries
from tests.acceptance.staff_pages.visitor import Visitor, open_visitor

ASKED = "I need a lawyer in Bangkok"
NEW = "+66 2 123 4567"
CLICKS, SECONDS = 8, 60


async def correct_number(editor: Visitor, entry: Entry) -> None:
    """Find the entry and propose the right number."""
    await editor.open("/")
    await editor.field("Find an entry").fill(entry.name)
    await editor.press("Search")
    await editor.follow_to(f"/services/{entry.service}")
    await editor.follow_to(f"/records/phone/edit/{entry.phone}")
    await editor.page.locator("[name=number]").fill(NEW)
    await editor.press("Propose this change")
    await editor.expect_message("Thank you. Your change waits for somebody to review it.")


async def publish(reviewer: Visitor) -> None:
    """Review the waiting proposal and publish it."""
    await reviewer.open("/")
    await reviewer.follow_to("/review/")
    await reviewer.expect_text(NEW)
    await reviewer.press("Publish")
    await reviewer.expect_message("Published. The bot says it from now on.")


async def test_corrected_number_reaches_the_bot(chromium: Browser, model_dir: Path, tmp_path: Path) -> None:
    """Two users need eight clicks at most and less than a minute; then the bot tells the new number."""
    engine = open_engine(f"sqlite:///{tmp_path}/directory.sqlite3")
    with running_service(tmp_path, model_dir) as service:
        before = await Phone(service).send_sms(ASKED)
        wrong = next(one for one in thai_entries(engine) if one.number in before)
        tokens = [create_token(engine, role, wrong.organization) for role in ("editor", "reviewer")]
        async with (
            open_visitor(chromium, service.url, DESKTOP, tokens[0]) as editor,
            open_visitor(chromium, service.url, DESKTOP, tokens[1]) as reviewer,
        ):
            began = time.monotonic()
            await correct_number(editor, wrong)
            assert NEW not in await Phone(service).send_sms(ASKED)
            await publish(reviewer)
            assert time.monotonic() - began < SECONDS
            # Each opens the first page, too.
            assert editor.steps + reviewer.steps + 2 <= CLICKS
        after = await Phone(service).send_sms(ASKED)
    assert NEW in after
    assert wrong.number not in after
    engine.dispose()
