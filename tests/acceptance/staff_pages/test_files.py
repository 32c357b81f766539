"""Importing files, and submitting catalogues."""

import asyncio
import re
import time
from typing import Any

import pytest
from playwright.async_api import expect

from locales.submission import download
from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import DESKTOP, Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.acceptance.staff_pages.visitor import Visitor
from tests.directory.exchange.sheet_files import SERVICE, csv_text

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

GOOD = csv_text(SERVICE, *(SERVICE | {"name": f"Harbour Line {number}"} for number in range(40)))
MSGID = b'msgid "Choose my own word"\nmsgstr "'


def file(name: str, content: str | bytes) -> Any:
    """Return a file as a browser takes it."""
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode() if isinstance(content, str) else content}


async def upload(visitor: Visitor, one: Any) -> None:
    """Upload a file and wait for the result of its check."""
    await visitor.page.locator("#file").set_input_files(one)
    await visitor.press("Check the file")
    await wait_until_done(visitor)


async def wait_until_done(visitor: Visitor) -> None:
    """Reload until the job has ended, faster than the page does."""
    end = time.monotonic() + 60
    while await visitor.page.locator("[data-again]").count() and time.monotonic() < end:
        await asyncio.sleep(0.1)
        await visitor.page.reload()


async def test_import_sheet(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """A sheet with an error shows where; a good one shows what would change and is imported."""
    async with visit("administrator", screen) as administrator:
        await administrator.open("/files")
        await upload(administrator, file("bad.csv", csv_text(SERVICE, SERVICE | {"country": "Atlantis"})))
        await administrator.check("file-with-faults")
        await expect(administrator.main.get_by_role("button", name=screen.translate("Import this now"))).to_have_count(
            0
        )
        await administrator.press("Remove this file")
        await upload(administrator, file("good.csv", GOOD))
        await administrator.check("file-checked")
        await administrator.press("Import this now")
        await wait_until_done(administrator)
        await administrator.expect_message("The file was imported.")
        await administrator.open("/files")
        await administrator.check("files")


async def test_progress(visit: Visit, site: StaffSite) -> None:
    """While a long file is processed, the page shows the progress and reloads itself."""
    many = csv_text(*(SERVICE | {"name": f"Line {number}"} for number in range(1_500)))
    async with visit("administrator", DESKTOP) as administrator:
        await administrator.open("/files")
        await administrator.page.locator("#file").set_input_files(file("many.csv", many))
        await administrator.press("Check the file")
        await expect(administrator.main.get_by_role("progressbar")).to_be_visible()
        await administrator.check("file-at-work")
        await administrator.page.get_by_role("button", name="Import this now").wait_for(timeout=60_000)


async def test_catalogue(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """A catalogue with an error shows it; a good one is submitted and changes nothing yet."""
    whole = download("th")
    async with visit("administrator", screen) as administrator:
        await administrator.open("/catalogue")
        await administrator.check("catalogue")
        await upload_catalogue(administrator, re.sub(rb"(msgstr \"[^\"]*)\{\w+\}", rb"\1", whole))
        await administrator.expect_message(
            "This can't be handed over yet. Mend these places in the file and bring it again."
        )
        await administrator.check("catalogue-with-faults")
        await administrator.open("/catalogue")
        await upload_catalogue(administrator, whole.replace(MSGID, MSGID + b"New: "))
        await administrator.check("catalogue-offered")
        await administrator.press("Hand over")
        await administrator.open("/catalogue/waiting")
        await administrator.check("catalogue-waiting")


async def upload_catalogue(visitor: Visitor, content: bytes) -> None:
    """Upload a Thai catalogue."""
    await visitor.page.locator("#code").select_option("th")
    await visitor.page.locator("#file").set_input_files(file("th.po", content))
    await visitor.press("Check the file")
