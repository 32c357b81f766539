"""Check of Twilio: it must deliver texts to us, and must not keep or answer them without us."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import ClientError
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.common.paths import SMS_PATH
from bot.channels.sms.redaction import MIN_AGE, SWEEP_INTERVAL, open_client
from bot.core.settings import Settings, secret_value
from bot.doctor.finding import Finding, Level

_CONNECTION_ERRORS = (TwilioException, ClientError, OSError, TimeoutError, ValueError)
_UNAUTHORIZED = (401, 403)
_OVERDUE_AFTER = timedelta(hours=1) + MIN_AGE + SWEEP_INTERVAL
"""Age at which a message should have been deleted at Twilio."""
_MAX_SERVICES = 50

_finding = partial(Finding, "Twilio")


async def check_twilio(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what Twilio reports about the account, the number and its messaging service."""
    token = secret_value(settings.twilio_auth_token)
    if not token:
        yield _finding(Level.OK, "Not connected.")
        return
    if not settings.twilio_account_sid:
        yield _finding(
            Level.ERROR, "Nothing is deleted at Twilio, and nothing can be checked: set WAYLIGHT_TWILIO_ACCOUNT_SID."
        )
        return
    try:
        async with open_client(settings.twilio_account_sid, token, settings.twilio_api_url) as client:
            yield await _check_account(client, settings.twilio_account_sid)
            async for finding in _check_number(client, settings):
                yield finding
    except TwilioRestException as exc:
        problem = (
            "It does not know WAYLIGHT_TWILIO_ACCOUNT_SID with WAYLIGHT_TWILIO_AUTH_TOKEN."
            if exc.status in _UNAUTHORIZED
            else "It is out of order."
        )
        yield _finding(Level.ERROR, problem)
    except _CONNECTION_ERRORS:
        yield _finding(Level.ERROR, "It can't be reached from this machine.")


async def _check_account(client: Client, account_sid: str) -> Finding:
    account = await client.api.v2010.accounts(account_sid).fetch_async()
    if account.status != "active":
        return _finding(Level.ERROR, "The account is not active: see its console.")
    if str(account.type).casefold() == "trial":
        return _finding(
            Level.ERROR, "It is a trial account, which answers only numbers that you named to it: upgrade it."
        )
    return _finding(Level.OK, "It knows the account.")


async def _check_number(client: Client, settings: Settings) -> AsyncIterator[Finding]:
    number = settings.twilio_number
    if not number:
        yield _finding(
            Level.WARNING,
            "Messages pending at a restart are not deleted, and the number is not checked: set WAYLIGHT_TWILIO_NUMBER.",
        )
        return
    numbers = await client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
    if not numbers:
        yield _finding(Level.ERROR, "WAYLIGHT_TWILIO_NUMBER is not one of the account's.")
        return
    service = await _messaging_service(client, number)
    for finding in (*_check_webhooks(numbers[0], service, settings.base_url), _check_keywords(service)):
        yield finding
    yield await _check_old_messages(client, number)


async def _messaging_service(client: Client, number: str) -> Any:
    """Return the messaging service of a number, None if it has none."""
    for service in await client.messaging.v1.services.list_async(limit=_MAX_SERVICES):
        for member in await client.messaging.v1.services(service.sid).phone_numbers.list_async():
            if member.phone_number == number:
                return service
    return None


def _check_webhooks(number: Any, service: Any, reached_at: str) -> Iterator[Finding]:
    """Check that texts are posted to us and to no other URL; a messaging service overrides its numbers."""
    by_service = service is not None and not service.use_inbound_webhook_on_number
    inbound_url = service.inbound_request_url if by_service else number.sms_url
    method = service.inbound_method if by_service else number.sms_method
    place = "the messaging service's integration" if by_service else "the number"
    if inbound_url != reached_at + SMS_PATH or method != "POST" or (number.sms_application_sid and not by_service):
        yield _finding(
            Level.ERROR, f"Texts don't come to us: set `A message comes in` of {place} to {SMS_PATH}, HTTP POST."
        )
    else:
        yield _finding(Level.OK, "It brings us what people text.")
    others = (service.fallback_url, service.status_callback) if by_service else (number.sms_fallback_url,)
    if any(url and not url.startswith(f"{reached_at}/") for url in (*others, number.status_callback)):
        yield _finding(Level.ERROR, "A fallback or status URL sends what people text to another server: empty it.")


def _check_keywords(service: Any) -> Finding:
    if service is None:
        return _finding(
            Level.WARNING,
            "It answers HELP, STOP and START by itself, in English and with no word of safety. Put the number into a"
            " messaging service and give these words texts of your own (Advanced Opt-Out; docs/operating.md).",
        )
    return _finding(
        Level.WARNING,
        "It answers HELP, STOP and START by itself, and does not tell us its answers. Text HELP from your own phone:"
        " the answer should say where to get help in danger (Advanced Opt-Out; docs/operating.md).",
    )


async def _check_old_messages(client: Client, number: str) -> Finding:
    sent_before = datetime.now(UTC) - _OVERDUE_AFTER
    for side in ({"to": number}, {"from_": number}):
        if await client.messages.list_async(**side, date_sent_before=sent_before, limit=1):
            return _finding(
                Level.WARNING,
                "Old messages are still there: the service deletes them while it runs. Check again in an hour.",
            )
    return _finding(Level.OK, "No old message is left there.")
