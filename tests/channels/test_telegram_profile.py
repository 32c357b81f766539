"""What Telegram shows of the bot before anybody writes."""

from dataclasses import replace

from bot.channels.telegram.profile import Profile
from tests.channels.people import OnTelegram
from tests.harness.telegram_server import loopback

ENGLISH = Profile("Answers to questions.", "Answers.", ("Show the menu", "Change the language", "Delete this"))
FILIPINO = Profile("Mga sagot.", "Sagot.", ("Ipakita", "Wika", "Burahin"))
THAI = Profile("คำตอบ", "คำตอบ", ("เมนู", "ภาษา", "ลบ"))
PROFILES = {"en": ENGLISH, "fil": FILIPINO, "th": THAI}


async def shown(writer: OnTelegram, method: str, language: str) -> object:
    """Return what Telegram has for a language, as it says itself."""
    async with loopback(writer.api.url) as client:
        answer = await client.post(f"/bot{writer.api.token}/{method}", data={"language_code": language})
    return answer.raise_for_status().json()["result"]


async def set_now(writer: OnTelegram) -> list[tuple[str, str]]:
    """Return what was set so far: the method and the language."""
    calls = [call for call in await writer.api.calls() if call["method"].startswith("setMy")]
    return [(call["method"], call["said"].get("language_code", "")) for call in calls]


async def test_each_language_is_shown(writer: OnTelegram) -> None:
    """Each language has its own texts, Filipino under the code that Telegram knows, the source's for everybody else."""
    await writer.bot.introduce(PROFILES, "en")
    for code, profile in {"": ENGLISH, "tl": FILIPINO, "th": THAI}.items():
        assert await shown(writer, "getMyDescription", code) == {"description": profile.description}
        assert await shown(writer, "getMyShortDescription", code) == {"short_description": profile.short_description}
        assert await shown(writer, "getMyCommands", code) == [
            {"command": name, "description": does}
            for name, does in zip(("menu", "language", "erase"), profile.commands, strict=True)
        ]


async def test_only_what_differs_is_set_again(writer: OnTelegram) -> None:
    """At a restart only what differs is set: Telegram lets a bot change these a few times an hour only."""
    await writer.bot.introduce(PROFILES, "en")
    before = await set_now(writer)
    assert len(before) == 9
    await writer.bot.introduce({**PROFILES, "th": replace(THAI, description="คำตอบใหม่")}, "en")
    assert (await set_now(writer))[len(before) :] == [("setMyDescription", "th")]


async def test_a_text_that_cannot_be_set(writer: OnTelegram) -> None:
    """A text that Telegram refuses keeps no other language from being shown."""
    await writer.bot.introduce({"en": replace(ENGLISH, description="x" * 513), "th": THAI}, "en")
    assert await shown(writer, "getMyDescription", "") == {"description": ""}
    assert await shown(writer, "getMyDescription", "th") == {"description": THAI.description}
