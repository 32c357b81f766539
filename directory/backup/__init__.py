"""Backup and restore of the whole directory; see README.md."""

from directory.backup.manifest import BadBackupError
from directory.backup.restore import NotEmptyError, restore
from directory.backup.writer import NothingToKeepError, back_up

__all__ = ["BadBackupError", "NotEmptyError", "NothingToKeepError", "back_up", "restore"]
