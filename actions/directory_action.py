"""What the actions that ask the directory share."""

from functools import cached_property

from directory import Directory, DirectorySettings, open_database


class AsksDirectory:
    """Holds the directory that an action asks.

    The engine hands one in. A stock action server (`rasa run actions`) makes actions
    without arguments: then the directory of the settings is opened at the first question.
    """

    def __init__(self, directory: Directory | None = None) -> None:
        """Ask `directory`, or the one of the settings."""
        self._given = directory

    @cached_property
    def directory(self) -> Directory:
        """The directory to ask."""
        return self._given or _of_the_settings()


def _of_the_settings() -> Directory:
    settings = DirectorySettings()
    return Directory(open_database(settings.database_url, stale_after=settings.stale_after), settings.stale_after)
