"""What could outlive a conversation on this machine, and who could read it."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.doctor import database, files, machine, model
from bot.doctor.finding import Level
from bot.engine.training import model_path
from directory import open_database
from tests.doctor.looking import finds, looked, settings, wrong

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
    imported = "from bot.doctor import machine\nfrom bot.privacy.crashes import never_dump"
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
    for path, mode in ((secret, 0o644), (file, 0o660)):
        path.parent.mkdir(mode=0o755)
        path.touch()
        path.chmod(mode)
    here = settings(file.parent, secrets_dir=secret.parent)
    found = await looked(files.look, here)
    assert finds(found, secret.name, Level.FAULT)
    assert finds(found, file.name, Level.FAULT)
    for path in (secret, file):
        path.parent.chmod(0o700)
    assert wrong(await looked(files.look, here)) == {}


async def test_a_model_of_the_present_data(tmp_path: Path) -> None:
    """Where there is no model the next start trains one, and people wait."""
    here = settings(tmp_path)
    assert finds(await looked(model.look, here), "waylight train", Level.WARNING)
    model_path(tmp_path).parent.mkdir()
    model_path(tmp_path).touch()
    assert finds(await looked(model.look, here), "0 days old", Level.OK)
