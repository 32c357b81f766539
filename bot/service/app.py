"""The composition root: creates the application and connects its parts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import structlog
from fastapi import FastAPI

from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.polling import TokenRefusedError, WebhookRefusedError
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.settings import Settings, secret_value
from bot.privacy.log_batches import batched_log_lines
from bot.privacy.logging import install_loop_exception_handler
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.segments import count_segments
from bot.service import factories
from bot.service.background import background_task, run_together, stop_all
from bot.service.readiness import Readiness
from bot.state.idempotency import IdempotentResponder
from bot.state.leader import Work, run_as_leader
from bot.state.store import Store
from directory import UsageCounters, flush_periodically, release_connections
from directory.api import make_api
from directory.staff.app import create_staff_app, sweep_periodically
from directory.staff.routes import BASE_PATH
from locales.registry import SOURCE

LOG = structlog.stdlib.get_logger(__name__)


def create_app(settings: Settings) -> FastAPI:
    """Return the service with its webhooks. Loads the model, which takes seconds.

    Opens no connection yet: several processes may be forked that each serve the app.
    """
    database = factories.open_directory(settings)
    store, keys = factories.create_store(settings)
    usage = UsageCounters()
    engine, apology = factories.create_engine(settings, database, store, keys, usage)
    staff = factories.create_staff_context(settings, engine)
    once = IdempotentResponder(engine.answer, apology, store)
    pseudonyms = Pseudonyms(store)
    removing = factories.create_redactor(settings)
    token = secret_value(settings.twilio_auth_token)
    sms = SmsChannel(
        token,
        settings.base_url,
        once,
        pseudonyms,
        removing,
        segments=count_segments,
        is_help_answered=settings.twilio_answers_help,
    )
    telegram = factories.create_telegram(settings, once, pseudonyms) if settings.telegram_token else None
    preview = factories.create_preview(once, pseudonyms) if settings.preview else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        install_loop_exception_handler(asyncio.get_running_loop())
        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(batched_log_lines())
            stack.push_async_callback(store.close)
            await stack.enter_async_context(background_task(partial(_delete_expired, pseudonyms, store)))
            await stack.enter_async_context(background_task(partial(flush_periodically, usage, database)))
            if settings.metrics_port:
                await stack.enter_async_context(
                    background_task(partial(factories.collect_service_metrics, settings, engine, database, store))
                )
            leader_tasks: list[Work] = [partial(sweep_periodically, staff)]
            if removing:
                await stack.enter_async_context(background_task(removing.run))
                leader_tasks.append(removing.sweep_periodically)
            channels = [channel for channel in (sms, preview, telegram) if channel]
            stack.push_async_callback(stop_all, [channel.stop for channel in channels])
            if telegram:
                leader_tasks += telegram_tasks(telegram, factories.create_profiles(engine), settings)
            leading = partial(run_as_leader, store.lease("leading"), partial(run_together, leader_tasks))
            await stack.enter_async_context(background_task(leading))
            yield

    app = FastAPI(title="Waylight", lifespan=lifespan, openapi_url=None)
    app.include_router(sms.router())
    if preview:
        app.include_router(preview.router())
    if telegram:
        app.include_router(telegram.router())
    else:
        app.add_api_route("/webhooks/telegram", _not_connected, methods=["POST"], status_code=403)
    app.state.readiness = Readiness(database, store)
    app.add_api_route("/health", app.state.readiness.health)
    app.add_api_route("/ready", app.state.readiness.answer)
    app.mount(BASE_PATH, create_staff_app(staff))
    if settings.hsds_api:
        app.mount("/hsds", make_api(database, public_url=settings.public_url and f"{settings.base_url}/hsds"))
    release_connections(database)
    release_connections(staff.engine)
    return app


def telegram_tasks(telegram: TelegramChannel, profiles: Mapping[str, Profile], settings: Settings) -> list[Work]:
    """Return what one process does for all: set the webhook if there is a secret, otherwise poll for updates."""
    tasks: list[Work] = [partial(telegram.publish_profiles, profiles, SOURCE)]
    if not settings.telegram_secret:
        LOG.warning("WAYLIGHT_TELEGRAM_SECRET is not set: polling for updates, which is for development only")
        tasks.append(telegram.poll)
    elif settings.public_url:
        tasks.append(partial(telegram.register_webhook, settings.public_url))
    return [partial(_log_refusal, task) for task in tasks]


async def _delete_expired(pseudonyms: Pseudonyms, store: Store) -> None:
    """Delete expired keys and conversations in time, also during a night without messages."""
    while True:
        pseudonyms.destroy_expired_keys()
        store.delete_expired()
        await asyncio.sleep(300)


async def _log_refusal(task: Work) -> None:
    try:
        await task()
    except TokenRefusedError:
        LOG.error("telegram refused the token")  # noqa: TRY400 - the event says it all
    except WebhookRefusedError:
        LOG.error(  # noqa: TRY400 - as above
            "telegram refused the webhook: it needs https and a public host name"
        )


async def _not_connected() -> None:
    """Refuse updates: without a token there is no bot that they could be for."""
