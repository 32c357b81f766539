"""The `waylight directory` commands, one module per topic, and `waylight staff`."""

from directory.cli import backup, confidential, import_export, rights, search, statistics
from directory.cli.common import app
from directory.cli.staff import staff

__all__ = ["app", "backup", "confidential", "import_export", "rights", "search", "seed", "staff", "stale", "statistics"]
