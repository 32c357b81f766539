"""Checks of the public address and of the clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doctor.finding import Level
from bot.doctor.host import check_clock, compare_clock
from bot.doctor.settings import check_address
from tests.doctor.helpers import ACCOUNT, AUTH_TOKEN, SECRET, TOKEN, has_finding, make_settings, run_check
from tests.harness.http_server import HttpRequest, HttpResponse, run_http_server


async def _healthy(asked: HttpRequest) -> HttpResponse:
    return HttpResponse(200, b'{"status":"ok"}') if asked.path == "/health" else HttpResponse(404, b"{}")


async def _other(_: HttpRequest) -> HttpResponse:
    return HttpResponse(200, b"welcome to nginx", "text/html")


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Serve a health endpoint like ours."""
    async with run_http_server(_healthy) as url:
        yield url


async def test_reports_plain_http(url: str, tmp_path: Path) -> None:
    """A service that answers over plain http is reported as reachable and as a fault."""
    found = await run_check(check_address, make_settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url=url))
    assert has_finding(found, "Waylight answers there", Level.OK)
    assert has_finding(found, "not https", Level.ERROR)


async def test_rejects_other_server(tmp_path: Path) -> None:
    """Another server at our address, such as a proxy's own page, is a fault."""
    async with run_http_server(_other) as url:
        found = await run_check(check_address, make_settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url=url))
    assert has_finding(found, "Something else than Waylight", Level.ERROR)


async def test_rejects_missing_or_dead_address(tmp_path: Path) -> None:
    """A service that does not answer is a fault, and so is a missing public address."""
    gone = make_settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url="https://127.0.0.1:9")
    assert has_finding(await run_check(check_address, gone), "Nothing answers there", Level.ERROR)
    unset = make_settings(tmp_path, twilio_auth_token=AUTH_TOKEN)
    assert has_finding(await run_check(check_address, unset), "Set WAYLIGHT_PUBLIC_URL", Level.ERROR)


async def test_rejects_unusable_address(tmp_path: Path) -> None:
    """Ports that Telegram does not post to, and user names or queries in the address, are faults."""
    odd = make_settings(
        tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, public_url="https://me@127.0.0.1:9/?a=1"
    )
    found = await run_check(check_address, odd)
    assert has_finding(found, "443, 80, 88 and 8443", Level.ERROR)
    assert has_finding(found, "more than a host and a path", Level.ERROR)


@pytest.mark.parametrize(("ahead", "level"), [(0, Level.OK), (90, Level.WARNING), (-900, Level.ERROR)])
async def test_compares_clock(url: str, ahead: float, level: Level) -> None:
    """A few seconds are OK, a minute is a warning, a quarter of an hour a fault."""
    assert (await compare_clock("Telegram", url, ahead)).level is level


async def test_asks_connected_networks_only(url: str, tmp_path: Path) -> None:
    """Only connected networks are asked for the time."""
    assert await run_check(check_clock, make_settings(tmp_path)) == []
    both = make_settings(
        tmp_path,
        telegram_token=TOKEN,
        telegram_api_url=url,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=AUTH_TOKEN,
        twilio_api_url="http://127.0.0.1:9",
    )
    found = await run_check(check_clock, both)
    assert has_finding(found, "It agrees with Telegram's", Level.OK)
    assert has_finding(found, "Twilio does not tell us the time", Level.WARNING)
