"""Files are brought in: first looked at, then imported; and the bot's words come back from translators."""

import asyncio
import re
import time
from typing import Any

from playwright.async_api import expect

from locales.submission import download
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import DESKTOP, Layout
from tests.acceptance.staff_pages.visitor import Visitor
from tests.directory.exchange.sheet_files import SERVICE, csv_text

GOOD = csv_text(SERVICE, *(SERVICE | {"name": f"Harbour Line {number}"} for number in range(40)))
MSGID = b'msgid "Choose my own word"\nmsgstr "'


def file(name: str, content: str | bytes) -> Any:
    """Return a file as a browser takes it."""
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode() if isinstance(content, str) else content}


async def brings(visitor: Visitor, one: Any) -> None:
    """Choose a file and have it checked, until its page says what was found."""
    await visitor.page.locator("#file").set_input_files(one)
    await visitor.presses("Check the file")
    await looks_again(visitor)


async def looks_again(visitor: Visitor) -> None:
    """Look again until nobody works on the file any more, sooner than the page does by itself."""
    end = time.monotonic() + 60
    while await visitor.page.locator("[data-again]").count() and time.monotonic() < end:
        await asyncio.sleep(0.1)
        await visitor.page.reload()


async def test_a_sheet(visit: Visit, house: House, screen: Layout) -> None:
    """A sheet with a fault says where; a good one shows what would change, and is imported at a word."""
    async with visit("administrator", screen) as administrator:
        await administrator.opens("/files")
        await brings(administrator, file("bad.csv", csv_text(SERVICE, SERVICE | {"country": "Atlantis"})))
        await administrator.looks("file-with-faults")
        await expect(administrator.main.get_by_role("button", name=screen.says("Import this now"))).to_have_count(0)
        await administrator.presses("Remove this file")
        await brings(administrator, file("good.csv", GOOD))
        await administrator.looks("file-checked")
        await administrator.presses("Import this now")
        await looks_again(administrator)
        await administrator.reads("The file was imported.")
        await administrator.opens("/files")
        await administrator.looks("files")


async def test_how_far_it_is(visit: Visit, house: House) -> None:
    """While a long file is worked on, the page says how far it is, and goes on by itself."""
    many = csv_text(*(SERVICE | {"name": f"Line {number}"} for number in range(1_500)))
    async with visit("administrator", DESKTOP) as administrator:
        await administrator.opens("/files")
        await administrator.page.locator("#file").set_input_files(file("many.csv", many))
        await administrator.presses("Check the file")
        await expect(administrator.main.get_by_role("progressbar")).to_be_visible()
        await administrator.looks("file-at-work")
        await administrator.page.get_by_role("button", name="Import this now").wait_for(timeout=60_000)


async def test_the_bots_words(visit: Visit, house: House, screen: Layout) -> None:
    """A catalogue with a fault says which; a good one is handed over, waits, and changes nothing yet."""
    whole = download("th")
    async with visit("administrator", screen) as administrator:
        await administrator.opens("/catalogue")
        await administrator.looks("catalogue")
        await offers(administrator, re.sub(rb"(msgstr \"[^\"]*)\{\w+\}", rb"\1", whole))
        await administrator.reads("This can't be handed over yet. Mend these places in the file and bring it again.")
        await administrator.looks("catalogue-with-faults")
        await administrator.opens("/catalogue")
        await offers(administrator, whole.replace(MSGID, MSGID + b"New: "))
        await administrator.looks("catalogue-offered")
        await administrator.presses("Hand over")
        await administrator.opens("/catalogue/waiting")
        await administrator.looks("catalogue-waiting")


async def offers(visitor: Visitor, content: bytes) -> None:
    """Bring a catalogue of Thai."""
    await visitor.page.locator("#code").select_option("th")
    await visitor.page.locator("#file").set_input_files(file("th.po", content))
    await visitor.presses("Check the file")
