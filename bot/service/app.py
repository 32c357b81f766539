"""The composition root: puts the parts together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import structlog
from fastapi import FastAPI

from bot.channels.sms.webhook import Sms
from bot.channels.telegram.polling import TokenRefusedError, WebhookRefusedError
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.webhook import Telegram
from bot.core.settings import Settings, revealed
from bot.privacy.logging import quiet_loop
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.segments import segments
from bot.service import factories
from bot.service.background import in_background, side_by_side, stopped_together
from bot.service.readiness import Readiness
from bot.state.idempotency import AnsweredOnce
from bot.state.leader import Work, elected
from bot.state.store import Store
from directory import Tally, let_go, write_now_and_then
from directory.api import make_api
from directory.staff.app import make_staff, tidy
from directory.staff.routes import BASE
from locales.registry import SOURCE

LOG = structlog.stdlib.get_logger(__name__)


def make_app(settings: Settings) -> FastAPI:
    """Return the service with its webhooks. Loads the model, so it takes seconds.

    Nothing is connected yet: several processes may be forked that each serve it.
    """
    database = factories.open_directory(settings)
    store, keys = factories.make_store(settings)
    tally = Tally()
    engine, apology = factories.make_engine(settings, database, store, keys, tally)
    desk = factories.make_desk(settings, engine)
    once = AnsweredOnce(engine.answer, apology, store)
    pseudonyms = Pseudonyms(store)
    removing = factories.make_removing(settings)
    token = revealed(settings.twilio_auth_token)
    sms = Sms(token, settings.reached_at, once, pseudonyms, removing, segments=segments)
    telegram = factories.make_telegram(settings, once, pseudonyms) if settings.telegram_token else None
    preview = factories.make_preview(once, pseudonyms) if settings.preview else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        quiet_loop(asyncio.get_running_loop())
        async with contextlib.AsyncExitStack() as running:
            running.push_async_callback(store.close)
            await running.enter_async_context(in_background(partial(_forget, pseudonyms, store)))
            await running.enter_async_context(in_background(partial(write_now_and_then, tally, database)))
            if settings.metrics_port:
                await running.enter_async_context(in_background(partial(factories.watched, settings, engine, database)))
            for_all: list[Work] = [partial(tidy, desk)]
            if removing:
                await running.enter_async_context(in_background(removing.run))
                for_all.append(removing.sweep_now_and_then)
            channels = [channel for channel in (sms, preview, telegram) if channel]
            running.push_async_callback(stopped_together, [channel.stop for channel in channels])
            if telegram:
                for_all += connecting(telegram, factories.make_profiles(engine), settings)
            leading = partial(elected, store.lease("leading"), partial(side_by_side, for_all))
            await running.enter_async_context(in_background(leading))
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
    app.state.readiness = Readiness(database, store)
    app.add_api_route("/ready", app.state.readiness.answer)
    app.mount(BASE, make_staff(desk))
    app.mount("/hsds", make_api(database, public_url=settings.public_url and f"{settings.reached_at}/hsds"))
    let_go(database)
    let_go(desk.engine)
    return app


def connecting(telegram: Telegram, profiles: Mapping[str, Profile], settings: Settings) -> list[Work]:
    """Return what one process does for all: have updates brought by webhook where we have a secret, else fetch them."""
    works: list[Work] = [partial(telegram.introduce, profiles, SOURCE)]
    if not settings.telegram_secret:
        LOG.warning("WAYLIGHT_TELEGRAM_SECRET is not set: fetching updates, which is for development only")
        works.append(telegram.poll)
    elif settings.public_url:
        works.append(partial(telegram.connect, settings.public_url))
    return [partial(_unless_refused, work) for work in works]


async def _forget(pseudonyms: Pseudonyms, store: Store) -> None:
    """Let old keys and conversations end in time, also through a night in which nobody writes."""
    while True:
        pseudonyms.destroy_old_keys()
        store.forget_old()
        await asyncio.sleep(300)


async def _unless_refused(work: Work) -> None:
    try:
        await work()
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
