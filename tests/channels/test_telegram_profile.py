"""The bot's profile on Telegram."""

from dataclasses import replace

import pytest

from bot.channels.telegram.profile import Profile
from tests.channels.virtual_users import TelegramUser
from tests.harness.fake_telegram import make_client
from tests.harness.fault_injection import Fault

ENGLISH = Profile("Answers to questions.", "Answers.", ("Show the menu", "Change the language", "Delete this"))
FILIPINO = Profile("Mga sagot.", "Sagot.", ("Ipakita", "Wika", "Burahin"))
THAI = Profile("คำตอบ", "คำตอบ", ("เมนู", "ภาษา", "ลบ"))
PROFILES = {"en": ENGLISH, "fil": FILIPINO, "th": THAI}


async def stored(user: TelegramUser, method: str, language: str) -> object:
    """Return what Telegram has stored for a language."""
    async with make_client(user.api.url) as client:
        response = await client.post(f"/bot{user.api.token}/{method}", data={"language_code": language})
    return response.raise_for_status().json()["result"]


async def set_calls(user: TelegramUser) -> list[tuple[str, str]]:
    """Return the calls that set something: method and language."""
    calls = [call for call in await user.api.calls() if call["method"].startswith("setMy")]
    return [(call["method"], call["params"].get("language_code", "")) for call in calls]


async def test_publishes_each_language(user: TelegramUser) -> None:
    """Each language has its own texts, Filipino under Telegram's code, and the source language is the default."""
    await user.bot.publish_profiles(PROFILES, "en")
    for code, profile in {"": ENGLISH, "tl": FILIPINO, "th": THAI}.items():
        assert await stored(user, "getMyDescription", code) == {"description": profile.description}
        assert await stored(user, "getMyShortDescription", code) == {"short_description": profile.short_description}
        assert await stored(user, "getMyCommands", code) == [
            {"command": name, "description": does}
            for name, does in zip(("menu", "language", "erase"), profile.commands, strict=True)
        ]


async def test_publishes_only_changes(user: TelegramUser) -> None:
    """A restart sets only what has changed, because Telegram limits changes to a few per hour."""
    await user.bot.publish_profiles(PROFILES, "en")
    before = await set_calls(user)
    assert len(before) == 9
    await user.bot.publish_profiles({**PROFILES, "th": replace(THAI, description="คำตอบใหม่")}, "en")
    assert (await set_calls(user))[len(before) :] == [("setMyDescription", "th")]


async def test_rejected_text_does_not_stop_others(user: TelegramUser) -> None:
    """A text that Telegram rejects does not prevent the other languages from being set."""
    await user.bot.publish_profiles({"en": replace(ENGLISH, description="x" * 513), "th": THAI}, "en")
    assert await stored(user, "getMyDescription", "") == {"description": ""}
    assert await stored(user, "getMyDescription", "th") == {"description": THAI.description}


async def test_waits_for_telegram(user: TelegramUser, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Telegram can't be reached nothing is lost: all languages are set once it is back."""
    monkeypatch.setattr("bot.channels.telegram.polling.RETRY_DELAY", 0.01)
    await user.api.inject_faults("getMyCommands", *[Fault.SERVER_ERROR] * 3)
    await user.api.inject_faults("setMyDescription", Fault.DROPPED_AFTER)
    await user.bot.publish_profiles(PROFILES, "en")
    for code, profile in {"": ENGLISH, "tl": FILIPINO, "th": THAI}.items():
        assert await stored(user, "getMyDescription", code) == {"description": profile.description}
        assert await stored(user, "getMyShortDescription", code) == {"short_description": profile.short_description}
