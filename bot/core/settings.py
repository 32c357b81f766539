"""All settings, read once from the environment and from secret files.

A placeholder is rejected as a secret: a hotline whose key is `changeme` looks protected and is not.
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


def _reject_placeholder_secret(secret: SecretStr) -> SecretStr:
    if _PLACEHOLDER.search(secret.get_secret_value()):
        message = "this is a placeholder, not a secret: unset it or give the real one"
        raise ValueError(message)
    return secret


Secret = Annotated[SecretStr, AfterValidator(_reject_placeholder_secret)]

TELEGRAM_SECRET_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram allows as a secret token (Bot API, setWebhook)."""

_PLACEHOLDER_VALUE = re.compile(r"<[^<>]*>")
"""How docs/deploying/settings.example marks values that operators must replace. People would read this one."""

_KEY_PATTERN = re.compile(r"[0-9a-fA-F]{64}")


class Settings(DirectorySettings):
    """Settings of the service, each from `WAYLIGHT_<NAME>`; an empty variable counts as unset. They never change.

    A setting that the environment lacks may be in a file `waylight_<name>` in the folder `WAYLIGHT_SECRETS_DIR`, or in
    systemd's credentials folder, without a newline. An empty file or a placeholder is rejected.

    Raises `pydantic.ValidationError` and `pydantic_settings.SettingsError`, which name the setting and never its value.
    """

    model_config = SettingsConfigDict(hide_input_in_errors=True)

    telegram_token: Secret | None = None
    telegram_secret: Secret | None = None
    """Without it every posted update is rejected."""
    telegram_api_url: str | None = None
    """A Bot API server other than Telegram's own, such as "http://127.0.0.1:8081"."""
    telegram_protect_content: bool = False
    """People can't forward or copy the bot's messages on Telegram."""
    telegram_silent: bool = False
    """The phone makes no sound when the bot answers on Telegram."""
    telegram_messages_a_second: int = Field(default=30, ge=1)
    """Telegram's limit for this bot: 30 messages, or more if you pay for them."""
    twilio_account_sid: str | None = None
    """With it, messages are deleted at Twilio as soon as they are delivered."""
    twilio_number: str | None = None
    """The number that people text to, such as +15005550006. It is used to find messages that a restart left behind."""
    twilio_auth_token: Secret | None = None
    """Without it every posted SMS is rejected."""
    twilio_answers_help: bool = False
    """Twilio answers HELP and INFO with a text of yours (Advanced Opt-Out), so the bot does not."""
    twilio_api_url: str | None = None
    public_url: str | None = None
    """The address at which the networks reach the service; signatures are checked against it."""
    line_name: str = "Waylight"
    """The name of the hotline, also on lock screens. Neutral, so that it does not reveal the purpose."""
    organization: str | None = None
    """Who runs the hotline; people are told once it is safe."""
    sms_is_free: bool = False
    """Texting costs people nothing, because their phone companies charge the hotline."""
    cover: str = "weather"
    """The topic of cover mode, while another person may be watching: one of bot/dialogue/domain/responses/cover.yml."""
    preview: bool = False
    """Serve the page /preview to browsers on this machine. It has no sign-in, so don't use it on a shared machine."""
    hsds_api: bool = False
    """Serve the directory's public entries to partner systems at /hsds, which is open to everybody."""
    redis_url: str | None = None
    """Where all processes store conversations; without it each process keeps its own in memory."""
    state_key: Secret | None = None
    """64 hexadecimal digits: the key that encrypts that state, the same for all processes."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(str.lower)] = "text"
    """One line per record, for people or for programs."""
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """The port for Prometheus, separate from the service's; without it no metrics are served."""
    metrics_seconds: int = Field(default=60, ge=60, le=3600)
    """Seconds between updates of the metrics. The longer, the less they reveal about when a person wrote."""
    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    """The address to listen on; 0.0.0.0 for all, which containers need."""
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    """Worker processes, as many as there are processors. More than one needs Redis."""

    @field_validator("telegram_secret")
    @classmethod
    def _check_telegram_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not TELEGRAM_SECRET_PATTERN.fullmatch(secret.get_secret_value()):
            message = "Telegram accepts 1 to 256 of the characters A-Z a-z 0-9 _ -"
            raise ValueError(message)
        return secret

    @field_validator("line_name", "organization", "public_url", "twilio_account_sid", "twilio_number")
    @classmethod
    def _reject_placeholder(cls, text: str | None) -> str | None:
        if text and _PLACEHOLDER_VALUE.search(text):
            message = "this is a placeholder: set your own value, or remove the line"
            raise ValueError(message)
        return text

    @field_validator("state_key")
    @classmethod
    def _check_state_key(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _KEY_PATTERN.fullmatch(secret.get_secret_value()):
            message = "a key is 64 hexadecimal digits, as printed by `openssl rand -hex 32`"
            raise ValueError(message)
        return secret

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        if self.redis_url and not self.state_key:
            message = "WAYLIGHT_STATE_KEY: required with WAYLIGHT_REDIS_URL, because state in Redis is encrypted"
            raise ValueError(message)
        if self.telegram_token and self.public_url and not self.telegram_secret:
            message = "WAYLIGHT_TELEGRAM_SECRET: without it anyone could post updates to WAYLIGHT_PUBLIC_URL"
            raise ValueError(message)
        return self

    @property
    def is_demo(self) -> bool:
        """Whether no network is connected: everything can be tried on this machine, with temporary secrets."""
        return self.telegram_token is None and self.twilio_auth_token is None

    @property
    def base_url(self) -> str:
        """The public URL, or else the local one."""
        return (self.public_url or self.local_url).rstrip("/")

    @property
    def local_url(self) -> str:
        """The URL on this machine."""
        name = "127.0.0.1" if self.host.is_unspecified else str(self.host)
        return f"http://[{name}]:{self.port}" if ":" in name else f"http://{name}:{self.port}"

    def with_demo_secrets(self) -> Self:
        """Return the same settings for one process that only this machine can reach, with the preview page.

        The Twilio token is valid as long as this process runs.
        """
        token = SecretStr(secrets.token_hex(16))
        local = {"host": IPv4Address("127.0.0.1"), "workers": 1}
        return self.model_copy(update={"twilio_auth_token": token, "preview": True, **local})


def secret_value(secret: SecretStr | None) -> str | None:
    """Return the value of a secret, for the one library that needs it."""
    return secret.get_secret_value() if secret else None
