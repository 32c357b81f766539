"""Backup and restore of the whole directory; see README.md."""

from directory.keeping.backup import NothingToKeepError, back_up
from directory.keeping.manifest import BadBackupError
from directory.keeping.restore import NotEmptyError, restore

__all__ = ["BadBackupError", "NotEmptyError", "NothingToKeepError", "back_up", "restore"]
