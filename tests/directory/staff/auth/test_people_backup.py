"""A backup keeps the accounts and lets nobody in."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from directory.backup import back_up, restore
from directory.backup.row_codec import PASSING
from directory.db.engine import connect
from directory.models import Record
from directory.staff.auth.credentials import Safe
from directory.staff.auth.errors import NoInvitationError
from directory.staff.auth.invitations import invitation, invite
from directory.staff.auth.sessions import person_of
from tests.directory.databases import Databases
from tests.directory.staff.auth.somebody import ADMINISTRATOR, NOW, STEP, somebody


def test_a_restore_leaves_nobody_signed_in(
    own_engine: Engine, databases: Databases, safe: Safe, tmp_path: Path
) -> None:
    """Accounts come back and can sign in; sessions and invitations are in no backup, and gone after a restore."""
    mali = somebody(own_engine, safe)
    session, waiting = mali.signs_in(NOW), invite(own_engine, ADMINISTRATOR, None, NOW)
    made = back_up(own_engine, tmp_path / "backup.zip")
    assert set(PASSING).isdisjoint(made.tables)
    assert made.tables["staff_account"].rows == 1
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist() if "staff" in name)
    assert mali.secret.encode() not in kept
    address = databases.empty()
    other = connect(address)
    try:
        for engine, replace in ((other, False), (own_engine, True)):
            restore(engine, tmp_path / "backup.zip", replace=replace)
            assert person_of(engine, session, NOW) is None
            with engine.connect() as connection, pytest.raises(NoInvitationError):
                invitation(connection, waiting, NOW)
            for name in PASSING:
                with engine.connect() as connection:
                    assert connection.scalar(select(func.count()).select_from(Record.metadata.tables[name])) == 0
        mali.signs_in(NOW + STEP)
    finally:
        other.dispose()
        databases.drop(address)
