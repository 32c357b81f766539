"""What actions share: their types, and access to the directory."""

from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from directory import Directory, DirectorySettings, open_database

Events = list[dict[str, Any]]
"""Events as `rasa_sdk` returns them."""


class DirectoryAction:
    """Base class of actions that search the directory.

    The engine passes a directory. A stock action server (`rasa run actions`) makes actions without arguments; then the
    directory of the settings is opened on first use.
    """

    def __init__(self, directory: Directory | None = None) -> None:
        """Use `directory`, or the one of the settings."""
        self._directory = directory

    @cached_property
    def directory(self) -> Directory:
        """The directory to search."""
        return self._directory or _open_default_directory()


def _open_default_directory() -> Directory:
    settings = DirectorySettings()
    return Directory(open_database(settings.database_url, stale_after=settings.stale_after), settings.stale_after)


def entity_value(tracker: Tracker, entity: str) -> Any:
    """Return the value of an entity of the last message, or None."""
    return next(tracker.get_latest_entity_values(entity), None)


def needs_in_message(tracker: Tracker, domain: dict[str, Any]) -> list[str]:
    """Return the needs that the last message tells, most important first, as codes of the directory.

    Whoever only tells what is done to them needs somebody to talk to.
    """
    mappings = domain.get("slots", {}).get("need", {}).get("mappings", ())
    codes = {each["intent"]: each["value"] for each in mappings}
    needs = (entity_value(tracker, "facts") or {}).get("needs", ())
    found = [codes[need] for need in needs if need in codes]
    return found or (["human"] if "describe_exploitation" in needs else [])
