"""What could outlive a conversation on this machine, and who could read it."""

import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.doctor import backups, database, files, machine, model
from bot.doctor.finding import Level
from bot.engine.training import model_path
from directory import open_database
from tests.doctor.looking import AUTH_TOKEN, finds, looked, settings, wrong

HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("", Level.OK),
        ("/dev/zram0 partition 8388604 0 100\n", Level.OK),
        ("/dev/dm-1 partition 8388604 0 -2\n", Level.OK),
        ("/dev/dm-2 partition 8388604 0 -2\n", Level.FAULT),
        ("/swapfile file 2097148 0 -2\n", Level.FAULT),
    ],
)
def test_swap(tmp_path: Path, line: str, level: Level) -> None:
    """No swap, compressed memory and sealed swap are in order; an open partition, volume or file is a fault."""
    swaps = tmp_path / "swaps"
    swaps.write_text(HEADING + line)
    for name, kind in (("dm-1", "CRYPT-PLAIN-swap"), ("dm-2", "LVM-abc")):
        (tmp_path / name / "dm").mkdir(parents=True)
        (tmp_path / name / "dm" / "uuid").write_text(kind)
    assert machine._swap(swaps, tmp_path).level is level


@pytest.mark.parametrize(("before", "level"), [("never_dump()", "ok"), ("pass", "fault")])
def test_core_dumps(before: str, level: str) -> None:
    """A process that has forbidden its dumps, as the service does, is in order, and one that has not is a fault."""
    imported = "from bot.doctor import machine\nfrom bot.privacy.crash_handler import never_dump"
    code = f"{imported}\n{before}\nprint(machine._cores().level)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == level


async def test_a_database_in_order(tmp_path: Path) -> None:
    """A database is first not there, and is not made by looking; then it is of this version; an older one is told."""
    here = settings(tmp_path)
    assert finds(await looked(database.look, here), "There is none yet", Level.WARNING)
    assert not (tmp_path / "directory.sqlite3").exists()
    open_database(here.database_url).dispose()
    assert wrong(await looked(database.look, here)) == {}
    assert wrong(await looked(files.look, here)) == {}
    engine = create_engine(here.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    assert finds(await looked(database.look, here), "of another version", Level.WARNING)


@pytest.mark.parametrize("address", ["mysql://somewhere", "no address", "postgresql://127.0.0.1:9/waylight"])
async def test_a_database_that_is_not_there(tmp_path: Path, address: str) -> None:
    """What is no database of ours, or does not answer, is a fault."""
    found = await looked(database.look, settings(tmp_path, database_url=address))
    assert finds(found, "can't be opened or read", Level.FAULT)


async def test_files_that_others_can_read(tmp_path: Path) -> None:
    """A database or a secret that others can get to is named, unless its folder keeps them out."""
    secret, file = tmp_path / "secrets" / "waylight_telegram_token", tmp_path / "data" / "directory.sqlite3"
    staff_key = file.with_name("staff.key")
    for path, mode in ((secret, 0o644), (file, 0o660), (staff_key, 0o640)):
        path.parent.mkdir(mode=0o755, exist_ok=True)
        path.touch()
        path.chmod(mode)
    here = settings(file.parent, secrets_dir=secret.parent)
    found = await looked(files.look, here)
    assert finds(found, secret.name, Level.FAULT)
    assert finds(found, file.name, Level.FAULT)
    assert finds(found, staff_key.name, Level.FAULT)
    for path in (secret, file):
        path.parent.chmod(0o700)
    assert wrong(await looked(files.look, here)) == {}


async def test_what_systemd_hands_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What systemd hands over is guarded by it: it looks like a group's, and is nobody's else."""
    given = tmp_path / "waylight_telegram_token"
    given.write_text("made up")
    given.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert wrong(await looked(files.look, settings(tmp_path / "data"))) == {}


@pytest.mark.parametrize(("of_the_folder", "of_the_model"), [(0o775, 0o644), (0o755, 0o646)])
async def test_a_model_that_others_can_write(tmp_path: Path, of_the_folder: int, of_the_model: int) -> None:
    """A model is code to us: where others can write one, or put one there, it is a fault; reading it harms nobody."""
    model_file = model_path(tmp_path)
    model_file.parent.mkdir()
    model_file.touch()
    here = settings(tmp_path)
    for folder, file in ((of_the_folder, of_the_model), (0o755, 0o644)):
        model_file.parent.chmod(folder)
        model_file.chmod(file)
        found = await looked(files.look, here)
        assert finds(found, "write a model", Level.FAULT) == ((folder, file) != (0o755, 0o644))


@pytest.mark.parametrize(
    ("there", "said", "level"),
    [
        (512_000_000, "train elsewhere", Level.FAULT),
        (1_399_999_999, "train elsewhere", Level.FAULT),
        (1_400_000_000, "`waylight train`", Level.WARNING),
        (None, "`waylight train`", Level.WARNING),
    ],
)
def test_no_model_where_none_can_be_trained(there: int | None, said: str, level: Level) -> None:
    """Where there is too little memory for a training, a service without a model never starts."""
    assert finds([model._absent(there)], said, level)


async def test_a_model_of_the_present_data(tmp_path: Path) -> None:
    """Where there is no model the next start trains one, and people wait; one that is cut off is a fault."""
    here = settings(tmp_path)
    assert finds(await looked(model.look, here), "waylight train", Level.WARNING)
    model_path(tmp_path).parent.mkdir()
    with tarfile.open(model_path(tmp_path), "w:gz") as archive:
        archive.add(__file__)
    assert finds(await looked(model.look, here), "0 days old", Level.OK)
    whole = model_path(tmp_path).read_bytes()
    for part in (b"", whole[: len(whole) // 2]):
        model_path(tmp_path).write_bytes(part)
        assert finds(await looked(model.look, here), "delete it and `waylight train`", Level.FAULT)


async def test_backups_that_are_no_longer_made(tmp_path: Path) -> None:
    """None, and a newest one of more than two days ago, are warnings; older ones beside a new one are in order."""
    here = settings(tmp_path, twilio_auth_token=AUTH_TOKEN)
    assert finds(await looked(backups.look, here), "make one each night", Level.WARNING)
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "somebody's own.zip").touch()
    assert finds(await looked(backups.look, here), "make one each night", Level.WARNING)
    for hours, level in ((60, Level.WARNING), (47, Level.OK), (100, Level.OK)):
        file = folder / f"directory-{hours}.zip"
        file.touch()
        os.utime(file, (time.time() - hours * 3600,) * 2)
        [found] = await looked(backups.look, here)
        assert found.level is level


async def test_a_demo_needs_no_backup(tmp_path: Path) -> None:
    """Nothing is said of backups to who only tries it, unless they have begun to make some."""
    demo = settings(tmp_path)
    assert await looked(backups.look, demo) == []
    (tmp_path / "backups").mkdir()
    assert finds(await looked(backups.look, demo), "make one each night", Level.WARNING)
