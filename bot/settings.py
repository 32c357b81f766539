"""Everything that can be set, read once from the environment.

A secret that is a placeholder is refused: a hotline that starts with `changeme` for a
key looks guarded and is not.
"""

import re
import secrets
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from directory import DirectorySettings

_PLACEHOLDER = re.compile(
    r"(?i)^\s*$|change.?me|placeholder|your[-_ ]|^(?:secret|token|password|todo|none|null|x+|0+)$|[<>]"
)


def _no_placeholder(secret: SecretStr) -> SecretStr:
    if _PLACEHOLDER.search(secret.get_secret_value()):
        message = "this is a placeholder, not a secret: unset it or give the real one"
        raise ValueError(message)
    return secret


Secret = Annotated[SecretStr, AfterValidator(_no_placeholder)]

TELEGRAM_SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram allows as a secret token (Bot API, setWebhook)."""


class Settings(DirectorySettings):
    """Settings of the service, each from `WAYLIGHT_<NAME>`; an empty one is not set. They never change after the start.

    Raises `pydantic.ValidationError`, which names the setting and never its value.
    """

    model_config = SettingsConfigDict(hide_input_in_errors=True)

    telegram_token: Secret | None = None
    telegram_secret: Secret | None = None
    """Without it every update that is posted is refused."""
    telegram_api_url: str | None = None
    """Another Bot API server than Telegram's own, such as "http://127.0.0.1:8081"."""
    twilio_account_sid: str | None = None
    twilio_auth_token: Secret | None = None
    """Without it every SMS that is posted is refused."""
    twilio_api_url: str | None = None
    public_url: str | None = None
    """The address under which the networks reach us; signatures are checked against it."""
    line_name: str = "Waylight"
    """What the line calls itself, also on lock screens: neutral, so that it does not say what it is for."""
    organization: str | None = None
    """Who runs the line; people are told once it is safe."""
    sms_is_free: bool = False
    """Texting us costs people nothing: their companies charge us."""
    cover: str = "weather"
    """What the bot talks about while somebody watches: a topic of bot/dialogue/domain/responses/cover.yml."""
    preview: bool = False
    """The page /preview, for a browser on this machine only. Without sign-in: not on a machine that others use."""
    redis_url: str | None = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    port: int = Field(default=8000, ge=1, le=65535)

    @field_validator("telegram_secret")
    @classmethod
    def _can_be_sent(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not TELEGRAM_SECRET_SHAPE.fullmatch(secret.get_secret_value()):
            message = "Telegram takes 1 to 256 of the characters A-Z a-z 0-9 _ -"
            raise ValueError(message)
        return secret

    @property
    def is_demo(self) -> bool:
        """No network is connected: everything can be tried on this machine, with one-off secrets."""
        return self.telegram_token is None and self.twilio_auth_token is None

    @property
    def reached_at(self) -> str:
        """The public address, or the one on this machine."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    def with_demo_secrets(self) -> Self:
        """Return the same settings with the preview page and a Twilio token that lives as long as this process."""
        return self.model_copy(update={"twilio_auth_token": SecretStr(secrets.token_hex(16)), "preview": True})


def revealed(secret: SecretStr | None) -> str | None:
    """Return a secret's value, to hand it to the one library that needs it."""
    return secret.get_secret_value() if secret else None
