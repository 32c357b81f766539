"""What the directory needs to be told: where its data live, and how long a check of an entry counts."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _embedded_database(given: dict[str, Any]) -> str:
    return f"sqlite:///{given.get('data_dir', Path('.waylight')) / 'directory.sqlite3'}"


class DirectorySettings(BaseSettings):
    """Settings of the directory, read from the environment (`WAYLIGHT_...`) when it is made.

    `data_dir`: the folder for everything that is written, `.waylight` under the current one.
    `database_url`: an SQLAlchemy address of SQLite or PostgreSQL, by default an SQLite file in `data_dir`.
    `stale_after_days`: a verification older than this is marked as too old and counts no more.
    `rights_dir`: a folder of your own whose pages of rights stand for the packaged ones of the same place and language.

    Raises:
        pydantic.ValidationError: a setting has the wrong shape.
    """

    model_config = SettingsConfigDict(env_prefix="WAYLIGHT_", env_ignore_empty=True, frozen=True, extra="ignore")

    data_dir: Path = Path(".waylight")
    database_url: str = Field(default_factory=_embedded_database)
    stale_after_days: int = Field(default=180, ge=1)
    rights_dir: Path | None = None

    @property
    def stale_after(self) -> timedelta:
        """How long a verification counts."""
        return timedelta(days=self.stale_after_days)
