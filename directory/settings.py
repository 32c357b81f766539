"""Settings of the directory: where its data is stored, and how long a verification of an entry counts."""

import os
import re
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import DirectoryPath, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

KEY_PATTERN: Final = re.compile(r"[0-9a-fA-F]{64}")
"""A 32-byte key in hexadecimal digits."""


def _embedded_database(given: dict[str, Any]) -> str:
    return f"sqlite:///{given.get('data_dir', Path('.waylight')) / 'directory.sqlite3'}"


class _SecretFiles(SecretsSettingsSource):
    """Settings from files, `waylight_<name>` each, in the folders that systemd and `WAYLIGHT_SECRETS_DIR` name.

    A missing folder is reported by the validation of `secrets_dir`, not here. An unreadable file must not count as
    missing, or a service would start without the secret that protects it.
    """

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        named = (os.environ.get("CREDENTIALS_DIRECTORY"), os.environ.get("WAYLIGHT_SECRETS_DIR"))
        super().__init__(settings_cls, secrets_dir=[folder for folder in named if folder and Path(folder).is_dir()])

    def __call__(self) -> dict[str, Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return super().__call__()


class DirectorySettings(BaseSettings):
    """Settings of the directory, read from the environment (`WAYLIGHT_...`) and from secret files.

    `secrets_dir`: a folder with one file per secret, such as `waylight_database_url`; the environment takes precedence.
    `data_dir`: the folder for everything that Waylight writes, by default `.waylight` in the current folder.
    `database_url`: an SQLAlchemy URL of SQLite or PostgreSQL, by default an SQLite file in `data_dir`.
    `stale_after_days`: a verification older than this is stale and no longer counts.
    `staff_key`: 64 hexadecimal digits that encrypt staff's secrets, by default those of `data_dir`/staff.key.
    `rights_dir`: a folder whose rights pages replace the packaged ones of the same place and language.

    Raises:
        pydantic.ValidationError: a setting has the wrong shape.
        pydantic_settings.SettingsError: a secret file can't be read; the message names the setting.
    """

    model_config = SettingsConfigDict(
        env_prefix="WAYLIGHT_", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Path(".waylight")
    database_url: str = Field(default_factory=_embedded_database)
    stale_after_days: int = Field(default=180, ge=1)
    rights_dir: Path | None = None
    staff_key: SecretStr | None = None
    secrets_dir: DirectoryPath | None = None

    @field_validator("staff_key")
    @classmethod
    def _is_a_staff_key(cls, secret: SecretStr | None) -> SecretStr | None:
        digits = None if secret is None else secret.get_secret_value()
        # One repeated digit is a placeholder of the right length.
        if digits is not None and (not KEY_PATTERN.fullmatch(digits) or len(set(digits)) == 1):
            message = "a key is 64 hexadecimal digits, such as `openssl rand -hex 32` prints"
            raise ValueError(message)
        return secret

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Use arguments first, then the environment, then secret files (a hook of pydantic-settings)."""
        return init_settings, env_settings, _SecretFiles(settings_cls)

    @property
    def stale_after(self) -> timedelta:
        """How long a verification counts."""
        return timedelta(days=self.stale_after_days)
