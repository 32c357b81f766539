"""What Twilio says of the account and the number, from an API on loopback."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.sms.webhook import PATH
from bot.core.settings import Settings
from bot.doctor import twilio
from bot.doctor.finding import Level
from tests.doctor.looking import ACCOUNT, AUTH_TOKEN, PUBLIC, finds, looked, settings
from tests.harness.carriers.http_server import listening
from tests.harness.carriers.twilio_rest import TwilioRest

OURS, THEIRS = "+15005550006", "+15005550001"
SERVICE = "MG" + "0" * 32


@pytest.fixture
def rest() -> TwilioRest:
    """An account with one number that posts to us."""
    rest = TwilioRest(ACCOUNT, AUTH_TOKEN)
    rest.account.numbers = [{"phone_number": OURS, "sms_url": PUBLIC + PATH, "sms_method": "POST"}]
    return rest


@pytest.fixture
async def here(rest: TwilioRest, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of a service that has it."""
    async with listening(rest.handle) as url:
        yield settings(
            tmp_path,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=AUTH_TOKEN,
            twilio_number=OURS,
            twilio_api_url=url,
            public_url=PUBLIC,
        )


async def test_a_number_in_order(here: Settings) -> None:
    """An account and a number that are ours leave one thing to say: Twilio answers HELP by itself."""
    found = await looked(twilio.look, here)
    assert [one.level for one in found].count(Level.OK) == 3
    assert finds(found, "answers HELP, STOP and START by itself, in English", Level.WARNING)
    assert not any(one.level is Level.FAULT for one in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sms_url": "https://demo.twilio.com/welcome/sms/reply"}, "Texts don't come to us"),
        ({"sms_url": PUBLIC + PATH + "#rc=2"}, "Texts don't come to us"),
        ({"sms_method": "GET"}, "Texts don't come to us"),
        ({"sms_application_sid": "AP" + "0" * 32}, "Texts don't come to us"),
        ({"sms_fallback_url": "https://elsewhere.example.org/sms"}, "tells somebody else"),
        ({"status_callback": "https://hotline.example.org.elsewhere.example"}, "tells somebody else"),
    ],
)
async def test_texts_that_go_elsewhere(rest: TwilioRest, here: Settings, change: dict[str, str], said: str) -> None:
    """A number whose texts don't come to us, or also go to somebody else, is a fault."""
    rest.account.numbers[0] |= change
    assert finds(await looked(twilio.look, here), said, Level.FAULT)


async def test_a_messaging_service_goes_first(rest: TwilioRest, here: Settings) -> None:
    """In a messaging service its own webhook counts, unless it leaves that to its numbers."""
    service: dict[str, Any] = {"sid": SERVICE, "use_inbound_webhook_on_number": False, "inbound_request_url": None}
    rest.account.services, rest.account.members = [service], {SERVICE: [THEIRS, OURS]}
    found = await looked(twilio.look, here)
    assert finds(found, "the messaging service's integration", Level.FAULT)
    assert finds(found, "Text HELP from a phone of your own", Level.WARNING)
    service |= {"inbound_request_url": PUBLIC + PATH, "inbound_method": "POST"}
    assert finds(await looked(twilio.look, here), "It brings us what people text", Level.OK)
    service |= {"use_inbound_webhook_on_number": True, "inbound_request_url": None}
    assert finds(await looked(twilio.look, here), "It brings us what people text", Level.OK)


async def test_messages_that_were_not_removed(rest: TwilioRest, here: Settings) -> None:
    """A message that lies at Twilio since yesterday is a warning, one of just now is not."""
    rest.keep(THEIRS, OURS, "hello", "received", "SM" + "0" * 32)
    assert finds(await looked(twilio.look, here), "No old message lies there", Level.OK)
    rest.keep(OURS, THEIRS, "hello", "delivered").at = time.time() - 86_400
    found = await looked(twilio.look, here)
    assert finds(found, "Old messages lie there", Level.WARNING)
    assert THEIRS not in str(found)


@pytest.mark.parametrize(("name", "value"), [("status", "suspended"), ("kind", "Trial")])
async def test_an_account_that_can_not_answer(rest: TwilioRest, here: Settings, name: str, value: str) -> None:
    """A suspended account and a trial are faults: most people would get no answer."""
    setattr(rest.account, name, value)
    assert any(one.level is Level.FAULT for one in await looked(twilio.look, here))


async def test_what_is_not_set(here: Settings) -> None:
    """Without the account's id nothing can be removed, without the number not what a restart forgot."""
    without = here.model_copy(update={"twilio_account_sid": None})
    assert finds(await looked(twilio.look, without), "set WAYLIGHT_TWILIO_ACCOUNT_SID", Level.FAULT)
    without = here.model_copy(update={"twilio_number": None})
    assert finds(await looked(twilio.look, without), "set WAYLIGHT_TWILIO_NUMBER", Level.WARNING)
    other = here.model_copy(update={"twilio_number": THEIRS})
    assert finds(await looked(twilio.look, other), "not one of the account's", Level.FAULT)


async def test_a_stranger_and_nobody(here: Settings) -> None:
    """An account that does not take our token is told apart from a Twilio that can't be reached."""
    stranger = here.model_copy(update={"twilio_account_sid": "AC" + "1" * 32})
    assert finds(await looked(twilio.look, stranger), "does not know WAYLIGHT_TWILIO_ACCOUNT_SID", Level.FAULT)
    nobody = here.model_copy(update={"twilio_api_url": "http://127.0.0.1:9"})
    assert finds(await looked(twilio.look, nobody), "can't be reached", Level.FAULT)
