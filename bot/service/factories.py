"""Functions that create each part from the settings, for the composition root and the commands."""

import asyncio
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING

import pycountry
from sqlalchemy import Engine as Database

from actions import all_actions
from actions.service_formatting import service_values
from bot.channels.preview import PreviewChannel
from bot.channels.preview.formatting import SegmentCounter
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.sender import SenderOptions
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.settings import Settings, secret_value
from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.engine import Engine
from bot.engine.fallback_reply import FallbackReply, NumbersByKind
from bot.engine.processor import TurnProcessor
from bot.engine.throttle import Throttle
from bot.engine.training import ensure_model
from bot.metrics.collector import Release, collect_metrics
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.renderer import HotlineInfo, Renderer
from bot.rendering.segments import count_segments, is_gsm_7
from bot.rendering.utterance import Render, Utterance
from bot.state.idempotency import IdempotentResponder
from bot.state.memory_store import MemoryStore
from bot.state.store import StateUnavailableError, Store
from directory import (
    Directory,
    Place,
    Rights,
    ServiceResult,
    UsageCounters,
    count_verifications,
    open_database,
    set_lock_timeout,
    set_statement_timeout,
)
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.context import EntryText, EntryTextRenderer, StaffContext
from locales.registry import LANGUAGES

if TYPE_CHECKING:
    from bot.channels.sms.redaction import MessageRedactor


def entry_text_renderer(speak: Render) -> EntryTextRenderer:
    """Return a function that renders an entry as the bot presents a single result."""

    def render_entry(service: ServiceResult, place: Place | None, language: str) -> tuple[EntryText, ...]:
        """Return the entry as a person at `place` who reads `language` sees it on Telegram and by SMS."""
        utterance = Utterance("utter_service", service_values(service, place, language))
        telegram, sms = (
            [message.text for message in speak([utterance], language, channel)] for channel in ("telegram", "sms")
        )
        cost = sum(count_segments(text) for text in sms)
        return EntryText("telegram", "\n\n".join(telegram), None), EntryText("sms", "\n\n".join(sms), cost)

    return render_entry


_KINDS_IN_DANGER = ("police", "general")


def open_directory(settings: Settings) -> Database:
    """Return the database of the settings, migrated and filled."""
    database = open_database(settings.database_url, stale_after=settings.stale_after)
    set_statement_timeout(database)
    return database


def create_store(settings: Settings) -> tuple[Store, Keys]:
    """Return the store of conversations, and the keys that encrypt its records."""
    key = secret_value(settings.state_key)
    keys = Keys(bytes.fromhex(key)) if key else Keys.ephemeral()
    if not settings.redis_url:
        return MemoryStore(keys), keys
    from bot.state.redis_store import RedisStore  # it takes 10 MB that a single process does not need

    return RedisStore(settings.redis_url, keys), keys


def create_engine(
    settings: Settings, database: Database, store: Store, keys: Keys, usage: UsageCounters | None = None
) -> tuple[Engine, FallbackReply]:
    """Return the engine with a model of the present data, trained if necessary, and its fallback reply.

    `usage` counts what people need, if given.

    Raises `directory.RightsError` and `bot.engine.cover_mode.UnknownCoverTopicError`.
    """
    directory = Directory(database, settings.stale_after, usage)
    actions = all_actions(directory, Rights.read(extra=settings.rights_dir))
    processor = TurnProcessor(ensure_model(settings.data_dir), InProcessActionEndpoint(actions), store, keys)
    hotline = HotlineInfo(settings.line_name, settings.organization, sms_is_free=settings.sms_is_free)
    speak = Renderer(processor.domain.responses, hotline).render
    apology = FallbackReply(speak, emergency_numbers(directory))
    engine = Engine(processor, speak, settings.cover, Throttle(store), apology)
    asyncio.run(engine.warm_up())
    return engine, apology


def create_telegram(settings: Settings, once: IdempotentResponder, pseudonyms: Pseudonyms) -> TelegramChannel:
    """Return the Telegram channel; needs a token."""
    options = SenderOptions(
        settings.telegram_protect_content, settings.telegram_silent, settings.telegram_messages_a_second
    )
    token, secret = secret_value(settings.telegram_token) or "", secret_value(settings.telegram_secret)
    return TelegramChannel(token, secret, settings.telegram_api_url, once, pseudonyms, options=options)


def create_redactor(settings: Settings) -> "MessageRedactor | None":
    """Return what deletes messages at Twilio, None without an account that could do it."""
    token = secret_value(settings.twilio_auth_token)
    if not token or not settings.twilio_account_sid:
        return None
    from bot.channels.sms.redaction import MessageRedactor  # it takes 8 MB that only an account needs

    return MessageRedactor(settings.twilio_account_sid, token, settings.twilio_api_url, settings.twilio_number)


def create_staff_context(settings: Settings, engine: Engine) -> StaffContext:
    """Return the context of the staff pages, with its own connections: an import must not delay a reply.

    Raises `directory.staff.auth.errors.InvalidKeyFileError`.
    """
    database = open_database(settings.database_url, stale_after=settings.stale_after)
    set_lock_timeout(database)
    return StaffContext(
        database,
        CredentialVerifier.from_settings(settings),
        settings.stale_after,
        settings.public_url,
        entry_text_renderer(engine.render),
    )


async def collect_service_metrics(settings: Settings, engine: Engine, database: Database, store: Store) -> None:
    """Update the metrics of the service as a whole until cancelled."""
    release = Release(metadata.version("waylight"), *engine.model_version)

    async def store_memory() -> float | None:
        try:
            return await store.memory_ratio()
        except StateUnavailableError:
            return None

    await collect_metrics(release, lambda: asdict(count_verifications(database, settings.stale_after)), store_memory)


def create_profiles(engine: Engine) -> dict[str, Profile]:
    """Return what Telegram shows about the bot, in each language."""
    return {code: Profile(*engine.profile(code)) for code in LANGUAGES}


def emergency_numbers(directory: Directory) -> dict[str, NumbersByKind]:
    """Return the numbers to dial in danger by country (ISO 3166-1 alpha-2), where known."""
    known = (directory.emergency_numbers(country.alpha_2) for country in pycountry.countries)
    kinds = {
        entry.country: {kind: getattr(entry, kind) for kind in _KINDS_IN_DANGER if getattr(entry, kind)}
        for entry in known
    }
    return {country: numbers for country, numbers in kinds.items() if numbers}


def create_preview(once: IdempotentResponder, pseudonyms: Pseudonyms) -> PreviewChannel:
    """Return the preview page in all languages."""
    own_names = {code: language.own_name for code, language in LANGUAGES.items()}
    return PreviewChannel(once, pseudonyms, SegmentCounter(count_segments, is_gsm_7), own_names)
