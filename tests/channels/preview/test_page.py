"""The page in a browser."""

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Keyboard, expect

from tests.channels.echo_engine import EchoEngine
from tests.channels.preview.browser import open_preview
from tests.channels.preview.virtual_users import make_preview
from tests.channels.virtual_users import run_server

if TYPE_CHECKING:  # Rasa takes seconds to import
    from bot.engine.engine import Engine

pytestmark = pytest.mark.browser

MENU = "What do you need?\n1 A bed\n2 A lawyer\n3 Somebody to talk to"


async def test_both_phones(url: str) -> None:
    """A text goes to both phones, each replies in its own form, and SMS are counted and totalled."""
    async with open_preview(url) as page:
        await page.page.get_by_label("Both phones at once").check()
        await page.page.get_by_label("Price of a segment").fill("0.08")
        await page.page.get_by_label("Currency").fill("EUR")
        await page.type("telegram", "menu")
        await expect(page.texts("sms")).to_have_text(["menu", MENU], use_inner_text=True)
        await expect(page.texts("telegram")).to_have_text(["menu", "What do you need?"])
        await expect(page.costs()).to_have_text(["1 segment, GSM-7, 0.08 EUR"] * 2)
        await page.type("sms", "ก" * 71)
        await expect(page.costs().last).to_have_text("2 segments, UCS-2, 0.16 EUR")
        await expect(page.totals()).to_have_text(
            ["3 segments, 0.24 EUR", "3 segments, 0.24 EUR", "6 segments, 0.48 EUR"]
        )
        await page.page.get_by_label("Price of a segment").fill("")
        await expect(page.totals()).to_have_text(["3 segments", "3 segments", "6 segments"])


async def test_button_is_disabled_after_use(url: str, echo: EchoEngine) -> None:
    """A pressed button shows its label, sends its token, and then its row is disabled."""
    async with open_preview(url) as page:
        await page.type("telegram", "menu")
        await page.page.get_by_role("button", name="A lawyer").click()
        await expect(page.texts("telegram").last).to_have_text("received choice t-law")
        await expect(page.texts("telegram").nth(2)).to_have_text("A lawyer")
        buttons = await page.page.locator(".choices button").all()
        assert [await button.is_disabled() for button in buttons] == [True, True, True]
        await expect(page.page.get_by_label("Message on Telegram")).to_be_focused()
    assert echo.messages[-1].choice == "t-law"


async def test_keyboard_only(url: str) -> None:
    """From the first field to a pressed button the page works without a mouse."""
    async with open_preview(url) as page:
        keys = page.page.keyboard
        await page.page.get_by_label("Language").focus()
        await _press(keys, "Tab", times=6)
        await expect(page.page.get_by_role("button", name="Start", exact=True)).to_be_focused()
        await keys.press("Enter")
        await expect(page.replies("telegram")).to_have_text(["received start"])
        await _press(keys, "Tab", times=2)
        await keys.type("menu")
        await keys.press("Enter")
        await expect(page.page.get_by_role("button", name="A bed")).to_be_visible()
        await _press(keys, "Shift+Tab", times=2)
        await keys.press("Space")
        await expect(page.replies("telegram").last).to_have_text("received choice t-law")


async def _press(keys: Keyboard, key: str, times: int) -> None:
    for _ in range(times):
        await keys.press(key)


async def test_language_and_country(url: str, echo: EchoEngine) -> None:
    """The options reach the engine; a new language or a restart makes new users on empty phones."""
    async with open_preview(url) as page:
        await page.type("sms", "before")
        await expect(page.replies("sms")).to_have_text(["you said: before"])
        await page.choose("Language", "ไทย")
        await page.choose("Country", "Côte d’Ivoire")
        await expect(page.texts("sms")).to_have_count(0)
        await expect(page.totals()).to_have_text(["0 segments"] * 3)
        await page.type("sms", "after")
        await expect(page.replies("sms")).to_have_text(["you said: after"])
        await page.page.get_by_role("button", name="Restart").click()
        await page.type("sms", "again")
        await expect(page.replies("sms")).to_have_text(["you said: again"])
    assert [(message.language_hint, message.country_hint) for message in echo.messages] == [
        (None, None),
        ("th", "CI"),
        ("th", "CI"),
    ]
    assert len({message.sender for message in echo.messages}) == 3


async def test_errors_are_shown(url: str) -> None:
    """A missing response is shown, a failed turn gets the fallback reply, and the next turn works."""
    async with open_preview(url) as page:
        for number, words in enumerate(("STOP", "silence"), start=1):
            await page.type("sms", words)
            await expect(page.page.locator(".sms .note", has_text="No answer")).to_have_count(number)
        await page.type("sms", "explode")
        await expect(page.replies("sms")).to_have_text(["sorry on sms"])
        await page.type("sms", "hello")
        await expect(page.replies("sms")).to_have_text(["sorry on sms", "you said: hello"])


async def test_erased_chat_is_empty(url: str) -> None:
    """After an erase the Telegram phone shows one line and nothing from before."""
    async with open_preview(url) as page:
        await page.type("telegram", "hello")
        await expect(page.replies("telegram")).to_have_text(["you said: hello"])
        await page.type("telegram", "wipe")
        await expect(page.replies("telegram")).to_have_text(["That is gone."])
        await expect(page.page.locator(".telegram .mine")).to_have_count(0)


async def test_markup_stays_text(url: str) -> None:
    """Markup is shown as text, and none of it runs."""
    async with open_preview(url) as page:
        words = "<img src=x onerror=alert(1)><b>bold</b>"
        await page.type("telegram", words)
        await expect(page.texts("telegram")).to_have_text([words, f"you said: {words}"])
        assert await page.page.locator(".log img, .log b").count() == 0
    assert page.errors == []


@pytest.mark.parametrize("width", [360, 768, 1200])
async def test_page_fits_every_width(url: str, width: int) -> None:
    """At every width, even with a long word, nothing overflows, and both phones are visible."""
    async with open_preview(url, width) as page:
        for phone in ("telegram", "sms"):
            await page.type(phone, "x" * 300)
            await expect(page.replies(phone)).to_have_count(1)
            await expect(page.page.locator(f".phone.{phone}")).to_be_visible()
        assert await page.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.exhaustive
async def test_real_bot(engine: "Engine") -> None:
    """With the real bot Arabic is right-to-left on both phones, SMS are counted, and a pressed button is answered.

    The page loads nothing from other hosts, stores nothing in the browser, and causes no errors there.
    """
    await engine.warm_up()  # as the service does before it answers: the first turn loads the models
    async with run_server(make_preview(engine.answer).router()) as url, open_preview(url) as page:
        await page.choose("Language", "العربية")
        await page.page.get_by_label("Both phones at once").check()
        await page.type("telegram", "مرحبا")
        await expect(page.page.locator(".choices button").first).to_be_visible()
        for phone in ("telegram", "sms"):
            await expect(page.replies(phone).first).to_have_css("direction", "rtl")
        await expect(page.costs().last).to_contain_text("UCS-2")
        await expect(page.replies("sms").last).to_contain_text("\n2 ", use_inner_text=True)
        before = await page.replies("telegram").count()
        await page.page.locator(".choices button").first.click()
        await expect(page.replies("telegram").nth(before)).to_be_visible()
        assert await page.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
        assert {address for address in page.requests if not address.startswith(url)} == set()
        assert page.errors == []
