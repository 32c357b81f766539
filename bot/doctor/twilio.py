"""Whether Twilio brings us people's texts, and what it does with some of them by itself."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import ClientError
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.sms.redaction import OLD_ENOUGH, SWEEP_EVERY, connected_client
from bot.channels.sms.webhook import PATH
from bot.core.settings import Settings, revealed
from bot.doctor.finding import Finding, Level

_FAULTS = (TwilioException, ClientError, OSError, TimeoutError, ValueError)
_REFUSED = (401, 403)
_LEFT_BEHIND = timedelta(hours=1) + OLD_ENOUGH + SWEEP_EVERY
"""Age at which a message that is still at Twilio was not removed, though there was time."""
_SERVICES_AT_MOST = 50

_finding = partial(Finding, "Twilio")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what Twilio says of the account, the number, and the messaging service that it is in."""
    token = revealed(settings.twilio_auth_token)
    if not token:
        yield _finding(Level.OK, "Not connected.")
        return
    if not settings.twilio_account_sid:
        yield _finding(
            Level.FAULT, "Nothing is removed at Twilio, nor could it be looked at: set WAYLIGHT_TWILIO_ACCOUNT_SID."
        )
        return
    try:
        async with connected_client(settings.twilio_account_sid, token, settings.twilio_api_url) as client:
            yield await _of_the_account(client, settings.twilio_account_sid)
            async for finding in _of_the_number(client, settings):
                yield finding
    except TwilioRestException as refused:
        ours = refused.status in _REFUSED
        why = (
            "It does not know WAYLIGHT_TWILIO_ACCOUNT_SID with WAYLIGHT_TWILIO_AUTH_TOKEN."
            if ours
            else "It is out of order."
        )
        yield _finding(Level.FAULT, why)
    except _FAULTS:
        yield _finding(Level.FAULT, "It can't be reached from this machine.")


async def _of_the_account(client: Client, account_sid: str) -> Finding:
    account = await client.api.v2010.accounts(account_sid).fetch_async()
    if account.status != "active":
        return _finding(Level.FAULT, "The account is not active: see its console.")
    if str(account.type).casefold() == "trial":
        return _finding(
            Level.FAULT, "It is a trial account, which answers only numbers that you named to it: upgrade it."
        )
    return _finding(Level.OK, "It knows the account.")


async def _of_the_number(client: Client, settings: Settings) -> AsyncIterator[Finding]:
    number = settings.twilio_number
    if not number:
        yield _finding(
            Level.WARNING,
            "Messages that a restart forgot are not removed, nor is the number looked at: set WAYLIGHT_TWILIO_NUMBER.",
        )
        return
    found = await client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
    if not found:
        yield _finding(Level.FAULT, "WAYLIGHT_TWILIO_NUMBER is not one of the account's.")
        return
    service = await _service_of(client, number)
    for finding in (*_of_the_webhooks(found[0], service, settings.reached_at), _of_words_it_takes(service)):
        yield finding
    yield await _of_what_is_left(client, number)


async def _service_of(client: Client, number: str) -> Any:
    """Return the messaging service that a number is in, None where it is in none."""
    for service in await client.messaging.v1.services.list_async(limit=_SERVICES_AT_MOST):
        for member in await client.messaging.v1.services(service.sid).phone_numbers.list_async():
            if member.phone_number == number:
                return service
    return None


def _of_the_webhooks(number: Any, service: Any, reached_at: str) -> Iterator[Finding]:
    """Tell whether texts come to us, and to nobody else: a messaging service goes before its numbers."""
    by_service = service is not None and not service.use_inbound_webhook_on_number
    brought_to = service.inbound_request_url if by_service else number.sms_url
    method = service.inbound_method if by_service else number.sms_method
    where = "the messaging service's integration" if by_service else "the number"
    if brought_to != reached_at + PATH or method != "POST" or (number.sms_application_sid and not by_service):
        yield _finding(
            Level.FAULT, f"Texts don't come to us: set `A message comes in` of {where} to {PATH}, HTTP POST."
        )
    else:
        yield _finding(Level.OK, "It brings us what people text.")
    others = (service.fallback_url, service.status_callback) if by_service else (number.sms_fallback_url,)
    if any(url and not url.startswith(f"{reached_at}/") for url in (*others, number.status_callback)):
        yield _finding(Level.FAULT, "A fallback or status URL tells somebody else what people text: empty it.")


def _of_words_it_takes(service: Any) -> Finding:
    if service is None:
        return _finding(
            Level.WARNING,
            "It answers HELP, STOP and START by itself, in English and with no word of safety. Put the number into a"
            " messaging service and give these words texts of your own (Advanced Opt-Out; docs/operating.md).",
        )
    return _finding(
        Level.WARNING,
        "It answers HELP, STOP and START by itself, and does not tell us what. Text HELP from a phone of your own: the"
        " answer should say where help is in danger (Advanced Opt-Out; docs/operating.md).",
    )


async def _of_what_is_left(client: Client, number: str) -> Finding:
    before = datetime.now(UTC) - _LEFT_BEHIND
    for side in ({"to": number}, {"from_": number}):
        if await client.messages.list_async(**side, date_sent_before=before, limit=1):
            return _finding(
                Level.WARNING,
                "Old messages lie there still: the service removes them while it runs. Look again in an hour.",
            )
    return _finding(Level.OK, "No old message lies there.")
