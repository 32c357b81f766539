"""Checks of the database, its backups, file permissions and the model."""

import os
import tarfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.doctor import content
from bot.doctor.content import check_model
from bot.doctor.database import check_backups, check_database
from bot.doctor.files import check_files
from bot.doctor.finding import Level
from bot.engine.model_digest import write_digest
from bot.engine.training import model_path
from directory import open_database
from tests.doctor.helpers import AUTH_TOKEN, has_finding, make_settings, problems, run_check


async def test_assesses_database(tmp_path: Path) -> None:
    """A missing or empty database is not made by the check; a current one is OK, an older one a warning."""
    here = make_settings(tmp_path)
    assert has_finding(await run_check(check_database, here), "There is none yet", Level.WARNING)
    assert not (tmp_path / "directory.sqlite3").exists()
    (tmp_path / "directory.sqlite3").touch(0o600)
    assert has_finding(await run_check(check_database, here), "the first start makes and fills it", Level.WARNING)
    open_database(here.database_url).dispose()
    assert problems(await run_check(check_database, here)) == {}
    assert problems(await run_check(check_files, here)) == {}
    engine = create_engine(here.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    assert has_finding(await run_check(check_database, here), "of another version", Level.WARNING)


@pytest.mark.parametrize("address", ["mysql://somewhere", "no address", "postgresql://127.0.0.1:9/waylight"])
async def test_rejects_unusable_database(tmp_path: Path, address: str) -> None:
    """A database of another kind, or one that does not answer, is a fault."""
    found = await run_check(check_database, make_settings(tmp_path, database_url=address))
    assert has_finding(found, "can't be opened or read", Level.ERROR)


async def test_reports_readable_files(tmp_path: Path) -> None:
    """A database or secret that other users can read is named, unless its folder keeps them out."""
    secret, file = tmp_path / "secrets" / "waylight_telegram_token", tmp_path / "data" / "directory.sqlite3"
    staff_key = file.with_name("staff.key")
    for path, mode in ((secret, 0o644), (file, 0o660), (staff_key, 0o640)):
        path.parent.mkdir(mode=0o755, exist_ok=True)
        path.touch()
        path.chmod(mode)
    here = make_settings(file.parent, secrets_dir=secret.parent)
    found = await run_check(check_files, here)
    assert has_finding(found, secret.name, Level.ERROR)
    assert has_finding(found, file.name, Level.ERROR)
    assert has_finding(found, staff_key.name, Level.ERROR)
    for path in (secret, file):
        path.parent.chmod(0o700)
    assert problems(await run_check(check_files, here)) == {}


async def test_accepts_systemd_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systemd's credentials look group-readable and are not."""
    given = tmp_path / "waylight_telegram_token"
    given.write_text("made up")
    given.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert problems(await run_check(check_files, make_settings(tmp_path / "data"))) == {}


@pytest.mark.parametrize(("of_the_folder", "of_the_model"), [(0o775, 0o644), (0o755, 0o646)])
async def test_reports_writable_model(tmp_path: Path, of_the_folder: int, of_the_model: int) -> None:
    """A model or its folder that other users can write is a fault; reading it is not."""
    model_file = model_path(tmp_path)
    model_file.parent.mkdir()
    model_file.touch()
    here = make_settings(tmp_path)
    for folder, file in ((of_the_folder, of_the_model), (0o755, 0o644)):
        model_file.parent.chmod(folder)
        model_file.chmod(file)
        found = await run_check(check_files, here)
        assert has_finding(found, "write a model", Level.ERROR) == ((folder, file) != (0o755, 0o644))


@pytest.mark.parametrize(
    ("there", "said", "level"),
    [
        (512_000_000, "train elsewhere", Level.ERROR),
        (1_399_999_999, "train elsewhere", Level.ERROR),
        (1_400_000_000, "`waylight train`", Level.WARNING),
        (None, "`waylight train`", Level.WARNING),
    ],
)
def test_assesses_missing_model(there: int | None, said: str, level: Level) -> None:
    """Without a model and with too little memory to train one, the service does not start."""
    assert has_finding([content._assess_missing(there)], said, level)


async def test_assesses_model(tmp_path: Path) -> None:
    """A missing model or digest is a warning; a truncated model, or another one than the digest's, a fault."""
    here = make_settings(tmp_path)
    assert has_finding(await run_check(check_model, here), "waylight train", Level.WARNING)
    model_path(tmp_path).parent.mkdir()
    with tarfile.open(model_path(tmp_path), "w:gz") as archive:
        archive.add(__file__)
    assert has_finding(await run_check(check_model, here), "no digest (.sha256)", Level.WARNING)
    write_digest(model_path(tmp_path))
    assert [finding.level for finding in await run_check(check_model, here)] == [Level.OK]
    assert has_finding(await run_check(check_model, here), "0 days old", Level.OK)
    with tarfile.open(model_path(tmp_path), "w:gz") as archive:
        archive.add(__file__, arcname="another")
    assert has_finding(await run_check(check_model, here), "find out who changed it", Level.ERROR)
    whole = model_path(tmp_path).read_bytes()
    for part in (b"", whole[: len(whole) // 2]):
        model_path(tmp_path).write_bytes(part)
        assert has_finding(await run_check(check_model, here), "delete it and `waylight train`", Level.ERROR)


async def test_assesses_backups(tmp_path: Path) -> None:
    """No backup, or none in the last two days, is a warning; older ones beside a new one are OK."""
    here = make_settings(tmp_path, twilio_auth_token=AUTH_TOKEN)
    assert has_finding(await run_check(check_backups, here), "make one each night", Level.WARNING)
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "somebody's own.zip").touch()
    assert has_finding(await run_check(check_backups, here), "make one each night", Level.WARNING)
    for hours, level in ((60, Level.WARNING), (47, Level.OK), (100, Level.OK)):
        file = folder / f"directory-{hours}.zip"
        file.touch()
        os.utime(file, (time.time() - hours * 3600,) * 2)
        [found] = await run_check(check_backups, here)
        assert found.level is level


async def test_demo_needs_no_backup(tmp_path: Path) -> None:
    """A demo gets no finding about backups until its folder exists."""
    demo = make_settings(tmp_path)
    assert await run_check(check_backups, demo) == []
    (tmp_path / "backups").mkdir()
    assert has_finding(await run_check(check_backups, demo), "make one each night", Level.WARNING)
