"""Check of Twilio, with a REST API on loopback."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.common.paths import SMS_PATH
from bot.core.settings import Settings
from bot.doctor.finding import Level
from bot.doctor.twilio import check_twilio
from tests.doctor.helpers import ACCOUNT, AUTH_TOKEN, PUBLIC, has_finding, make_settings, run_check
from tests.harness.fake_twilio.rest_api import FakeTwilioApi
from tests.harness.http_server import run_http_server

OURS, THEIRS = "+15005550006", "+15005550001"
SERVICE = "MG" + "0" * 32


@pytest.fixture
def rest() -> FakeTwilioApi:
    """Return an account with one number that posts to us."""
    rest = FakeTwilioApi(ACCOUNT, AUTH_TOKEN)
    rest.account.numbers = [{"phone_number": OURS, "sms_url": PUBLIC + SMS_PATH, "sms_method": "POST"}]
    return rest


@pytest.fixture
async def here(rest: FakeTwilioApi, tmp_path: Path) -> AsyncIterator[Settings]:
    """Yield settings of a service that uses this account."""
    async with run_http_server(rest.handle) as url:
        yield make_settings(
            tmp_path,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=AUTH_TOKEN,
            twilio_number=OURS,
            twilio_api_url=url,
            public_url=PUBLIC,
        )


async def test_accepts_good_number(here: Settings) -> None:
    """A well configured account leaves one warning: Twilio answers HELP by itself."""
    found = await run_check(check_twilio, here)
    assert [finding.level for finding in found].count(Level.OK) == 3
    assert has_finding(found, "answers HELP, STOP and START by itself, in English", Level.WARNING)
    assert not any(finding.level is Level.ERROR for finding in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sms_url": "https://demo.twilio.com/welcome/sms/reply"}, "Texts don't come to us"),
        ({"sms_url": PUBLIC + SMS_PATH + "#rc=2"}, "Texts don't come to us"),
        ({"sms_method": "GET"}, "Texts don't come to us"),
        ({"sms_application_sid": "AP" + "0" * 32}, "Texts don't come to us"),
        ({"sms_fallback_url": "https://elsewhere.example.org/sms"}, "to another server"),
        ({"status_callback": "https://hotline.example.org.elsewhere.example"}, "to another server"),
    ],
)
async def test_rejects_foreign_webhook(rest: FakeTwilioApi, here: Settings, change: dict[str, str], said: str) -> None:
    """A number whose texts are not posted to us, or also to another server, is a fault."""
    rest.account.numbers[0] |= change
    assert has_finding(await run_check(check_twilio, here), said, Level.ERROR)


async def test_messaging_service_overrides_number(rest: FakeTwilioApi, here: Settings) -> None:
    """The webhook of a messaging service counts unless it leaves that to its numbers."""
    service: dict[str, Any] = {"sid": SERVICE, "use_inbound_webhook_on_number": False, "inbound_request_url": None}
    rest.account.services, rest.account.members = [service], {SERVICE: [THEIRS, OURS]}
    found = await run_check(check_twilio, here)
    assert has_finding(found, "the messaging service's integration", Level.ERROR)
    assert has_finding(found, "Text HELP from your own phone", Level.WARNING)
    service |= {"inbound_request_url": PUBLIC + SMS_PATH, "inbound_method": "POST"}
    assert has_finding(await run_check(check_twilio, here), "It brings us what people text", Level.OK)
    service |= {"use_inbound_webhook_on_number": True, "inbound_request_url": None}
    assert has_finding(await run_check(check_twilio, here), "It brings us what people text", Level.OK)


async def test_reports_old_messages(rest: FakeTwilioApi, here: Settings) -> None:
    """A message of yesterday that is still at Twilio is a warning; a new one is not."""
    rest.add(THEIRS, OURS, "hello", "received", "SM" + "0" * 32)
    assert has_finding(await run_check(check_twilio, here), "No old message is left", Level.OK)
    rest.add(OURS, THEIRS, "hello", "delivered").at = time.time() - 86_400
    found = await run_check(check_twilio, here)
    assert has_finding(found, "Old messages are still there", Level.WARNING)
    assert THEIRS not in str(found)


@pytest.mark.parametrize(("name", "value"), [("status", "suspended"), ("kind", "Trial")])
async def test_rejects_inactive_account(rest: FakeTwilioApi, here: Settings, name: str, value: str) -> None:
    """A suspended account and a trial account are faults."""
    setattr(rest.account, name, value)
    assert any(finding.level is Level.ERROR for finding in await run_check(check_twilio, here))


async def test_reports_missing_settings(here: Settings) -> None:
    """Without the account's SID or the number, parts of the check are not possible."""
    without = here.model_copy(update={"twilio_account_sid": None})
    assert has_finding(await run_check(check_twilio, without), "set WAYLIGHT_TWILIO_ACCOUNT_SID", Level.ERROR)
    without = here.model_copy(update={"twilio_number": None})
    assert has_finding(await run_check(check_twilio, without), "set WAYLIGHT_TWILIO_NUMBER", Level.WARNING)
    other = here.model_copy(update={"twilio_number": THEIRS})
    assert has_finding(await run_check(check_twilio, other), "not one of the account's", Level.ERROR)


async def test_distinguishes_refusal_from_outage(here: Settings) -> None:
    """Refused credentials and an unreachable Twilio give different findings."""
    unknown = here.model_copy(update={"twilio_account_sid": "AC" + "1" * 32})
    assert has_finding(await run_check(check_twilio, unknown), "does not know WAYLIGHT_TWILIO_ACCOUNT_SID", Level.ERROR)
    nobody = here.model_copy(update={"twilio_api_url": "http://127.0.0.1:9"})
    assert has_finding(await run_check(check_twilio, nobody), "can't be reached", Level.ERROR)
