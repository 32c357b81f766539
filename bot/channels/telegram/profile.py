"""What Telegram shows of the bot before anybody writes: commands and descriptions, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import BotCommand
from telegram.ext import ExtBot

from bot.channels.telegram.parsing import COMMANDS
from bot.channels.telegram.sender import harmless

CODES = {"fil": "tl"}
"""Languages of ours that have no code of two letters (ISO 639-1), the only ones that Telegram takes here."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The bot in one language. Others read it on the phone, so it says nothing of what the bot is for."""

    description: str
    """On the empty chat; at most 512 characters."""
    short_description: str
    """On the bot's page; at most 120 characters."""
    commands: tuple[str, ...]
    """What each of COMMANDS does, in their order."""


async def show(bot: ExtBot[int], profiles: Mapping[str, Profile], source: str) -> None:
    """Have Telegram show the profiles (BCP 47 -> profile), that of `source` to everybody else.

    What is as it should be is left alone: Telegram lets a bot change these a few times an hour only. A text that can't
    be set harms nobody.
    """
    for language, profile in profiles.items():
        code = None if language == source else CODES.get(language, language)
        await harmless(_show(bot, profile, code))


async def _show(bot: ExtBot[int], profile: Profile, code: str | None) -> None:
    commands = [BotCommand(name, does) for name, does in zip(COMMANDS, profile.commands, strict=True)]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    if (await bot.get_my_description(code)).description != profile.description:
        await bot.set_my_description(profile.description, language_code=code)
    if (await bot.get_my_short_description(code)).short_description != profile.short_description:
        await bot.set_my_short_description(profile.short_description, language_code=code)
