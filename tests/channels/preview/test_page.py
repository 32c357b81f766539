"""The page, as somebody sees it who tries the bot."""

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Keyboard, expect

from tests.channels.echo import Echo
from tests.channels.preview.browser import opened
from tests.channels.preview.phones import preview
from tests.channels.serving import served

if TYPE_CHECKING:  # Rasa takes seconds to import
    from bot.engine.engine import Engine

pytestmark = pytest.mark.browser

MENU = "What do you need?\n1 A bed\n2 A lawyer\n3 Somebody to talk to"


async def test_both_phones(url: str) -> None:
    """What is typed goes to both phones, each answers in its own form, and the SMS are counted and add up."""
    async with opened(url) as seen:
        await seen.page.get_by_label("Both phones at once").check()
        await seen.page.get_by_label("Price of a segment").fill("0.08")
        await seen.page.get_by_label("Currency").fill("EUR")
        await seen.types("telegram", "menu")
        await expect(seen.texts("sms")).to_have_text(["menu", MENU], use_inner_text=True)
        await expect(seen.texts("telegram")).to_have_text(["menu", "What do you need?"])
        await expect(seen.costs()).to_have_text(["1 segment, GSM-7, 0.08 EUR"] * 2)
        await seen.types("sms", "ก" * 71)
        await expect(seen.costs().last).to_have_text("2 segments, UCS-2, 0.16 EUR")
        await expect(seen.totals()).to_have_text(
            ["3 segments, 0.24 EUR", "3 segments, 0.24 EUR", "6 segments, 0.48 EUR"]
        )
        await seen.page.get_by_label("Price of a segment").fill("")
        await expect(seen.totals()).to_have_text(["3 segments", "3 segments", "6 segments"])


async def test_a_button_is_dead_after_use(url: str, echo: Echo) -> None:
    """A pressed button says its label and sends its token, and then its whole row is dead."""
    async with opened(url) as seen:
        await seen.types("telegram", "menu")
        await seen.page.get_by_role("button", name="A lawyer").click()
        await expect(seen.texts("telegram").last).to_have_text("heard choice t-law")
        await expect(seen.texts("telegram").nth(2)).to_have_text("A lawyer")
        buttons = await seen.page.locator(".choices button").all()
        assert [await button.is_disabled() for button in buttons] == [True, True, True]
        await expect(seen.page.get_by_label("Message on Telegram")).to_be_focused()
    assert echo.heard[-1].choice == "t-law"


async def test_by_keyboard_alone(url: str) -> None:
    """From the first field to a pressed button nothing needs a mouse."""
    async with opened(url) as seen:
        keys = seen.page.keyboard
        await seen.page.get_by_label("Language").focus()
        await _press(keys, "Tab", times=6)
        await expect(seen.page.get_by_role("button", name="Start", exact=True)).to_be_focused()
        await keys.press("Enter")
        await expect(seen.answers("telegram")).to_have_text(["heard start"])
        await _press(keys, "Tab", times=2)
        await keys.type("menu")
        await keys.press("Enter")
        await expect(seen.page.get_by_role("button", name="A bed")).to_be_visible()
        await _press(keys, "Shift+Tab", times=2)
        await keys.press("Space")
        await expect(seen.answers("telegram").last).to_have_text("heard choice t-law")


async def _press(keys: Keyboard, key: str, times: int) -> None:
    for _ in range(times):
        await keys.press(key)


async def test_a_chosen_language_and_country(url: str, echo: Echo) -> None:
    """The choices reach the engine; another language and a restart make new persons on empty phones."""
    async with opened(url) as seen:
        await seen.types("sms", "before")
        await expect(seen.answers("sms")).to_have_text(["you said: before"])
        await seen.chooses("Language", "ไทย")
        await seen.chooses("Country", "Côte d’Ivoire")
        await expect(seen.texts("sms")).to_have_count(0)
        await expect(seen.totals()).to_have_text(["0 segments"] * 3)
        await seen.types("sms", "after")
        await expect(seen.answers("sms")).to_have_text(["you said: after"])
        await seen.page.get_by_role("button", name="Restart").click()
        await seen.types("sms", "again")
        await expect(seen.answers("sms")).to_have_text(["you said: again"])
    assert [(one.language_hint, one.country_hint) for one in echo.heard] == [(None, None), ("th", "CI"), ("th", "CI")]
    assert len({one.sender for one in echo.heard}) == 3


async def test_what_goes_wrong_is_said(url: str) -> None:
    """An answer that never comes is told on the phone, a failed turn is apologized for, and the next turn works."""
    async with opened(url) as seen:
        for number, words in enumerate(("STOP", "silence"), start=1):
            await seen.types("sms", words)
            await expect(seen.page.locator(".sms .note", has_text="No answer")).to_have_count(number)
        await seen.types("sms", "explode")
        await expect(seen.answers("sms")).to_have_text(["sorry on sms"])
        await seen.types("sms", "hello")
        await expect(seen.answers("sms")).to_have_text(["sorry on sms", "you said: hello"])


async def test_an_erased_chat_is_empty(url: str) -> None:
    """Where the person has everything erased, the phone with Telegram shows one line and nothing of before."""
    async with opened(url) as seen:
        await seen.types("telegram", "hello")
        await expect(seen.answers("telegram")).to_have_text(["you said: hello"])
        await seen.types("telegram", "wipe")
        await expect(seen.answers("telegram")).to_have_text(["That is gone."])
        await expect(seen.page.locator(".telegram .mine")).to_have_count(0)


async def test_markup_stays_text(url: str) -> None:
    """What looks like markup is shown as it was written, and nothing of it runs."""
    async with opened(url) as seen:
        words = "<img src=x onerror=alert(1)><b>bold</b>"
        await seen.types("telegram", words)
        await expect(seen.texts("telegram")).to_have_text([words, f"you said: {words}"])
        assert await seen.page.locator(".log img, .log b").count() == 0
    assert seen.complaints == []


@pytest.mark.parametrize("width", [360, 768, 1200])
async def test_nothing_is_cut_off(url: str, width: int) -> None:
    """At every width, also with a long word, nothing is wider than the screen, and both phones can be seen."""
    async with opened(url, width) as seen:
        for phone in ("telegram", "sms"):
            await seen.types(phone, "x" * 300)
            await expect(seen.answers(phone)).to_have_count(1)
            await expect(seen.page.locator(f".phone.{phone}")).to_be_visible()
        assert await seen.page.evaluate("document.documentElement.scrollWidth") <= width


async def test_the_real_bot(engine: "Engine") -> None:
    """With the real bot: Arabic on both phones reads from the right, is counted, and a pressed button is answered.

    Nothing comes from another host, nothing is kept in the browser, and the browser has nothing to complain about.
    """
    async with served(preview(engine.answer).router()) as url, opened(url) as seen:
        await seen.chooses("Language", "العربية")
        await seen.page.get_by_label("Both phones at once").check()
        await seen.types("telegram", "مرحبا")
        await expect(seen.page.locator(".choices button").first).to_be_visible()
        for phone in ("telegram", "sms"):
            await expect(seen.answers(phone).first).to_have_css("direction", "rtl")
        await expect(seen.costs().last).to_contain_text("UCS-2")
        await expect(seen.answers("sms").last).to_contain_text("\n2 ", use_inner_text=True)
        before = await seen.answers("telegram").count()
        await seen.page.locator(".choices button").first.click()
        await expect(seen.answers("telegram").nth(before)).to_be_visible()
        assert await seen.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
        assert {address for address in seen.asked if not address.startswith(url)} == set()
        assert seen.complaints == []
