"""What the pages are for: a wrong number is mended, reviewed, and spoken by the bot."""

import time
from pathlib import Path

from playwright.async_api import Browser

from directory.db.engine import connect
from tests.acceptance.service.service import Phone, running_service
from tests.acceptance.staff_pages.house import Entry, entries_of, token_of
from tests.acceptance.staff_pages.layouts import DESKTOP
from tests.acceptance.staff_pages.visitor import Visitor, visiting

ASKED = "I need a lawyer in Bangkok"
NEW = "+66 2 123 4567"
CLICKS, SECONDS = 8, 60


async def mends(editor: Visitor, entry: Entry) -> None:
    """Find the entry and propose the right number."""
    await editor.opens("/")
    await editor.labelled("Find an entry").fill(entry.name)
    await editor.presses("Search")
    await editor.follows_to(f"/services/{entry.service}")
    await editor.follows_to(f"/records/phone/edit/{entry.phone}")
    await editor.page.locator("[name=number]").fill(NEW)
    await editor.presses("Propose this change")
    await editor.reads("Thank you. Your change waits for somebody to review it.")


async def publishes(reviewer: Visitor) -> None:
    """Read the change that waits, and publish it."""
    await reviewer.opens("/")
    await reviewer.follows_to("/review/")
    await reviewer.finds(NEW)
    await reviewer.presses("Publish")
    await reviewer.reads("Published. The bot says it from now on.")


async def test_a_wrong_number_is_mended_and_spoken(chromium: Browser, model_dir: Path, tmp_path: Path) -> None:
    """Two people need eight clicks at most and less than a minute, and whoever asks the bot next is told the number."""
    engine = connect(f"sqlite:///{tmp_path}/directory.sqlite3")
    with running_service(tmp_path, model_dir) as service:
        before = await Phone(service).texts(ASKED)
        wrong = next(one for one in entries_of(engine) if one.number in before)
        tokens = [token_of(engine, role, wrong.organization) for role in ("editor", "reviewer")]
        async with (
            visiting(chromium, service.url, DESKTOP, tokens[0]) as editor,
            visiting(chromium, service.url, DESKTOP, tokens[1]) as reviewer,
        ):
            began = time.monotonic()
            await mends(editor, wrong)
            assert NEW not in await Phone(service).texts(ASKED)
            await publishes(reviewer)
            assert time.monotonic() - began < SECONDS
            # Each opens the first page, too.
            assert editor.steps + reviewer.steps + 2 <= CLICKS
        after = await Phone(service).texts(ASKED)
    assert NEW in after
    assert wrong.number not in after
    engine.dispose()
