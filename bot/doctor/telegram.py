"""Check of Telegram: it must deliver messages to us, and the bot must not reveal its purpose."""

from collections.abc import AsyncIterator, Iterator
from functools import partial

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.common.paths import TELEGRAM_PATH
from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.channels.telegram.sender import API_URL
from bot.core.settings import Settings, secret_value
from bot.doctor.finding import Finding, Level

_REVEALING = ("traffick", "slave", "victim", "rescue", "refuge", "shelter", "hotline", "helpline", "crisis", "abuse")
"""Parts of a name that reveal to others who look at the phone what the bot is for."""
_MAX_PENDING = 50
"""Messages that wait at Telegram; there are only a few while we answer."""

_finding = partial(Finding, "Telegram")


async def check_telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what Telegram reports about the bot and its webhook."""
    token = secret_value(settings.telegram_token)
    if not token:
        yield _finding(Level.OK, "Not connected.")
        return
    try:
        async with Bot(token, base_url=f"{(settings.telegram_api_url or API_URL).rstrip('/')}/bot") as bot:
            yield _finding(Level.OK, "It knows the bot.")
            for finding in (*_check_bot(bot.bot), *_check_webhook(await bot.get_webhook_info(), settings)):
                yield finding
    except InvalidToken:
        yield _finding(Level.ERROR, "It does not know WAYLIGHT_TELEGRAM_TOKEN: ask @BotFather for the present one.")
    except TelegramError:
        yield _finding(Level.ERROR, "It can't be reached from this machine.")


def _check_bot(me: User) -> Iterator[Finding]:
    if any(part in f"{me.first_name} {me.username}".casefold() for part in _REVEALING):
        yield _finding(
            Level.WARNING, "The bot's name says what it is for: give it a neutral one (@BotFather, /setname)."
        )
    if me.can_join_groups:
        yield _finding(Level.WARNING, "It can be put into groups: forbid it (@BotFather, /setjoingroups, Disable).")
    if me.can_read_all_group_messages:
        yield _finding(Level.WARNING, "It could read whole groups: turn privacy on (@BotFather, /setprivacy, Enable).")
    if me.supports_inline_queries:
        yield _finding(Level.WARNING, "It can be called from any chat: turn inline mode off (@BotFather, /setinline).")


def _check_webhook(info: WebhookInfo, settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_secret:
        yield _finding(Level.WARNING, "Updates are fetched, which is for development: set WAYLIGHT_TELEGRAM_SECRET.")
        return
    if info.url != settings.base_url + TELEGRAM_PATH:
        yield _finding(
            Level.ERROR, "It posts elsewhere or nowhere: set WAYLIGHT_PUBLIC_URL; the service tells it when it starts."
        )
        return
    problems = list(_check_deliveries(info))
    yield from problems or [_finding(Level.OK, "It brings us what people write.")]


def _check_deliveries(info: WebhookInfo) -> Iterator[Finding]:
    if set(info.allowed_updates or ()) != set(ALLOWED_UPDATES):
        yield _finding(Level.WARNING, "It brings other kinds of updates than we ask for: start the service again.")
    if info.last_error_date:
        level = Level.ERROR if info.pending_update_count else Level.WARNING
        when = f"{info.last_error_date:%d %B %H:%M} UTC"
        yield _finding(
            level, f"It could not deliver something at {when}: {_delivery_error(info.last_error_message or '')}."
        )
    if info.pending_update_count > _MAX_PENDING:
        yield _finding(Level.ERROR, f"{info.pending_update_count} messages wait there: the service does not take them.")


def _delivery_error(message: str) -> str:
    """Return the kind of a delivery error; its own text may hold an address."""
    text = message.casefold()
    if "certificate" in text or "ssl" in text:
        return "it does not trust the certificate"
    if "wrong response" in text:
        return "we answered with an error status"
    if "timed out" in text or "timeout" in text:
        return "we took too long"
    return "it could not connect"
