"""Backup and restore of the whole directory; see README.md."""

from directory.backup.archive import InvalidBackupError
from directory.backup.restore import DatabaseNotEmptyError, UndoesProtectionError, list_undone, restore_backup
from directory.backup.writer import EmptyDatabaseError, create_backup

__all__ = [
    "DatabaseNotEmptyError",
    "EmptyDatabaseError",
    "InvalidBackupError",
    "UndoesProtectionError",
    "create_backup",
    "list_undone",
    "restore_backup",
]
