"""Settings that are accepted, and that are rejected."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.core.settings import Settings, secret_value

SECRET_SETTINGS = ["telegram_token", "telegram_secret", "twilio_auth_token"]
PLACEHOLDERS = [
    " ",
    "changeme",
    "CHANGE-ME",
    "change_me_please",
    "your-token-here",
    "<token>",
    "placeholder",
    "secret",
    "Password",
    "TODO",
    "none",
    "xxxxxxxx",
    "0000000000000000",
]
REAL = "Zq4-real_9f8e7d6c5b4a3921"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove all our settings from the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_rejects_placeholders(monkeypatch: pytest.MonkeyPatch, setting: str, placeholder: str) -> None:
    """A placeholder in place of a secret is rejected; the error names the setting and never the value."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", placeholder)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert refused.value.errors()[0]["loc"][0] in {setting, f"WAYLIGHT_{setting}".lower()}
    if len(placeholder) > 8:
        assert placeholder not in str(refused.value).replace("this is a placeholder, not a secret", "")


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A real secret is accepted, and no representation of the settings shows it."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", REAL)
    settings = Settings()
    assert secret_value(getattr(settings, setting)) == REAL
    for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert REAL not in shown


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5"])
def test_rejects_invalid_port(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """An invalid port is rejected by name."""
    monkeypatch.setenv("WAYLIGHT_PORT", port)
    with pytest.raises(ValidationError, match="port"):
        Settings()


@pytest.mark.parametrize("level", ["LOUD", "CRITICAL"])
def test_rejects_invalid_log_level(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    """An unknown log level is rejected by name."""
    monkeypatch.setenv("WAYLIGHT_LOG_LEVEL", level)
    with pytest.raises(ValidationError, match="log_level"):
        Settings()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("log_format", "xml"), ("metrics_port", "0"), ("metrics_seconds", "59"), ("metrics_seconds", "3601")],
)
def test_rejects_invalid_logs_and_metrics(monkeypatch: pytest.MonkeyPatch, setting: str, value: str) -> None:
    """Unknown log formats, and metrics intervals that would reveal single people or nothing, are rejected."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", value)
    with pytest.raises(ValidationError, match=setting):
        Settings()


def test_metrics_are_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a port there are no metrics, and logs are text."""
    assert (Settings().metrics_port, Settings().metrics_seconds, Settings().log_format) == (None, 60, "text")
    monkeypatch.setenv("WAYLIGHT_LOG_FORMAT", "JSON")
    assert Settings().log_format == "json"


@pytest.mark.parametrize("secret", ["a" * 15 + "!", "spaces are not allowed", "ab" * 129, "ünïcödé-secret-12345"])
def test_rejects_invalid_telegram_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """A secret that Telegram would not send is rejected without being shown."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", secret)
    with pytest.raises(ValidationError, match=r"(?s)telegram_secret.*accepts 1 to 256") as refused:
        Settings()
    assert secret not in str(refused.value)


@pytest.mark.parametrize("secret", ["Z", "Ab_-0123456789xy", "Zy" * 128])
def test_accepts_telegram_secrets(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """The shortest and the longest secrets are accepted."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", secret)
    assert secret_value(Settings().telegram_secret) == secret


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
def test_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """An empty setting counts as unset."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", "")
    monkeypatch.setenv("WAYLIGHT_PORT", "")
    assert getattr(Settings(), setting) is None
    assert Settings().port == 8000


def test_demo() -> None:
    """Without settings the service is a demo on this machine only, with a random secret."""
    settings = Settings()
    assert settings.is_demo
    assert settings.base_url == "http://127.0.0.1:8000"
    made_up = [secret_value(settings.with_demo_secrets().twilio_auth_token) for _ in range(20)]
    assert len(set(made_up)) == 20
    assert all(token is not None and len(token) >= 32 for token in made_up)
    assert settings.twilio_auth_token is None


@pytest.mark.parametrize("setting", ["telegram_token", "twilio_auth_token"])
def test_network_ends_demo(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """With one connected network no secret is made up."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", REAL)
    assert not Settings().is_demo


def test_settings_are_frozen() -> None:
    """Settings do not change after the start."""
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


def test_public_url_has_no_trailing_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures are checked against the public URL without a trailing slash."""
    monkeypatch.setenv("WAYLIGHT_PUBLIC_URL", "https://hotline.example/")
    assert Settings().base_url == "https://hotline.example"


def test_default_hotline_settings() -> None:
    """By default the hotline has a neutral name and the weather as cover topic, and promises and opens nothing."""
    settings = Settings()
    assert (settings.line_name, settings.cover) == ("Waylight", "weather")
    assert settings.organization is settings.rights_dir is None
    assert [settings.sms_is_free, settings.preview] == [False, False]


@pytest.mark.parametrize(
    ("setting", "given", "taken"),
    [
        ("line_name", "Blue Door", "Blue Door"),
        ("line_name", "", "Waylight"),
        ("organization", "Harbour House", "Harbour House"),
        ("organization", "", None),
        ("sms_is_free", "true", True),
        ("cover", "exchange", "exchange"),
        ("preview", "1", True),
        ("rights_dir", "/srv/rights", Path("/srv/rights")),
    ],
)
def test_reads_hotline_settings(monkeypatch: pytest.MonkeyPatch, setting: str, given: str, taken: object) -> None:
    """Values from the environment are used; empty ones keep the default."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", given)
    assert getattr(Settings(), setting) == taken


@pytest.mark.parametrize("setting", ["sms_is_free", "preview"])
def test_rejects_invalid_switch(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A switch that is neither on nor off is rejected by name."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", "perhaps")
    with pytest.raises(ValidationError, match=setting):
        Settings()
