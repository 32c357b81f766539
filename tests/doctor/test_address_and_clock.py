"""Whether we are reached, and know the time."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doctor import address, clock
from bot.doctor.finding import Level
from tests.doctor.looking import ACCOUNT, AUTH_TOKEN, SECRET, TOKEN, finds, looked, settings
from tests.harness.carriers.http_server import Asked, Said, listening


async def _healthy(asked: Asked) -> Said:
    return Said(200, b'{"status":"ok"}') if asked.path == "/health" else Said(404, b"{}")


async def _other(_: Asked) -> Said:
    return Said(200, b"welcome to nginx", "text/html")


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Where something answers as our service does."""
    async with listening(_healthy) as url:
        yield url


async def test_it_answers(url: str, tmp_path: Path) -> None:
    """Where our service answers it is said, and also that people on the way can listen."""
    found = await looked(address.look, settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url=url))
    assert finds(found, "Waylight answers there", Level.OK)
    assert finds(found, "not https", Level.FAULT)


async def test_something_else_answers(tmp_path: Path) -> None:
    """A proxy that shows its own page is a fault."""
    async with listening(_other) as url:
        found = await looked(address.look, settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url=url))
    assert finds(found, "Something else than Waylight", Level.FAULT)


async def test_nothing_answers(tmp_path: Path) -> None:
    """A service that is not there is a fault, and so is no address at all."""
    gone = settings(tmp_path, twilio_auth_token=AUTH_TOKEN, public_url="https://127.0.0.1:9")
    assert finds(await looked(address.look, gone), "Nothing answers there", Level.FAULT)
    unset = settings(tmp_path, twilio_auth_token=AUTH_TOKEN)
    assert finds(await looked(address.look, unset), "Set WAYLIGHT_PUBLIC_URL", Level.FAULT)


async def test_an_address_that_networks_do_not_take(tmp_path: Path) -> None:
    """Telegram posts to four ports only, and a name in the address is one too many."""
    odd = settings(tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, public_url="https://me@127.0.0.1:9/?a=1")
    found = await looked(address.look, odd)
    assert finds(found, "443, 80, 88 and 8443", Level.FAULT)
    assert finds(found, "more than a host and a path", Level.FAULT)


@pytest.mark.parametrize(("ahead", "level"), [(0, Level.OK), (90, Level.WARNING), (-900, Level.FAULT)])
async def test_a_clock_that_is_wrong(url: str, ahead: float, level: Level) -> None:
    """Seconds apart are no matter, a minute is a warning, and a quarter of an hour a fault."""
    assert (await clock.compared("Telegram", url, ahead)).level is level


async def test_only_connected_networks_are_asked(url: str, tmp_path: Path) -> None:
    """Each network that is connected is asked for the time, and no other."""
    assert await looked(clock.look, settings(tmp_path)) == []
    both = settings(
        tmp_path,
        telegram_token=TOKEN,
        telegram_api_url=url,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=AUTH_TOKEN,
        twilio_api_url="http://127.0.0.1:9",
    )
    found = await looked(clock.look, both)
    assert finds(found, "It agrees with Telegram's", Level.OK)
    assert finds(found, "Twilio does not tell us the time", Level.WARNING)
