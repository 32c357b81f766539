"""The composition root: puts the parts together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI

from bot import parts
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.channels.telegram_polling import TokenRefusedError, WebhookRefusedError
from bot.channels.telegram_profile import Profile
from bot.privacy.faults import name_fault
from bot.privacy.logs import quiet_loop
from bot.privacy.pseudonyms import Pseudonyms
from bot.settings import Settings, revealed
from bot.state.answered import AnsweredOnce
from bot.state.store import Store
from directory import Tally, write_now_and_then
from directory.api import make_api
from directory.staff.app import make_staff, tidy
from directory.staff.routes import BASE
from locales.registry import SOURCE

LOG = structlog.stdlib.get_logger(__name__)


def make_app(settings: Settings) -> FastAPI:
    """Return the service with its webhooks. Loads the model, so it takes seconds."""
    database = parts.open_directory(settings)
    store, keys = parts.make_store(settings)
    tally = Tally()
    engine, apology = parts.make_engine(settings, database, store, keys, tally)
    desk = parts.make_desk(settings, engine)
    once = AnsweredOnce(engine.answer, apology, store)
    pseudonyms = Pseudonyms(store)
    removing = parts.make_removing(settings)
    sms = Sms(revealed(settings.twilio_auth_token), settings.reached_at, once, pseudonyms, removing)
    telegram = parts.make_telegram(settings, once, pseudonyms) if settings.telegram_token else None
    preview = parts.make_preview(once, pseudonyms) if settings.preview else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        quiet_loop(asyncio.get_running_loop())
        async with contextlib.AsyncExitStack() as running:
            running.push_async_callback(store.close)
            await running.enter_async_context(_in_background(_forget(pseudonyms, store)))
            await running.enter_async_context(_in_background(write_now_and_then(tally, database)))
            await running.enter_async_context(_in_background(tidy(desk)))
            if removing:
                await running.enter_async_context(_in_background(removing.run()))
            running.push_async_callback(sms.stop)
            if preview:
                running.push_async_callback(preview.stop)
            if telegram:
                running.push_async_callback(telegram.stop)
                await running.enter_async_context(connected(telegram, parts.make_profiles(engine), settings))
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
    app.mount(BASE, make_staff(desk))
    app.mount("/hsds", make_api(database, public_url=settings.public_url and f"{settings.reached_at}/hsds"))
    return app


@asynccontextmanager
async def connected(telegram: Telegram, profiles: Mapping[str, Profile], settings: Settings) -> AsyncIterator[None]:
    """Have updates brought to us by webhook where we have a secret and an address, else fetch them."""
    if settings.telegram_secret:
        work = telegram.connect(settings.public_url) if settings.public_url else None
    else:
        LOG.warning("WAYLIGHT_TELEGRAM_SECRET is not set: fetching updates, which is for development only")
        work = telegram.poll()
    introducing = telegram.introduce(profiles, SOURCE)
    async with (
        _in_background(_unless_refused(introducing)),
        _in_background(_unless_refused(work)) if work else contextlib.nullcontext(),
    ):
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
        LOG.error("work in the background ended", fault=name_fault(fault))


async def _forget(pseudonyms: Pseudonyms, store: Store) -> None:
    """Let old keys and conversations end in time, also through a night in which nobody writes."""
    while True:
        pseudonyms.destroy_old_keys()
        store.forget_old()
        await asyncio.sleep(300)


async def _unless_refused(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except TokenRefusedError:
        LOG.error("Telegram refused us: the token is not valid")  # noqa: TRY400 - the sentence says it all
    except WebhookRefusedError:
        LOG.error(  # noqa: TRY400 - as above
            "Telegram refused us: it takes no webhook at this address; it needs https and a name that the world knows"
        )


async def _health() -> dict[str, str]:
    return {"status": "ok"}


async def _not_connected() -> None:
    """Refuse updates: without a token there is no bot whom they could be for."""
