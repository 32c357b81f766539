"""Check of the settings themselves."""

from pathlib import Path

import pytest

from bot.doctor.finding import Level
from bot.doctor.settings import check_settings
from tests.doctor.helpers import AUTH_TOKEN, SECRET, STATE_KEY, TOKEN, has_finding, make_settings, problems, run_check


async def test_accepts_good_settings(tmp_path: Path) -> None:
    """Four strong, distinct secrets outside the environment give no finding."""
    given_well = make_settings(
        tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, twilio_auth_token=AUTH_TOKEN, state_key=STATE_KEY
    )
    assert problems(await run_check(check_settings, given_well)) == {}


async def test_rejects_reused_secret(tmp_path: Path) -> None:
    """The same value for two secrets is a fault."""
    shared = make_settings(tmp_path, telegram_token=TOKEN, telegram_secret=STATE_KEY, state_key=STATE_KEY)
    found = await run_check(check_settings, shared)
    assert has_finding(found, "WAYLIGHT_TELEGRAM_SECRET and WAYLIGHT_STATE_KEY are the same", Level.ERROR)


@pytest.mark.parametrize("secret", ["short-one", "ab" * 20])
async def test_rejects_weak_secret(tmp_path: Path, secret: str) -> None:
    """A short secret and one of two letters are faults."""
    found = await run_check(check_settings, make_settings(tmp_path, telegram_token=TOKEN, telegram_secret=secret))
    assert has_finding(found, "WAYLIGHT_TELEGRAM_SECRET can be guessed", Level.ERROR)


async def test_rejects_weak_state_key(tmp_path: Path) -> None:
    """A state key of two digits has the right format and protects nothing."""
    found = await run_check(check_settings, make_settings(tmp_path, telegram_token=TOKEN, state_key="0a" * 32))
    assert has_finding(found, "WAYLIGHT_STATE_KEY can be guessed", Level.ERROR)


async def test_reports_secrets_in_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets and URLs with a password in the environment are named; a URL without one is not."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", "postgresql://me:lq9Zr3Tn@127.0.0.1/waylight")
    monkeypatch.setenv("WAYLIGHT_REDIS_URL", "unix:///run/redis/redis.sock")
    found = await run_check(check_settings, make_settings(tmp_path, state_key=STATE_KEY))
    assert has_finding(found, "WAYLIGHT_TELEGRAM_TOKEN, WAYLIGHT_DATABASE_URL stand in the environment", Level.WARNING)


@pytest.mark.parametrize(("host", "is_reported"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)])  # noqa: S104
async def test_reports_public_metrics(tmp_path: Path, host: str, is_reported: bool) -> None:  # noqa: FBT001
    """Metrics that other machines can read are a warning: they show when people write."""
    public = make_settings(tmp_path, telegram_token=TOKEN, metrics_port=9100, host=host)
    assert has_finding(await run_check(check_settings, public), "WAYLIGHT_METRICS_PORT", Level.WARNING) == is_reported


async def test_reports_open_preview(tmp_path: Path) -> None:
    """The preview page is a warning once a network is connected."""
    found = await run_check(check_settings, make_settings(tmp_path, telegram_token=TOKEN, preview=True))
    assert has_finding(found, "WAYLIGHT_PREVIEW", Level.WARNING)
