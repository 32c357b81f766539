"""The key that seals staff's secrets: a setting, or a file that is made once; never shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.core.settings import Settings
from directory import DirectorySettings
from directory.staff.auth.credentials import Safe
from directory.staff.auth.encryption import Seal, staff_key
from directory.staff.auth.errors import BadKeyError, WrongKeyError

KEY = "5f" * 31 + "a7"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment in which no key and no folder of secrets is set."""
    for name in ("WAYLIGHT_STAFF_KEY", "WAYLIGHT_SECRETS_DIR", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The first use makes a key that only its owner reads, and later ones find it; nothing else is left there."""
    settings = DirectorySettings(data_dir=tmp_path / "not there yet")
    key = staff_key(settings)
    assert len(key) == 32
    assert staff_key(settings) == key
    (file,) = settings.data_dir.iterdir()
    assert file.name == "staff.key"
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_many_start_at_once(tmp_path: Path) -> None:
    """Processes that start together get the same key, and none finds half of one."""
    for number in range(20):
        settings = DirectorySettings(data_dir=tmp_path / str(number))
        with ThreadPoolExecutor(8) as starts:
            assert len(set(starts.map(lambda _, one=settings: staff_key(one), range(8)))) == 1
        assert [file.name for file in settings.data_dir.iterdir()] == ["staff.key"]


@pytest.mark.parametrize("content", [b"", b"\n", KEY.encode()[:-1], KEY.encode() * 2, b"\xff" * 64, "à".encode() * 32])
def test_a_broken_file_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    """A file that holds no key is refused and left as it is: a new key would lock everybody out for good."""
    file = tmp_path / "staff.key"
    file.write_bytes(content)
    with pytest.raises(BadKeyError) as refused:
        staff_key(DirectorySettings(data_dir=tmp_path))
    assert str(refused.value) == ""
    assert refused.value.__cause__ is None
    assert file.read_bytes() == content


def test_the_setting_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting, from the environment or a secret's file, no file of ours is made; it is not shown."""
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
def test_what_is_no_key_is_refused(kind: type[DirectorySettings], wrong: str) -> None:
    """A placeholder or a key of another length is refused by the setting's name, without its value."""
    with pytest.raises(ValidationError, match="staff_key") as refused:
        kind(staff_key=SecretStr(wrong))
    assert "a key is 64 hexadecimal digits" in str(refused.value)
    assert wrong not in str(refused.value)


def test_an_empty_secret_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that should hold the key and is empty does not count as none."""
    (tmp_path / "waylight_staff_key").write_text("")
    monkeypatch.setenv("WAYLIGHT_SECRETS_DIR", str(tmp_path))
    with pytest.raises(ValidationError, match="staff_key"):
        DirectorySettings()


def test_a_secret_opens_for_its_account_only() -> None:
    """What was sealed can't be moved to another account, opened under another key, or changed."""
    seal = Seal(b"k" * 32)
    sealed = seal.close("mali", "SECRET")
    assert seal.open("mali", sealed) == "SECRET"
    assert seal.close("mali", "SECRET") != sealed
    assert "SECRET" not in sealed
    for other, account, text in (
        (seal, "anong", sealed),
        (Seal(b"x" * 32), "mali", sealed),
        (seal, "mali", sealed[:-8] + "AAAAAAA="),
        (seal, "mali", ""),
        (seal, "mali", "not base 64"),
        (seal, "mali", "é"),
    ):
        with pytest.raises(WrongKeyError):
            other.open(account, text)


def test_an_installation_opens_what_it_sealed(tmp_path: Path) -> None:
    """Two processes of one installation read each other's secrets."""
    settings = DirectorySettings(data_dir=tmp_path)
    one, other = Safe.of(settings), Safe.of(settings)
    assert other.seal.open("mali", one.seal.close("mali", "SECRET")) == "SECRET"
