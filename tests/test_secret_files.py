"""Secrets from files, as systemd and container platforms hand them over."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.core.settings import Settings, revealed
from directory import DirectorySettings

REAL = "Zq4-real_9f8e7d6c5b4a3921"
SECRET_SETTINGS = ["telegram_token", "telegram_secret", "twilio_auth_token"]
FOLDERS = ["WAYLIGHT_SECRETS_DIR", "CREDENTIALS_DIRECTORY"]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment in which nothing of ours is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder for secrets that the environment names, in one way or the other."""
    monkeypatch.setenv(request.param, str(tmp_path))
    return tmp_path


def started(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Start the service with secrets in a folder."""
    command = [Path(sys.executable).with_name("waylight"), "run"]
    environment = {"WAYLIGHT_SECRETS_DIR": str(folder), "WAYLIGHT_PORT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


@pytest.mark.parametrize("setting", SECRET_SETTINGS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_from_a_file(folder: Path, setting: str, end: str) -> None:
    """A file's secret is taken without the end of its line, and shown as little as any other."""
    (folder / f"waylight_{setting}").write_text(REAL + end)
    settings = Settings()
    assert revealed(getattr(settings, setting)) == REAL
    assert REAL not in repr(settings) + settings.model_dump_json()


def test_the_environment_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment sets stands, whatever a file says; what it leaves empty comes from the file."""
    (folder / "waylight_telegram_token").write_text(REAL)
    (folder / "waylight_telegram_secret").write_text(REAL)
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_TOKEN", REAL[::-1])
    monkeypatch.setenv("WAYLIGHT_TELEGRAM_SECRET", "")
    settings = Settings()
    assert revealed(settings.telegram_token) == REAL[::-1]
    assert revealed(settings.telegram_secret) == REAL


@pytest.mark.parametrize("placeholder", ["changeme\n", "", "\n", "<token>", "your-token-here"])
def test_placeholders_in_files_are_refused(folder: Path, placeholder: str) -> None:
    """A file with a placeholder or with nothing is refused by the setting's name."""
    (folder / "waylight_telegram_token").write_text(placeholder)
    with pytest.raises(ValidationError, match="telegram_token"):
        Settings()


def test_the_directory_reads_them_too(folder: Path) -> None:
    """The bot and the staff's commands find the same database, whose address has a password in it."""
    (folder / "waylight_database_url").write_text("postgresql://u:word@h/x\n")
    assert Settings().database_url == DirectorySettings().database_url == "postgresql://u:word@h/x"


def test_a_folder_without_our_files(folder: Path) -> None:
    """A folder with other files in it sets nothing."""
    (folder / "token").write_text(REAL)
    assert Settings().is_demo


def test_links_inside_the_folder(folder: Path) -> None:
    """Files that are links within the folder, as Kubernetes makes them, are read."""
    (folder / "..data").mkdir()
    (folder / "..data" / "waylight_telegram_token").write_text(REAL)
    (folder / "waylight_telegram_token").symlink_to("..data/waylight_telegram_token")
    assert revealed(Settings().telegram_token) == REAL


@pytest.mark.parametrize("content", [None, b"\xff\xfe" + REAL.encode()])
def test_a_file_that_cannot_be_read(folder: Path, content: bytes | None) -> None:
    """What stands in a secret's place and can't be read stops the start instead of counting as nothing."""
    path = folder / "waylight_telegram_token"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(SettingsError, match="telegram_token") as refused:
        Settings()
    assert REAL not in str(refused.value)


def test_a_missing_folder_stops_the_start(tmp_path: Path) -> None:
    """A folder that isn't there ends in one sentence that names the setting, and in exit code 2."""
    done = started(tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "WAYLIGHT_SECRETS_DIR: Path does not point to a directory\n"


def test_an_unreadable_secret_stops_the_start(tmp_path: Path) -> None:
    """A secret's file that can't be read ends in one sentence that names the setting, and in exit code 2."""
    (tmp_path / "waylight_telegram_token").write_bytes(b"\xff" + REAL.encode())
    done = started(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "telegram_token" in done.stderr
    assert REAL not in done.stderr
