"""The key of TOTP secrets: a setting, or a file that is created once; never shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.core.settings import Settings
from directory import DirectorySettings
from directory.staff.auth.credentials import CredentialVerifier, SecretCipher, staff_key
from directory.staff.auth.errors import DecryptionError, InvalidKeyFileError

KEY = "5f" * 31 + "a7"


@pytest.fixture(autouse=True)
def _no_key_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove key settings from the environment."""
    for name in ("WAYLIGHT_STAFF_KEY", "WAYLIGHT_SECRETS_DIR", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


def test_key_file_is_created_once(tmp_path: Path) -> None:
    """The first use creates a key file that only its owner can read; later uses read it."""
    settings = DirectorySettings(data_dir=tmp_path / "not there yet")
    key = staff_key(settings)
    assert len(key) == 32
    assert staff_key(settings) == key
    (file,) = settings.data_dir.iterdir()
    assert file.name == "staff.key"
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_concurrent_starts_share_one_key(tmp_path: Path) -> None:
    """Processes that start together get the same complete key."""
    for number in range(20):
        settings = DirectorySettings(data_dir=tmp_path / str(number))
        with ThreadPoolExecutor(8) as starts:
            assert len(set(starts.map(lambda _, one=settings: staff_key(one), range(8)))) == 1
        assert [file.name for file in settings.data_dir.iterdir()] == ["staff.key"]


@pytest.mark.parametrize("content", [b"", b"\n", KEY.encode()[:-1], KEY.encode() * 2, b"\xff" * 64, "à".encode() * 32])
def test_invalid_key_file_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    """An invalid file is rejected and kept: a new key would lock all users out."""
    file = tmp_path / "staff.key"
    file.write_bytes(content)
    with pytest.raises(InvalidKeyFileError) as refused:
        staff_key(DirectorySettings(data_dir=tmp_path))
    assert str(refused.value) == ""
    assert refused.value.__cause__ is None
    assert file.read_bytes() == content


def test_setting_overrides_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting no file is created, and the key is not shown."""
    monkeypatch.setenv("WAYLIGHT_STAFF_KEY", KEY.upper())
    settings = DirectorySettings(data_dir=tmp_path)
    assert staff_key(settings) == bytes.fromhex(KEY)
    assert KEY.lower() not in (repr(settings) + settings.model_dump_json()).lower()
    monkeypatch.delenv("WAYLIGHT_STAFF_KEY")
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "waylight_staff_key").write_text(KEY + "\n")
    monkeypatch.setenv("WAYLIGHT_SECRETS_DIR", str(secrets))
    assert staff_key(Settings(data_dir=tmp_path)) == bytes.fromhex(KEY)
    assert not (tmp_path / "staff.key").exists()


@pytest.mark.parametrize("kind", [DirectorySettings, Settings])
@pytest.mark.parametrize("wrong", ["changeme", KEY[:-1], KEY + "0", "0" * 64, "f" * 64, f"{KEY[:-1]}g", "０" * 64])
def test_invalid_setting_is_rejected(kind: type[DirectorySettings], wrong: str) -> None:
    """A placeholder or a key of the wrong length is rejected by name, without its value."""
    with pytest.raises(ValidationError, match="staff_key") as refused:
        kind(staff_key=SecretStr(wrong))
    assert "a key is 64 hexadecimal digits" in str(refused.value)
    assert wrong not in str(refused.value)


def test_empty_secret_file_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty secret file does not count as no setting."""
    (tmp_path / "waylight_staff_key").write_text("")
    monkeypatch.setenv("WAYLIGHT_SECRETS_DIR", str(tmp_path))
    with pytest.raises(ValidationError, match="staff_key"):
        DirectorySettings()


def test_secret_is_bound_to_its_account() -> None:
    """A ciphertext can't be moved to another account, decrypted under another key, or changed."""
    seal = SecretCipher(b"k" * 32)
    sealed = seal.encrypt("mali", "SECRET")
    assert seal.decrypt("mali", sealed) == "SECRET"
    assert seal.encrypt("mali", "SECRET") != sealed
    assert "SECRET" not in sealed
    for other, account, text in (
        (seal, "anong", sealed),
        (SecretCipher(b"x" * 32), "mali", sealed),
        (seal, "mali", sealed[:-8] + "AAAAAAA="),
        (seal, "mali", ""),
        (seal, "mali", "not base 64"),
        (seal, "mali", "é"),
    ):
        with pytest.raises(DecryptionError):
            other.decrypt(account, text)


def test_installation_decrypts_its_secrets(tmp_path: Path) -> None:
    """Two processes of one installation decrypt each other's secrets."""
    settings = DirectorySettings(data_dir=tmp_path)
    one, other = CredentialVerifier.from_settings(settings), CredentialVerifier.from_settings(settings)
    assert other.cipher.decrypt("mali", one.cipher.encrypt("mali", "SECRET")) == "SECRET"
