"""Whether Telegram brings us people's messages, and the bot does not say what it is for."""

from collections.abc import AsyncIterator, Iterator
from functools import partial

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.polling import KINDS
from bot.channels.telegram.sender import API_URL
from bot.channels.telegram.webhook import PATH
from bot.core.settings import Settings, revealed
from bot.doctor.finding import Finding, Level

_TELLING = ("traffick", "slave", "victim", "rescue", "refuge", "shelter", "hotline", "helpline", "crisis", "abuse")
"""Parts of a name that tell whoever looks at the phone what the bot is for."""
_MANY = 50
"""Messages that wait at Telegram; while we answer there are a few at most."""

_finding = partial(Finding, "Telegram")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what Telegram says of the bot and of its webhook."""
    token = revealed(settings.telegram_token)
    if not token:
        yield _finding(Level.OK, "Not connected.")
        return
    try:
        async with Bot(token, base_url=f"{(settings.telegram_api_url or API_URL).rstrip('/')}/bot") as bot:
            yield _finding(Level.OK, "It knows the bot.")
            for finding in (*_of_the_bot(bot.bot), *_of_the_webhook(await bot.get_webhook_info(), settings)):
                yield finding
    except InvalidToken:
        yield _finding(Level.FAULT, "It does not know WAYLIGHT_TELEGRAM_TOKEN: ask @BotFather for the present one.")
    except TelegramError:
        yield _finding(Level.FAULT, "It can't be reached from this machine.")


def _of_the_bot(me: User) -> Iterator[Finding]:
    if any(part in f"{me.first_name} {me.username}".casefold() for part in _TELLING):
        yield _finding(
            Level.WARNING, "The bot's name says what it is for: give it a neutral one (@BotFather, /setname)."
        )
    if me.can_join_groups:
        yield _finding(Level.WARNING, "It can be put into groups: forbid it (@BotFather, /setjoingroups, Disable).")
    if me.can_read_all_group_messages:
        yield _finding(Level.WARNING, "It could read whole groups: turn privacy on (@BotFather, /setprivacy, Enable).")
    if me.supports_inline_queries:
        yield _finding(Level.WARNING, "It can be called from any chat: turn inline mode off (@BotFather, /setinline).")


def _of_the_webhook(info: WebhookInfo, settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_secret:
        yield _finding(Level.WARNING, "Updates are fetched, which is for development: set WAYLIGHT_TELEGRAM_SECRET.")
        return
    if info.url != settings.reached_at + PATH:
        yield _finding(
            Level.FAULT, "It posts elsewhere or nowhere: set WAYLIGHT_PUBLIC_URL; the service tells it when it starts."
        )
        return
    trouble = list(_of_the_deliveries(info))
    yield from trouble or [_finding(Level.OK, "It brings us what people write.")]


def _of_the_deliveries(info: WebhookInfo) -> Iterator[Finding]:
    if set(info.allowed_updates or ()) != set(KINDS):
        yield _finding(Level.WARNING, "It brings other kinds of updates than we ask for: start the service again.")
    if info.last_error_date:
        level = Level.FAULT if info.pending_update_count else Level.WARNING
        when = f"{info.last_error_date:%d %B %H:%M} UTC"
        yield _finding(level, f"It could not bring us something at {when}: {_why(info.last_error_message or '')}.")
    if info.pending_update_count > _MANY:
        yield _finding(Level.FAULT, f"{info.pending_update_count} messages wait there: the service does not take them.")


def _why(message: str) -> str:
    """Return the kind of a fault; its own words may hold an address."""
    said = message.casefold()
    if "certificate" in said or "ssl" in said:
        return "it does not trust the certificate"
    if "wrong response" in said:
        return "we answered with a refusal or a fault"
    if "timed out" in said or "timeout" in said:
        return "we took too long"
    return "it could not connect"
