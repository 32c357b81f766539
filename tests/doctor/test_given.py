"""What the settings say by themselves."""

from pathlib import Path

import pytest

from bot.doctor import settings as settings_check
from bot.doctor.finding import Level
from tests.doctor.looking import AUTH_TOKEN, SECRET, STATE_KEY, TOKEN, finds, looked, settings, wrong


async def test_an_installation_in_order(tmp_path: Path) -> None:
    """Four good secrets, each used once and none of them in the environment, are nothing to speak of."""
    given_well = settings(
        tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, twilio_auth_token=AUTH_TOKEN, state_key=STATE_KEY
    )
    assert wrong(await looked(settings_check.look, given_well)) == {}


async def test_a_secret_that_is_used_twice(tmp_path: Path) -> None:
    """One value for two locks is a fault: whoever learns one has both."""
    shared = settings(tmp_path, telegram_token=TOKEN, telegram_secret=STATE_KEY, state_key=STATE_KEY)
    found = await looked(settings_check.look, shared)
    assert finds(found, "WAYLIGHT_TELEGRAM_SECRET and WAYLIGHT_STATE_KEY are the same", Level.FAULT)


@pytest.mark.parametrize("secret", ["short-one", "ab" * 20])
async def test_a_secret_that_can_be_guessed(tmp_path: Path, secret: str) -> None:
    """A short secret and one of two letters are faults."""
    found = await looked(settings_check.look, settings(tmp_path, telegram_token=TOKEN, telegram_secret=secret))
    assert finds(found, "WAYLIGHT_TELEGRAM_SECRET can be guessed", Level.FAULT)


async def test_a_key_that_is_all_zeros(tmp_path: Path) -> None:
    """A state key has the right shape with one digit alone, and guards nothing."""
    found = await looked(settings_check.look, settings(tmp_path, telegram_token=TOKEN, state_key="0a" * 32))
    assert finds(found, "WAYLIGHT_STATE_KEY can be guessed", Level.FAULT)


async def test_secrets_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret or a password in the environment is named, and a better place for it; an address alone is none."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", "postgresql://me:lq9Zr3Tn@127.0.0.1/waylight")
    monkeypatch.setenv("WAYLIGHT_REDIS_URL", "unix:///run/redis/redis.sock")
    found = await looked(settings_check.look, settings(tmp_path, state_key=STATE_KEY))
    assert finds(found, "WAYLIGHT_TELEGRAM_TOKEN, WAYLIGHT_DATABASE_URL stand in the environment", Level.WARNING)


@pytest.mark.parametrize(("host", "is_told"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)])  # noqa: S104
async def test_metrics_that_others_can_read(tmp_path: Path, host: str, is_told: bool) -> None:  # noqa: FBT001
    """Metrics that are shown beyond this machine are a warning: they tell when people write."""
    given_so = settings(tmp_path, telegram_token=TOKEN, metrics_port=9100, host=host)
    assert finds(await looked(settings_check.look, given_so), "WAYLIGHT_METRICS_PORT", Level.WARNING) == is_told


async def test_a_page_that_stayed_open(tmp_path: Path) -> None:
    """The preview page on an installation that people use is a warning."""
    found = await looked(settings_check.look, settings(tmp_path, telegram_token=TOKEN, preview=True))
    assert finds(found, "WAYLIGHT_PREVIEW", Level.WARNING)
