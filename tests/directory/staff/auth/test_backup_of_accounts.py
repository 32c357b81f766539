"""Backups contain accounts but no way to sign in."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from directory.backup import create_backup, restore_backup
from directory.backup.row_codec import CREDENTIALS
from directory.db.engine import open_engine
from directory.models import Record
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import InvitationNotFoundError
from directory.staff.auth.invitations import get_invitation, invite
from directory.staff.auth.sessions import find_user
from tests.directory.databases import Databases
from tests.directory.staff.auth.account_factory import ADMINISTRATOR, NOW, STEP, create_member


def test_restore_ends_all_sessions(
    own_engine: Engine, databases: Databases, verifier: CredentialVerifier, tmp_path: Path
) -> None:
    """Accounts are restored; sessions and invitations are in no backup and are gone after a restore."""
    mali = create_member(own_engine, verifier)
    session, waiting = mali.signs_in(NOW), invite(own_engine, ADMINISTRATOR, None, NOW)
    made = create_backup(own_engine, tmp_path / "backup.zip")
    assert set(CREDENTIALS).isdisjoint(made.tables)
    assert made.tables["staff_account"].rows == 1
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist() if "staff" in name)
    assert mali.secret.encode() not in kept
    address = databases.empty()
    other = open_engine(address)
    try:
        for engine, replace in ((other, False), (own_engine, True)):
            restore_backup(engine, tmp_path / "backup.zip", replace=replace)
            assert find_user(engine, session, NOW) is None
            with engine.connect() as connection, pytest.raises(InvitationNotFoundError):
                get_invitation(connection, waiting, NOW)
            for name in CREDENTIALS:
                with engine.connect() as connection:
                    assert connection.scalar(select(func.count()).select_from(Record.metadata.tables[name])) == 0
        mali.signs_in(NOW + STEP)
    finally:
        other.dispose()
        databases.drop(address)
