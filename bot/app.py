"""The composition root: the only file that knows every concrete part."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import Engine as Database

from actions import all_actions
from bot.channels.preview import Preview
from bot.channels.preview.speaking import Count
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.channels.telegram_polling import TelegramRefusedError
from bot.engine.actions import InProcessActions
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model
from bot.message import Answer
from bot.privacy.faults import name_fault
from bot.privacy.logs import quiet_loop
from bot.privacy.pseudonyms import Pseudonyms
from bot.replies.line import Line
from bot.replies.segments import is_gsm_7, segments
from bot.replies.speaker import Speaker
from bot.settings import Settings, revealed
from directory import Directory, Rights, open_database
from directory.api import make_api
from locales.registry import LANGUAGES

logger = logging.getLogger(__name__)


def open_directory(settings: Settings) -> Database:
    """Return the settings' database, migrated and filled."""
    return open_database(settings.database_url, stale_after=settings.stale_after)


def make_engine(settings: Settings, database: Database) -> Engine:
    """Return the engine on a directory and on a model of the present data, trained if need be.

    Raises `directory.RightsError` and `bot.engine.hiding.NoSuchCoverError`.
    """
    directory = Directory(database, settings.stale_after)
    actions = all_actions(directory, Rights.read(extra=settings.rights_dir))
    processor = TurnProcessor(ensure_model(settings.data_dir), InProcessActions(actions))
    line = Line(settings.line_name, settings.organization, sms_is_free=settings.sms_is_free)
    engine = Engine(processor, Speaker(processor.domain.responses, line).speak, settings.cover)
    asyncio.run(engine.warm_up())
    return engine


def make_app(settings: Settings) -> FastAPI:
    """Return the service with its webhooks. Loads the model, so it takes seconds."""
    database = open_directory(settings)
    engine = make_engine(settings, database)
    pseudonyms = Pseudonyms(time.monotonic)
    sms = Sms(
        revealed(settings.twilio_auth_token),
        settings.twilio_account_sid,
        settings.reached_at,
        engine.answer,
        pseudonyms,
    )
    telegram = make_telegram(settings, engine, pseudonyms) if settings.telegram_token else None
    preview = make_preview(engine.answer, pseudonyms) if settings.preview else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        quiet_loop(asyncio.get_running_loop())
        async with contextlib.AsyncExitStack() as running:
            await running.enter_async_context(_in_background(_turn_keys(pseudonyms)))
            running.push_async_callback(sms.stop)
            if preview:
                running.push_async_callback(preview.stop)
            if telegram:
                running.push_async_callback(telegram.stop)
                await running.enter_async_context(connected(telegram, settings))
            yield

    app = FastAPI(title="Waylight", lifespan=lifespan, openapi_url=None)
    app.include_router(sms.router())
    if preview:
        app.include_router(preview.router())
    if telegram:
        app.include_router(telegram.router())
    else:
        app.add_api_route("/webhooks/telegram", _not_connected, methods=["POST"], status_code=403)
    app.add_api_route("/health", _health)
    app.mount("/hsds", make_api(database, public_url=settings.public_url and f"{settings.reached_at}/hsds"))
    return app


def make_telegram(settings: Settings, engine: Engine, pseudonyms: Pseudonyms) -> Telegram:
    """Return the Telegram channel; needs a token."""
    token = revealed(settings.telegram_token) or ""
    return Telegram(token, revealed(settings.telegram_secret), settings.telegram_api_url, engine.answer, pseudonyms)


def make_preview(answer: Answer, pseudonyms: Pseudonyms) -> Preview:
    """Return the preview page, in all languages that are spoken."""
    own_names = {code: language.own_name for code, language in LANGUAGES.items()}
    return Preview(answer, pseudonyms, Count(segments, is_gsm_7), own_names)


@asynccontextmanager
async def connected(telegram: Telegram, settings: Settings) -> AsyncIterator[None]:
    """Have updates brought to us by webhook where we have a secret and an address, else fetch them."""
    if settings.telegram_secret:
        work = telegram.connect(settings.public_url) if settings.public_url else None
    else:
        logger.warning("WAYLIGHT_TELEGRAM_SECRET is not set: fetching updates, which is for development only")
        work = telegram.poll()
    async with _in_background(_unless_refused(work)) if work else contextlib.nullcontext():
        yield


@asynccontextmanager
async def _in_background(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` beside the service and end it with it; say so if it ends of itself by a fault."""
    task = asyncio.create_task(work)
    task.add_done_callback(_say_if_it_failed)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _say_if_it_failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()):
        logger.error("work in the background ended: %s", name_fault(fault))


async def _turn_keys(pseudonyms: Pseudonyms) -> None:
    """Let old keys die in time, also through a night in which nobody writes."""
    while True:
        pseudonyms.turn_keys()
        await asyncio.sleep(300)


async def _unless_refused(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except TelegramRefusedError as fault:
        logger.error("Telegram refused us: %s", fault)  # noqa: TRY400 - the sentence says it all


async def _health() -> dict[str, str]:
    return {"status": "ok"}


async def _not_connected() -> None:
    """Refuse updates: without a token there is no bot whom they could be for."""
