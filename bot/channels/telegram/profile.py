"""The bot's profile on Telegram, before a person writes: commands and descriptions, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import structlog
from telegram import BotCommand
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.channels.telegram.parsing import COMMANDS
from bot.channels.telegram.polling import retry_until_reachable
from bot.privacy.exceptions import describe_exception

LOG = structlog.stdlib.get_logger(__name__)

LANGUAGE_CODES = {"fil": "tl"}
"""Our languages without a two-letter code (ISO 639-1); Telegram takes no other codes here."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile in one language. Other people may read it on the phone, so it does not reveal the purpose."""

    description: str
    """On the empty chat; at most 512 characters."""
    short_description: str
    """On the bot's page; at most 120 characters."""
    commands: tuple[str, ...]
    """What each of COMMANDS does, in their order."""


async def publish_profiles(bot: ExtBot[int], profiles: Mapping[str, Profile], source: str) -> None:
    """Set the profiles (BCP 47 -> profile) at Telegram; the one of `source` is the default for other languages.

    Unchanged texts are not sent, because Telegram limits changes to a few per hour. While Telegram can't be reached, or
    asks for a pause, this waits; a text that it rejects is left out. Raise TokenRefusedError.
    """
    for language, profile in profiles.items():
        code = None if language == source else LANGUAGE_CODES.get(language, language)
        await retry_until_reachable(partial(_try_publish, bot, profile, code))


async def _try_publish(bot: ExtBot[int], profile: Profile, code: str | None) -> None:
    try:
        await _publish(bot, profile, code)
    except BadRequest as exc:
        LOG.warning("telegram rejected the profile of a language", error=describe_exception(exc))


async def _publish(bot: ExtBot[int], profile: Profile, code: str | None) -> None:
    commands = [BotCommand(name, purpose) for name, purpose in zip(COMMANDS, profile.commands, strict=True)]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    if (await bot.get_my_description(code)).description != profile.description:
        await bot.set_my_description(profile.description, language_code=code)
    if (await bot.get_my_short_description(code)).short_description != profile.short_description:
        await bot.set_my_short_description(profile.short_description, language_code=code)
