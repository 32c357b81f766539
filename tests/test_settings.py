"""What can be set, and what is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.core.settings import Settings, revealed

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
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment in which nothing of ours is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_placeholders_are_refused(monkeypatch: pytest.MonkeyPatch, setting: str, placeholder: str) -> None:
    """A placeholder in place of a secret is refused; the fault names the setting and never the value."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", placeholder)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert refused.value.errors()[0]["loc"][0] in {setting, f"WAYLIGHT_{setting}".lower()}
    if len(placeholder) > 8:
        assert placeholder not in str(refused.value).replace("this is a placeholder, not a secret", "")


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
def test_secrets_are_taken_and_never_shown(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A real secret is taken as it is; no way to print the settings shows it."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", REAL)
    settings = Settings()
    assert revealed(getattr(settings, setting)) == REAL
    for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert REAL not in shown


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5"])
def test_bad_port(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """A port that can't be is refused by name."""
    monkeypatch.setenv("WAYLIGHT_PORT", port)
    with pytest.raises(ValidationError, match="port"):
        Settings()


@pytest.mark.parametrize("level", ["LOUD", "CRITICAL"])
def test_bad_log_level(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    """A log level that nobody knows is refused by name."""
    monkeypatch.setenv("WAYLIGHT_LOG_LEVEL", level)
    with pytest.raises(ValidationError, match="log_level"):
        Settings()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("log_format", "xml"), ("metrics_port", "0"), ("metrics_seconds", "59"), ("metrics_seconds", "3601")],
)
def test_bad_ways_to_be_looked_at(monkeypatch: pytest.MonkeyPatch, setting: str, value: str) -> None:
    """A form of logs that there is not, and metrics that would tell of single people or of nothing, are refused."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", value)
    with pytest.raises(ValidationError, match=setting):
        Settings()


def test_nothing_is_shown_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a port there are no metrics, and logs are for people."""
    assert (Settings().metrics_port, Settings().metrics_seconds, Settings().log_format) == (None, 60, "text")
    monkeypatch.setenv("WAYLIGHT_LOG_FORMAT", "JSON")
    assert Settings().log_format == "json"


@pytest.mark.parametrize("secret", ["a" * 15 + "!", "spaces are not allowed", "ab" * 129, "ünïcödé-secret-12345"])
def test_telegram_secret_shape(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """A secret that Telegram would not send is refused without being shown."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", secret)
    with pytest.raises(ValidationError, match=r"(?s)telegram_secret.*takes 1 to 256") as refused:
        Settings()
    assert secret not in str(refused.value)


@pytest.mark.parametrize("secret", ["Z", "Ab_-0123456789xy", "Zy" * 128])
def test_good_telegram_secrets(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """The shortest and the longest allowed secret are taken."""
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", secret)
    assert revealed(Settings().telegram_secret) == secret


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """An empty setting, as a file with blanks to fill leaves it, is as if it were not there: nothing is open then."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", "")
    monkeypatch.setenv("WAYLIGHT_PORT", "")
    assert getattr(Settings(), setting) is None
    assert Settings().port == 8000


def test_demo() -> None:
    """With nothing set the service is a demo on this machine only, with a secret that is made up each time."""
    settings = Settings()
    assert settings.is_demo
    assert settings.reached_at == "http://127.0.0.1:8000"
    made_up = [revealed(settings.with_demo_secrets().twilio_auth_token) for _ in range(20)]
    assert len(set(made_up)) == 20
    assert all(token is not None and len(token) >= 32 for token in made_up)
    assert settings.twilio_auth_token is None


@pytest.mark.parametrize("setting", ["telegram_token", "twilio_auth_token"])
def test_a_network_ends_the_demo(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """As soon as one network is connected nothing is made up."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", REAL)
    assert not Settings().is_demo


def test_frozen() -> None:
    """Nothing changes after the start."""
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


def test_public_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures are checked against the public address, without a slash at its end."""
    monkeypatch.setenv("WAYLIGHT_PUBLIC_URL", "https://hotline.example/")
    assert Settings().reached_at == "https://hotline.example"


def test_a_line_that_sets_nothing_up() -> None:
    """By default the line has the software's neutral name, hides behind the weather, and promises and opens nothing."""
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
def test_how_a_line_is_set_up(monkeypatch: pytest.MonkeyPatch, setting: str, given: str, taken: object) -> None:
    """What operators write into the environment is taken; what they leave empty stays as it was."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", given)
    assert getattr(Settings(), setting) == taken


@pytest.mark.parametrize("setting", ["sms_is_free", "preview"])
def test_neither_yes_nor_no(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A switch that is set to neither on nor off is refused by name."""
    monkeypatch.setenv(f"WAYLIGHT_{setting.upper()}", "perhaps")
    with pytest.raises(ValidationError, match=setting):
        Settings()
