"""What the directory needs to be told: where its data live."""

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _embedded_database(given: dict[str, Any]) -> str:
    return f"sqlite:///{given.get('data_dir', Path('.waylight')) / 'directory.sqlite3'}"


class DirectorySettings(BaseSettings):
    """Settings of the directory, read from the environment (`WAYLIGHT_...`) when it is made.

    `data_dir`: the folder for everything that is written, `.waylight` under the current one.
    `database_url`: an SQLAlchemy address, by default an SQLite file in `data_dir`.

    Raises:
        pydantic.ValidationError: a setting has the wrong shape.
    """

    model_config = SettingsConfigDict(env_prefix="WAYLIGHT_", frozen=True, extra="ignore")

    data_dir: Path = Path(".waylight")
    database_url: str = Field(default_factory=_embedded_database)
