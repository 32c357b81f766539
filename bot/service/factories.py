"""Build each concrete part from the settings. Only the composition root and the commands use these."""

import asyncio
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING

import pycountry
from sqlalchemy import Engine as Database

from actions import all_actions
from actions.service_formatting import service_values
from bot.channels.preview import Preview
from bot.channels.preview.formatting import Count
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.sender import Line as TelegramLine
from bot.channels.telegram.webhook import Telegram
from bot.core.settings import Settings, revealed
from bot.engine.action_executor import InProcessActions
from bot.engine.engine import Engine
from bot.engine.fallback_reply import Apology, Numbers
from bot.engine.processor import TurnProcessor
from bot.engine.throttle import Pace
from bot.engine.training import ensure_model
from bot.metrics.collector import Release, watch
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.gsm7 import is_gsm_7
from bot.rendering.hotline import Line
from bot.rendering.renderer import Speaker
from bot.rendering.segments import segments
from bot.rendering.utterance import Speak, Utterance
from bot.state.idempotency import AnsweredOnce
from bot.state.memory_store import InMemory
from bot.state.store import Store
from directory import Directory, FoundService, Place, Rights, Tally, answer_soon, checked, give_up_locks, open_database
from directory.staff.auth.credentials import Safe
from directory.staff.context import Desk
from directory.staff.entry_text import Reads, Said
from locales.registry import LANGUAGES

if TYPE_CHECKING:
    from bot.channels.sms.redaction import Removing


def reads_by(speak: Speak) -> Reads:
    """Return who says an entry as the bot does when it found that one alone."""

    def reads(service: FoundService, place: Place | None, language: str) -> tuple[Said, ...]:
        """Return what somebody at `place` who reads `language` is told on Telegram and by SMS."""
        utterance = Utterance("utter_service", service_values(service, place, language))
        on_telegram, texted = (
            [message.text for message in speak([utterance], language, channel)] for channel in ("telegram", "sms")
        )
        cost = sum(segments(text) for text in texted)
        return Said("telegram", "\n\n".join(on_telegram), None), Said("sms", "\n\n".join(texted), cost)

    return reads


_CALLED_IN_DANGER = ("police", "general")


def open_directory(settings: Settings) -> Database:
    """Return the settings' database, migrated and filled."""
    database = open_database(settings.database_url, stale_after=settings.stale_after)
    answer_soon(database)
    return database


def make_store(settings: Settings) -> tuple[Store, Keys]:
    """Return where the state of conversations is kept, and the keys that it is sealed under."""
    key = revealed(settings.state_key)
    keys = Keys(bytes.fromhex(key)) if key else Keys.of_this_process()
    if not settings.redis_url:
        return InMemory(keys), keys
    from bot.state.redis_store import InRedis  # with 10 MB that one process alone does not need

    return InRedis(settings.redis_url, keys), keys


def make_engine(
    settings: Settings, database: Database, store: Store, keys: Keys, tally: Tally | None = None
) -> tuple[Engine, Apology]:
    """Return the engine on a model of the present data, trained if need be, and who apologizes for it.

    What people need is counted in the `tally`, if there is one.

    Raises `directory.RightsError` and `bot.engine.cover_mode.NoSuchCoverError`.
    """
    directory = Directory(database, settings.stale_after, tally)
    actions = all_actions(directory, Rights.read(extra=settings.rights_dir))
    processor = TurnProcessor(ensure_model(settings.data_dir), InProcessActions(actions), store, keys)
    line = Line(settings.line_name, settings.organization, sms_is_free=settings.sms_is_free)
    speak = Speaker(processor.domain.responses, line).speak
    apology = Apology(speak, numbers_of(directory))
    engine = Engine(processor, speak, settings.cover, Pace(store), apology)
    asyncio.run(engine.warm_up())
    return engine, apology


def make_telegram(settings: Settings, once: AnsweredOnce, pseudonyms: Pseudonyms) -> Telegram:
    """Return the Telegram channel; needs a token."""
    line = TelegramLine(
        settings.telegram_protect_content, settings.telegram_silent, settings.telegram_messages_a_second
    )
    token, secret = revealed(settings.telegram_token) or "", revealed(settings.telegram_secret)
    return Telegram(token, secret, settings.telegram_api_url, once, pseudonyms, line=line)


def make_removing(settings: Settings) -> "Removing | None":
    """Return who removes messages at Twilio, None where we have no account there to do it with."""
    token = revealed(settings.twilio_auth_token)
    if not token or not settings.twilio_account_sid:
        return None
    from bot.channels.sms.redaction import Removing  # with 8 MB that only an account needs

    return Removing(settings.twilio_account_sid, token, settings.twilio_api_url, settings.twilio_number)


def make_desk(settings: Settings, engine: Engine) -> Desk:
    """Return what staff's pages work with, on connections of their own: an import must not hold up a reply.

    Raises `directory.staff.auth.errors.BadKeyError`.
    """
    database = open_database(settings.database_url, stale_after=settings.stale_after)
    give_up_locks(database)
    return Desk(database, Safe.of(settings), settings.stale_after, settings.public_url, reads_by(engine.speak))


async def watched(settings: Settings, engine: Engine, database: Database) -> None:
    """Look after what is shown of the service as a whole, until cancelled."""
    release = Release(metadata.version("waylight"), *engine.trained)
    await watch(release, lambda: asdict(checked(database, settings.stale_after)))


def make_profiles(engine: Engine) -> dict[str, Profile]:
    """Return what Telegram shows of the bot, in each language of ours."""
    return {code: Profile(*engine.profile(code)) for code in LANGUAGES}


def numbers_of(directory: Directory) -> dict[str, Numbers]:
    """Return what to dial in danger in each country (ISO 3166-1 alpha-2) where that is known."""
    known = (directory.emergency_numbers(country.alpha_2) for country in pycountry.countries)
    kinds = {
        one.country: {kind: getattr(one, kind) for kind in _CALLED_IN_DANGER if getattr(one, kind)} for one in known
    }
    return {country: numbers for country, numbers in kinds.items() if numbers}


def make_preview(once: AnsweredOnce, pseudonyms: Pseudonyms) -> Preview:
    """Return the preview page, in all languages that are spoken."""
    own_names = {code: language.own_name for code, language in LANGUAGES.items()}
    return Preview(once, pseudonyms, Count(segments, is_gsm_7), own_names)
