"""Everything that can be set, read once from the environment and secrets' files.

A secret that is a placeholder is refused: a hotline that starts with `changeme` for a
key looks guarded and is not.
"""

import re
import secrets
from ipaddress import IPv4Address
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, IPvAnyAddress, SecretStr, field_validator, model_validator
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


_TO_FILL_IN = re.compile(r"<[^<>]*>")
"""How docs/deploying/settings.example marks what is yours to write; people would read it."""

_KEY_SHAPE = re.compile(r"[0-9a-fA-F]{64}")


class Settings(DirectorySettings):
    """Settings of the service, each from `WAYLIGHT_<NAME>`; an empty one is not set. They never change after the start.

    What the environment does not set may stand in a file `waylight_<name>` in the folder `WAYLIGHT_SECRETS_DIR` or
    systemd's, without a line's end; one that is empty or a placeholder is refused.

    Raises `pydantic.ValidationError` and `pydantic_settings.SettingsError`, which name the setting and never its value.
    """

    model_config = SettingsConfigDict(hide_input_in_errors=True)

    telegram_token: Secret | None = None
    telegram_secret: Secret | None = None
    """Without it every update that is posted is refused."""
    telegram_api_url: str | None = None
    """Another Bot API server than Telegram's own, such as "http://127.0.0.1:8081"."""
    telegram_protect_content: bool = False
    """Nobody can forward or copy what the bot says on Telegram."""
    telegram_silent: bool = False
    """The phone makes no sound when the bot answers on Telegram."""
    telegram_messages_a_second: int = Field(default=30, ge=1)
    """How many messages Telegram takes of this bot: 30, unless it is paid to take more."""
    twilio_account_sid: str | None = None
    """With it messages are removed at Twilio as soon as they have arrived."""
    twilio_number: str | None = None
    """The number that people text to, such as +15005550006: messages that a restart forgot are found by it."""
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
    """Where all processes keep the state of conversations together; without it, each keeps its own in memory."""
    state_key: Secret | None = None
    """64 hexadecimal digits under which that state is sealed, the same for all processes."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(str.lower)] = "text"
    """One line a record, to be read by people or by programs."""
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """A port for Prometheus, apart from the service's; without it nothing is shown."""
    metrics_seconds: int = Field(default=60, ge=60, le=3600)
    """For how long what is shown there stands still: the longer, the less it tells of when somebody wrote."""
    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    """The address of this machine on which we listen; 0.0.0.0 for all, where a container needs it."""
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer; as many as there are processors. More than one need Redis."""

    @field_validator("telegram_secret")
    @classmethod
    def _can_be_sent(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not TELEGRAM_SECRET_SHAPE.fullmatch(secret.get_secret_value()):
            message = "Telegram takes 1 to 256 of the characters A-Z a-z 0-9 _ -"
            raise ValueError(message)
        return secret

    @field_validator("line_name", "organization", "public_url", "twilio_account_sid", "twilio_number")
    @classmethod
    def _is_filled_in(cls, text: str | None) -> str | None:
        if text and _TO_FILL_IN.search(text):
            message = "this is a placeholder: put in your own, or take the line away"
            raise ValueError(message)
        return text

    @field_validator("state_key")
    @classmethod
    def _is_a_key(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _KEY_SHAPE.fullmatch(secret.get_secret_value()):
            message = "a key is 64 hexadecimal digits, such as `openssl rand -hex 32` prints"
            raise ValueError(message)
        return secret

    @model_validator(mode="after")
    def _can_keep_what_it_promises(self) -> Self:
        if self.redis_url and not self.state_key:
            message = (
                "WAYLIGHT_STATE_KEY: what is kept in Redis has to be sealed, so it is needed with WAYLIGHT_REDIS_URL"
            )
            raise ValueError(message)
        if self.telegram_token and self.public_url and not self.telegram_secret:
            message = "WAYLIGHT_TELEGRAM_SECRET: without it anybody could post updates to WAYLIGHT_PUBLIC_URL"
            raise ValueError(message)
        return self

    @property
    def is_demo(self) -> bool:
        """No network is connected: everything can be tried on this machine, with one-off secrets."""
        return self.telegram_token is None and self.twilio_auth_token is None

    @property
    def reached_at(self) -> str:
        """The public address, or the one on this machine."""
        return (self.public_url or self.here).rstrip("/")

    @property
    def here(self) -> str:
        """The address on this machine."""
        name = "127.0.0.1" if self.host.is_unspecified else str(self.host)
        return f"http://[{name}]:{self.port}" if ":" in name else f"http://{name}:{self.port}"

    def with_demo_secrets(self) -> Self:
        """Return the same settings for one process that only this machine can reach, with the preview page.

        The Twilio token lives as long as this process.
        """
        token = SecretStr(secrets.token_hex(16))
        alone = {"host": IPv4Address("127.0.0.1"), "workers": 1}
        return self.model_copy(update={"twilio_auth_token": token, "preview": True, **alone})


def revealed(secret: SecretStr | None) -> str | None:
    """Return a secret's value, to hand it to the one library that needs it."""
    return secret.get_secret_value() if secret else None
