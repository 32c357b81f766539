"""Secrets from files, as systemd and container platforms provide them."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.core.settings import Settings, secret_value
from directory import DirectorySettings

REAL = "Zq4-real_9f8e7d6c5b4a3921"
SECRET_SETTINGS = ["telegram_token", "telegram_secret", "twilio_auth_token"]
FOLDERS = ["WAYLIGHT_SECRETS_DIR", "CREDENTIALS_DIRECTORY"]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove all our settings from the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder for secrets that the environment names in one of two ways."""
    monkeypatch.setenv(request.param, str(tmp_path))
    return tmp_path


def start_service(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Start the service with secrets in a folder."""
    command = [Path(sys.executable).with_name("waylight"), "run"]
    environment = {"WAYLIGHT_SECRETS_DIR": str(folder), "WAYLIGHT_PORT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_reads_secret_from_file(folder: Path, setting: str, end: str) -> None:
    """A secret is read without its line end, and never shown."""
    (folder / f"waylight_{setting}").write_text(REAL + end)
    settings = Settings()
    assert secret_value(getattr(settings, setting)) == REAL
    assert REAL not in repr(settings) + settings.model_dump_json()


def test_environment_overrides_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value in the environment overrides the file; an empty one does not."""
    (folder / "waylight_telegram_token").write_text(REAL)
    (folder / "waylight_telegram_secret").write_text(REAL)
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_TOKEN", REAL[::-1])
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", "")
    settings = Settings()
    assert secret_value(settings.telegram_token) == REAL[::-1]
    assert secret_value(settings.telegram_secret) == REAL


@pytest.mark.parametrize("placeholder", ["changeme\n", "", "\n", "<token>", "your-token-here"])
def test_rejects_placeholder_in_file(folder: Path, placeholder: str) -> None:
    """A file with a placeholder, or an empty one, is rejected by the name of the setting."""
    (folder / "waylight_telegram_token").write_text(placeholder)
    with pytest.raises(ValidationError, match="telegram_token"):
        Settings()


def test_directory_reads_secret_files(folder: Path) -> None:
    """The bot and the directory's commands find the same database, whose URL has a password."""
    (folder / "waylight_database_url").write_text("postgresql://u:word@h/x\n")
    assert Settings().database_url == DirectorySettings().database_url == "postgresql://u:word@h/x"


def test_ignores_other_files(folder: Path) -> None:
    """Other files in the folder set nothing."""
    (folder / "token").write_text(REAL)
    assert Settings().is_demo


def test_follows_links_in_folder(folder: Path) -> None:
    """Links within the folder, as Kubernetes makes them, are read."""
    (folder / "..data").mkdir()
    (folder / "..data" / "waylight_telegram_token").write_text(REAL)
    (folder / "waylight_telegram_token").symlink_to("..data/waylight_telegram_token")
    assert secret_value(Settings().telegram_token) == REAL


@pytest.mark.parametrize("content", [None, b"\xff\xfe" + REAL.encode()])
def test_unreadable_file_stops_start(folder: Path, content: bytes | None) -> None:
    """A secret file that can't be read stops the start."""
    path = folder / "waylight_telegram_token"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(SettingsError, match="telegram_token") as refused:
        Settings()
    assert REAL not in str(refused.value)


def test_missing_folder_stops_start(tmp_path: Path) -> None:
    """A missing folder stops the start with one sentence that names the setting, and exit code 2."""
    done = start_service(tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "WAYLIGHT_SECRETS_DIR: Path does not point to a directory\n"


def test_unreadable_secret_stops_start(tmp_path: Path) -> None:
    """An unreadable secret stops the start with one sentence that names the setting, and exit code 2."""
    (tmp_path / "waylight_telegram_token").write_bytes(b"\xff" + REAL.encode())
    done = start_service(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "telegram_token" in done.stderr
    assert REAL not in done.stderr
